package revision

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
)

// maxSize is how large a file may be that configuration reads, in bytes; configuration itself may
// be of any size.
const maxSize = 1 << 20

// configuration are the endings of files that are read wherever they lie.
var configuration = []string{
	".tf", ".tf.json", ".tofu", ".tofu.json", ".tfvars", ".tfvars.json", ".hcl",
	".yaml", ".yml", ".json", ".template", ".cfn",
}

// elsewhere are the endings of files that configuration reads, if at all, from beside it.
var elsewhere = []string{
	".go", ".js", ".mjs", ".cjs", ".ts", ".tsx", ".jsx", ".py", ".pyc", ".rb", ".rs", ".java", ".kt",
	".scala", ".c", ".h", ".cc", ".cpp", ".hpp", ".cs", ".swift", ".php", ".css", ".scss", ".less",
	".vue", ".svelte", ".html", ".md", ".rst", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp",
	".ico", ".pdf", ".woff", ".woff2", ".ttf", ".zip", ".gz", ".tar", ".jar", ".map", ".snap",
	".lock", ".sum", ".proto", ".sql", ".csv", ".ipynb",
}

func ends(name string, list []string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(list, func(end string) bool { return strings.HasSuffix(name, end) })
}

// terraform reports whether a file is one of Terraform.
func terraform(name string) bool { return ends(name, configuration[:4]) }

// homesOf returns the folders that hold files of Terraform.
func homesOf(list []entry) map[string]bool {
	homes := map[string]bool{}
	for _, e := range list {
		if terraform(e.path) {
			homes[path.Dir(e.path)] = true
		}
	}
	return homes
}

// wants reports whether a file may be read.
func wants(name string, size int64, homes map[string]bool) bool {
	switch {
	case ends(name, configuration):
		return true
	case size > maxSize:
		return false
	case !ends(name, elsewhere):
		return true
	}
	for dir := path.Dir(name); ; dir = path.Dir(dir) {
		if homes[dir] {
			return true
		}
		if dir == "." || dir == "/" {
			return false
		}
	}
}

// pointer is how a file begins whose text Git LFS holds.
// https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
var pointer = regexp.MustCompile(
	`\Aversion https://git-lfs\.github\.com/spec/v1\n(?:.*\n)*?oid sha256:([0-9a-f]{64})\n`)

// locked is how a file begins that git-crypt has encrypted.
var locked = []byte("\x00GITCRYPT\x00")

// smudged returns what a checkout would make of a file: the text that a pointer of Git LFS stands
// for, where it is here. The work tree's file stands in for what is not, and for what is encrypted.
func (r *Repository) smudged(name string, text []byte) []byte {
	found := pointer.FindSubmatch(text)
	if found == nil && !bytes.HasPrefix(text, locked) {
		return text
	}
	if found != nil {
		oid := string(found[1])
		object := filepath.Join(r.Common, "lfs", "objects", oid[:2], oid[2:4], oid)
		if whole, err := os.ReadFile(object); err == nil {
			return whole
		}
	}
	if now, err := os.ReadFile(filepath.Join(r.Top, filepath.FromSlash(name))); err == nil {
		return now
	}
	return text
}

// installed copies the modules that `terraform init` has put beside configuration.
func (x *export) installed(from *Repository, homes map[string]bool, folder string) error {
	for home := range homes {
		data := path.Join(home, x.data)
		if filepath.IsAbs(x.data) || !filepath.IsLocal(filepath.FromSlash(data)) {
			continue
		}
		top := filepath.Join(from.Top, filepath.FromSlash(data))
		if _, err := os.Stat(filepath.Join(top, "modules", "modules.json")); err == nil {
			if err := x.copyTree(filepath.Join(top, "modules"),
				path.Join(folder, data, "modules")); err != nil {
				return err
			}
		}
		if err := x.copyFile(filepath.Join(top, "environment"),
			path.Join(folder, data, "environment")); err != nil {
			return err
		}
	}
	return nil
}

// copyTree copies what may be read below a folder.
func (x *export) copyTree(from, to string) error {
	return filepath.WalkDir(from, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return nil //nolint:nilerr // ecrlint says of the work tree what it cannot read
		}
		if e.IsDir() {
			if e.Name() == ".git" || e.Name() == "node_modules" {
				return fs.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil || !wants(filepath.ToSlash(rel), info.Size(), map[string]bool{".": true}) {
			return nil //nolint:nilerr // it has just gone
		}
		return x.copyFile(name, path.Join(to, filepath.ToSlash(rel)))
	})
}

// copyFile copies a file or a link of the work tree, if it is there.
func (x *export) copyFile(from, to string) error {
	info, err := os.Lstat(from)
	switch {
	case err != nil:
		return nil //nolint:nilerr // it is not there
	case info.Mode()&fs.ModeSymlink != 0:
		target, err := os.Readlink(from)
		if err != nil {
			return nil //nolint:nilerr // it has just gone
		}
		return x.write(to, []byte(filepath.ToSlash(target)), true)
	case !info.Mode().IsRegular():
		return nil
	}
	text, err := os.ReadFile(from)
	if err != nil {
		return nil //nolint:nilerr // ecrlint says of the work tree what it cannot read
	}
	return x.write(to, text, false)
}

// values are the endings of files that are read though git ignores them.
var values = configuration[:7]

// ignored copies the files of configuration and of values that git ignores: they belong to the
// place, not to the change.
func (x *export) ignored(ctx context.Context) error {
	args := []string{"ls-files", "--others", "--ignored", "--exclude-standard", "-z", "--"}
	for _, end := range values {
		args = append(args, ":(glob)**/*"+end)
	}
	out, err := x.git(ctx, args...)
	if err != nil {
		return err
	}
	for name := range strings.SplitSeq(string(out), "\x00") {
		if name == "" || strings.HasSuffix(name, "/") || strings.Contains("/"+name, "/.terra") {
			continue
		}
		if _, err := x.root.Lstat(filepath.FromSlash(name)); err == nil {
			continue
		}
		from := filepath.Join(x.Top, filepath.FromSlash(name))
		if err := x.copyFile(from, name); err != nil {
			return err
		}
	}
	return nil
}

// isFull reports whether an error is one of the disk.
func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EROFS) ||
		errors.Is(err, syscall.EIO) || errors.Is(err, fs.ErrPermission)
}
