// Package revision writes what a git repository holds at a revision into a folder. It runs git and
// reads objects only: neither the work tree nor the index nor a reference is touched, and nothing
// is fetched.
package revision

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Repository is a repository with a work tree.
type Repository struct {
	// Top is its folder, absolute and without symbolic links.
	Top string
	// Common is the folder of its objects and references.
	Common string
}

// Open returns the repository that a folder belongs to.
func Open(ctx context.Context, dir string) (*Repository, error) {
	at := &Repository{Top: dir}
	out, err := at.git(ctx, "rev-parse", "--path-format=absolute", "--show-toplevel",
		"--git-common-dir")
	if err != nil {
		return nil, err
	}
	top, common, _ := strings.Cut(strings.TrimRight(string(out), "\r\n"), "\n")
	top, err = filepath.EvalSymlinks(filepath.FromSlash(top))
	if err != nil {
		return nil, err
	}
	return &Repository{Top: top, Common: filepath.FromSlash(strings.TrimSpace(common))}, nil
}

// Resolve returns the commit that a revision names, as `git diff` takes it: REV is the commit
// itself, REV... the last one that REV and HEAD have in common.
func (r *Repository) Resolve(ctx context.Context, rev string) (string, error) {
	base, common := strings.CutSuffix(rev, "...")
	if base == "" || strings.Contains(base, "..") {
		return "", fmt.Errorf("%q is no single revision; write main, or main... for what HEAD and main "+
			"have in common", rev)
	}
	commit, err := r.commit(ctx, base)
	if err != nil || !common {
		return commit, err
	}
	head, err := r.commit(ctx, "HEAD")
	if err != nil {
		return "", err
	}
	out, err := r.git(ctx, "merge-base", commit, head)
	if err != nil {
		return "", r.missing(ctx, err, fmt.Sprintf("%s and HEAD have no commit in common", base))
	}
	return strings.TrimSpace(string(out)), nil
}

// commit returns the commit that a name stands for.
func (r *Repository) commit(ctx context.Context, name string) (string, error) {
	out, err := r.git(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", name+"^{commit}")
	if err != nil {
		return "", r.missing(ctx, err, fmt.Sprintf("there is no revision %q", name))
	}
	return strings.TrimSpace(string(out)), nil
}

// missing says that something is not there, and why it may not be.
func (r *Repository) missing(ctx context.Context, err error, what string) error {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return err
	}
	out, failed := r.git(ctx, "rev-parse", "--is-shallow-repository")
	if failed == nil && strings.TrimSpace(string(out)) == "true" {
		return fmt.Errorf("%s: this clone is shallow; fetch the history before (git fetch --unshallow, "+
			"or fetch-depth: 0 of actions/checkout)", what)
	}
	return fmt.Errorf("%s in %s; fetch it before (git fetch origin)", what, r.Top)
}

// local are the variables by which git is told where a repository is: hooks set them.
var local = []string{
	"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR",
	"GIT_OBJECT_DIRECTORY",
}

// command prepares git: it asks nothing, fetches nothing, locks nothing and starts no monitor.
func (r *Repository) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-c", "core.fsmonitor=false"}, args...)...)
	cmd.Dir = r.Top
	cmd.Env = slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return slices.Contains(local, name)
	})
	cmd.Env = append(cmd.Env, "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1",
		"GIT_TERMINAL_PROMPT=0", "LC_ALL=C")
	return cmd
}

// git runs git and returns what it prints.
func (r *Repository) git(ctx context.Context, args ...string) ([]byte, error) {
	cmd := r.command(ctx, args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	return out, said(ctx, err, args[0], errs.String())
}

// said puts what git says into its error.
func said(ctx context.Context, err error, command, words string) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		return errors.New("the program git is needed and is not there")
	}
	words, _, _ = strings.Cut(strings.TrimSpace(words), "\n")
	if words == "" {
		words = err.Error()
	}
	return &gitError{fmt.Sprintf("git %s: %s", command, strings.TrimPrefix(words, "fatal: ")), err}
}

// gitError is an error of git in its own words.
type gitError struct {
	words string
	cause error
}

func (e *gitError) Error() string { return e.words }
func (e *gitError) Unwrap() error { return e.cause }
