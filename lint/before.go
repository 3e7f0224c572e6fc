package lint

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/report"
	"github.com/ecrlint/ecrlint/revision"
)

// Before is what the configuration is compared with: only what is new is reported.
type Before struct {
	// Rev is a revision of the repository, as `git diff` takes one: REV is the commit itself, REV...
	// the last one that REV and HEAD have in common.
	Rev string
	// Temp is an empty folder outside of the repository, which the tree is written to. It is the
	// caller's to remove.
	Temp string
}

// apply takes what the configuration had before out of a report. What has become worse stays.
func (b *Before) apply(ctx context.Context, r *report.Report, o Options) error {
	tree, err := b.tree(ctx, &o.Input)
	if err != nil {
		return err
	}
	if len(r.Findings) == 0 && r.Summary().Verdicts.Unknown == 0 {
		return nil
	}
	if err := tree.export(ctx); err != nil {
		return fmt.Errorf("--diff %s: %w", b.Rev, err)
	}
	o.Baseline, o.Before = nil, nil
	o.Input = tree.input()
	old := &report.Report{}
	if len(o.Input.Paths) > 0 {
		if old, err = known(ctx, o); err != nil {
			return err
		}
	}
	b.compare(r, old, tree.in)
	return nil
}

// compare takes what a report had before out of one.
func (b *Before) compare(r, old *report.Report, in Input) {
	h := newHad(old)
	h.failing = failing(r)
	h.left(r, in)
	take(r, report.Before, h.finding)
	for i := range r.Pulls {
		p := &r.Pulls[i]
		if p.Verdict == report.Unknown && h.open[refOf(p)] {
			p.Suppressed = true
		}
	}
	for i := range old.Diagnostics {
		if d := &old.Diagnostics[i]; d.Severity == report.Error {
			r.Diagnostics = append(r.Diagnostics, unreadableBefore(b.Rev, d))
			return
		}
	}
}

// unreadableBefore warns that what was before is not known wholly.
func unreadableBefore(rev string, d *report.Diagnostic) report.Diagnostic {
	where := ""
	if d.Location != nil {
		where = fmt.Sprintf(" (%s:%d)", d.Location.File, d.Location.Line)
	}
	return report.Diagnostic{
		Severity: report.Warning, Summary: "Part of " + rev + " cannot be read",
		Detail: fmt.Sprintf("What it had is not known wholly, and may seem new: %s%s.",
			strings.TrimSuffix(cmp.Or(d.Detail, d.Summary), "."), where),
	}
}

// notCompared says that a run was interrupted before its findings were compared.
func (b *Before) notCompared() report.Diagnostic {
	return report.Diagnostic{
		Severity: report.Error, Summary: "Not compared with " + b.Rev,
		Detail: "The run was interrupted before: some of the findings may not be new.",
	}
}

// oldTree is the tree that a run is compared with.
type oldTree struct {
	in     Input
	dir    string // the working folder, without symbolic links
	repo   *revision.Repository
	commit string
	temp   string
}

// tree finds the repository that the paths are in, and the commit.
func (b *Before) tree(ctx context.Context, in *Input) (*oldTree, error) {
	t := &oldTree{in: *in, temp: b.Temp}
	fail := func(err error) (*oldTree, error) { return nil, fmt.Errorf("--diff %s: %w", b.Rev, err) }
	var err error
	if t.dir, err = filepath.EvalSymlinks(in.Dir); err != nil {
		return fail(err)
	}
	for _, p := range in.Paths {
		if p == stdin {
			return fail(errors.New("standard input is a plan, and there is none of what was before"))
		}
		real, err := filepath.EvalSymlinks(in.abs(p))
		if err != nil {
			return fail(err)
		}
		if t.repo == nil {
			if t.repo, err = revision.Open(ctx, folderOf(real)); err != nil {
				return fail(err)
			}
		}
		if !inFolder(t.repo.Top, real) {
			return fail(fmt.Errorf("%s is not in the repository %s", p, relative(in.Dir, t.repo.Top)))
		}
	}
	if t.commit, err = t.repo.Resolve(ctx, b.Rev); err != nil {
		return fail(err)
	}
	return t, nil
}

// folderOf is a folder, or that of a file.
func folderOf(path string) string {
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		return filepath.Dir(path)
	}
	return path
}

// inFolder reports whether a path is a folder or below it.
func inFolder(folder, path string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && filepath.IsLocal(rel)
}

// export writes the tree.
func (t *oldTree) export(ctx context.Context) error {
	temp, err := filepath.EvalSymlinks(t.temp)
	if err != nil {
		return err
	}
	t.temp = temp
	data := ".terraform"
	for _, entry := range t.in.Env {
		if dir, ok := strings.CutPrefix(entry, "TF_DATA_DIR="); ok && dir != "" {
			data = filepath.ToSlash(filepath.Clean(dir))
		}
	}
	if err := os.MkdirAll(revision.Mirror(temp, t.dir), 0o700); err != nil {
		return err
	}
	if err := t.repo.Export(ctx, t.commit, temp, data); err != nil {
		return err
	}
	for _, p := range t.in.Paths {
		if _, there := t.old(p); there {
			continue
		}
		if _, plan := t.in.planText(p); plan {
			return fmt.Errorf("%s is a plan or a state, and there is none of what was before", p)
		}
	}
	return nil
}

// input is the input of a run over the tree: each path is that of the tree where it has it. What it
// has not is new, and files of values are those of the work tree.
func (t *oldTree) input() Input {
	in := t.in
	in.Dir = revision.Mirror(t.temp, t.dir)
	in.Paths, in.Changed = nil, nil // what a file was a part of may have been another root
	for _, p := range t.in.Paths {
		if old, ok := t.old(p); ok {
			in.Paths = append(in.Paths, old)
		}
	}
	in.VarFiles = t.olds(t.in.VarFiles)
	in.ParameterFiles = t.olds(t.in.ParameterFiles)
	in.Environments = slices.Clone(t.in.Environments)
	for i := range in.Environments {
		e := &in.Environments[i]
		e.VarFiles, e.ParameterFiles = t.olds(e.VarFiles), t.olds(e.ParameterFiles)
	}
	return in
}

// old returns a path as the tree has it, spelled as it was given.
func (t *oldTree) old(given string) (string, bool) {
	real, err := filepath.EvalSymlinks(t.in.abs(given))
	if err != nil || !inFolder(t.repo.Top, real) {
		return given, false
	}
	there := revision.Mirror(t.temp, real)
	if _, err := os.Stat(there); err != nil {
		return given, false
	}
	if filepath.IsAbs(given) {
		return there, true
	}
	rel, err := filepath.Rel(t.dir, real)
	return rel, err == nil
}

// olds returns files as the tree has them, or those of the work tree.
func (t *oldTree) olds(list []string) []string {
	out := make([]string, 0, len(list))
	for _, given := range list {
		old, ok := t.old(given)
		if !ok {
			old = t.in.abs(given)
		}
		out = append(out, old)
	}
	return out
}
