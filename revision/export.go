package revision

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// entry is a file of a tree.
type entry struct {
	mode, object, path string
	size               int64 // -1 for what has none
}

// The modes of what a tree holds.
// https://git-scm.com/docs/git-fast-import#_filemodify
const (
	modeLink      = "120000"
	modeSubmodule = "160000"
)

// Mirror returns the folder below another one that stands for a folder of the file system: all
// relative paths between such folders are those between the real ones.
func Mirror(into, folder string) string {
	return filepath.Join(into, strings.TrimPrefix(folder, filepath.VolumeName(folder)))
}

// Export writes what can be configuration, or be read by configuration, at a commit below a folder:
// the repository becomes Mirror(into, r.Top). What git does not hold and both trees need comes from
// the work tree: installed modules (folders called data, as ".terraform") and files of values that
// are ignored.
func (r *Repository) Export(ctx context.Context, commit, into, data string) error {
	x := &export{Repository: r, data: data}
	if err := x.open(into); err != nil {
		return err
	}
	defer func() { _ = x.root.Close() }()
	if err := x.metadata(into, commit); err != nil {
		return err
	}
	if err := x.tree(ctx, r, commit, "."); err != nil {
		return err
	}
	return x.ignored(ctx)
}

// export writes one tree.
type export struct {
	*Repository
	root *os.Root // the mirrored top: nothing is written outside of it
	data string
	// homes are the folders that hold files of Terraform.
	homes map[string]bool
}

// open makes the mirrored top.
func (x *export) open(into string) error {
	top := Mirror(into, x.Top)
	if err := os.MkdirAll(top, 0o700); err != nil {
		return err
	}
	root, err := os.OpenRoot(top)
	x.root = root
	return err
}

// metadata writes what says which repository the mirrored tree is of, as for a linked work tree.
// https://git-scm.com/docs/gitrepository-layout
func (x *export) metadata(into, commit string) error {
	folder := filepath.Join(into, "git")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	for name, text := range map[string]string{
		filepath.Join(folder, "HEAD"):      commit + "\n",
		filepath.Join(folder, "commondir"): x.Common + "\n",
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			return err
		}
	}
	return x.root.WriteFile(".git", []byte("gitdir: "+folder+"\n"), 0o600)
}

// tree writes the tree of a commit into a folder of the mirrored one.
func (x *export) tree(ctx context.Context, from *Repository, commit, folder string) error {
	out, err := from.git(ctx, "ls-tree", "-r", "-z", "-l", "--full-tree", commit)
	if err != nil {
		return err
	}
	var all, wanted []entry
	for line := range bytes.SplitSeq(out, []byte{0}) {
		if e, ok := parseEntry(string(line)); ok {
			all = append(all, e)
		}
	}
	x.homes = homesOf(all)
	for _, e := range all {
		switch {
		case e.mode == modeSubmodule:
			if err := x.submodule(ctx, from, e, folder); err != nil {
				return err
			}
		case e.mode == modeLink || wants(e.path, e.size, x.homes):
			wanted = append(wanted, e)
		}
	}
	if err := x.blobs(ctx, from, wanted, folder); err != nil {
		return err
	}
	return x.installed(from, x.homes, folder)
}

// parseEntry reads a line of ls-tree: MODE TYPE OBJECT SIZE, a tab, PATH.
func parseEntry(line string) (entry, bool) {
	head, name, ok := strings.Cut(line, "\t")
	fields := strings.Fields(head)
	if !ok || len(fields) != 4 {
		return entry{}, false
	}
	size, err := strconv.ParseInt(fields[3], 10, 64)
	if err != nil {
		size = -1
	}
	return entry{mode: fields[0], object: fields[2], path: name, size: size}, true
}

// submodule writes the tree of a submodule. Where its commit is not there, what is checked out of
// it now stands in for it, as it does where it is not checked out at all: as nothing.
func (x *export) submodule(ctx context.Context, from *Repository, e entry, folder string) error {
	dir := filepath.Join(from.Top, filepath.FromSlash(e.path))
	if _, err := os.Lstat(filepath.Join(dir, ".git")); err != nil {
		return nil
	}
	sub, err := Open(ctx, dir)
	if err != nil {
		return err
	}
	commit := e.object
	if _, err := sub.commit(ctx, commit); err != nil {
		if commit, err = sub.commit(ctx, "HEAD"); err != nil {
			return nil //nolint:nilerr // nothing is checked out of it
		}
	}
	homes := x.homes
	defer func() { x.homes = homes }()
	return x.tree(ctx, sub, commit, path.Join(folder, e.path))
}

// blobs writes files.
func (x *export) blobs(ctx context.Context, from *Repository, list []entry, folder string) error {
	if len(list) == 0 {
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := from.command(ctx, "cat-file", "--batch")
	var names, errs bytes.Buffer
	for _, e := range list {
		names.WriteString(e.object + "\n")
	}
	cmd.Stdin, cmd.Stderr = &names, &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return said(ctx, err, "cat-file", "")
	}
	reader := bufio.NewReaderSize(out, 1<<16)
	for _, e := range list {
		if err = x.blob(reader, from, e, folder); err != nil {
			break
		}
	}
	if err != nil {
		cancel()
		_ = cmd.Wait()
		return err
	}
	return said(ctx, cmd.Wait(), "cat-file", errs.String())
}

// blob reads an object of the batch and writes it.
func (x *export) blob(reader *bufio.Reader, from *Repository, e entry, folder string) error {
	head, err := reader.ReadString('\n')
	if err != nil {
		return fmt.Errorf("git cat-file: %w", err)
	}
	fields := strings.Fields(head)
	if len(fields) != 3 {
		return fmt.Errorf("%s at that revision is not in this clone, which is a partial one; "+
			"fetch it before (git fetch --refetch --no-filter)", e.path)
	}
	size, err := strconv.ParseInt(fields[2], 10, 64)
	if err != nil {
		return fmt.Errorf("git cat-file: %w", err)
	}
	text := make([]byte, size)
	if _, err := io.ReadFull(reader, text); err != nil {
		return fmt.Errorf("git cat-file: %w", err)
	}
	if _, err := reader.Discard(1); err != nil {
		return fmt.Errorf("git cat-file: %w", err)
	}
	if e.mode != modeLink {
		text = from.smudged(e.path, text)
	}
	return x.write(path.Join(folder, e.path), text, e.mode == modeLink)
}

// write writes a file or link of the mirrored tree. What cannot be in a tree of files, such as a
// name behind a link that leads outside, is left out.
func (x *export) write(name string, text []byte, link bool) error {
	native := filepath.FromSlash(name)
	if !filepath.IsLocal(native) || native == ".git" {
		return nil
	}
	if err := x.root.MkdirAll(filepath.Dir(native), 0o700); err != nil {
		return unlessFull(err)
	}
	if !link {
		return unlessFull(x.root.WriteFile(native, text, 0o600))
	}
	target := filepath.FromSlash(string(text))
	if rel, err := filepath.Rel(x.Top, target); err == nil && filepath.IsAbs(target) &&
		filepath.IsLocal(rel) {
		target = filepath.Join(x.root.Name(), rel)
	}
	return unlessFull(x.root.Symlink(target, native))
}

// unlessFull returns the errors that are of the disk, not of a name.
func unlessFull(err error) error {
	if err == nil || errors.Is(err, os.ErrExist) {
		return nil
	}
	if isFull(err) {
		return err
	}
	return nil
}
