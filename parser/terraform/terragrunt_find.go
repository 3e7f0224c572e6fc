package terraform

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/parser/source"
	"github.com/ecrlint/ecrlint/parser/terraform/registry"
)

// findUnits finds the folders that Terragrunt applies and loads their modules. A terragrunt.hcl
// that others include, and one that neither names a module nor stands beside one, is no unit.
func (r *reader) findUnits(ctx context.Context) {
	found, templates := r.writtenUnits(ctx)
	included := map[string]bool{}
	for _, u := range found {
		ev := newEvaluator(ctx, r.tree, r.opts, u.dir)
		g := ev.gruntConfig(u)
		if u.missing.Why == "" {
			r.resolveUnit(ctx, u, g)
		}
		for _, inc := range g.included() {
			if inc.config != nil {
				included[inc.config.file.path] = true
			}
		}
	}
	for _, u := range found {
		copied := u.use == nil && templates[u.file.path]
		if !copied && !included[u.file.path] && (u.module != nil || u.missing.Why != "") {
			r.tree.units[u.dir] = u
		}
	}
	for _, name := range sortedKeys(r.tree.grunt.files) {
		f := r.tree.grunt.files[name]
		r.diags = append(r.diags, f.parsed.diags...)
		f.said = true
	}
}

// writtenUnits returns the units that folders hold and stacks make, and the files that the latter
// are copies of.
func (r *reader) writtenUnits(ctx context.Context) (found []*unit, templates map[string]bool) {
	templates = map[string]bool{}
	stacks := map[string]*gruntFile{}
	for _, f := range r.folders {
		if ctx.Err() != nil {
			break
		}
		if slices.ContainsFunc(f.Entries, isGrunt) {
			found = append(found, &unit{
				dir: f.Path, context: contextOf(f.Path),
				file: r.tree.gruntIn(f.Path),
			})
		}
		if slices.ContainsFunc(f.Entries, isStack) {
			stacks[f.Path] = r.tree.gruntFile(path.Join(f.Path, stackName))
		}
	}
	made := map[string][]*unit{}
	for _, dir := range sortedKeys(stacks) {
		made[dir] = r.stackUnits(ctx, dir, stacks[dir], nil, templates, 0)
	}
	for _, dir := range sortedKeys(stacks) {
		if !templates[stacks[dir].path] { // else it is a part of others
			found = append(found, made[dir]...)
		}
	}
	return found, templates
}

// resolveUnit finds the module of a unit.
func (r *reader) resolveUnit(ctx context.Context, u *unit, g *gruntConfig) {
	if g.skipped() {
		return
	}
	own := r.tree.modules[u.dir]
	if u.dir != u.context { // the copy is the module
		u.module = own
		return
	}
	v, at := g.source()
	u.sourceAt = at
	switch {
	case v == cty.NilVal:
		u.module = own
		return
	case !plainText(withoutRef(v)):
		u.missing = parser.Origin{
			What: "the module of " + u.dir, Why: "has a source that is not known", Range: at,
		}
		return
	}
	text := withoutRef(v).AsString()
	u.missing = parser.Origin{
		What: "the module of " + u.dir, Why: fmt.Sprintf("has its source %s elsewhere", text), Range: at,
	}
	if !r.unitFolder(ctx, u, text) {
		asked := text
		if !plainText(v) {
			asked += "?ref=unknown" // no version that a model could be of
		}
		if model, why := registry.Find(asked, "", nil); model != nil {
			u.module = r.tree.models.module(model, model.Dir)
		} else if why != "" {
			u.missing.Why = why
		}
	}
	if u.module != nil && own != nil && u.module != own {
		u.module = r.overlay(u.module, own)
	}
}

// withoutRef cuts the version off a source where it alone is not known.
func withoutRef(v cty.Value) cty.Value {
	if plainOrHoled(v) && !plainText(v) {
		if before, _, ok := strings.Cut(v.AsString(), "?"); ok {
			return cty.StringVal(before)
		}
	}
	return v
}

// plainText reports whether a value is text that is wholly known.
func plainText(v cty.Value) bool {
	return !v.IsMarked() && v.IsKnown() && !v.IsNull() && v.Type() == cty.String &&
		!parser.Holed(v.AsString())
}

// unitFolder takes a folder of the tree as a unit's module; false for a source elsewhere.
func (r *reader) unitFolder(ctx context.Context, u *unit, text string) bool {
	dir := ""
	if b, ok := r.homes.borrow(u.dir, text); ok {
		if b.why != "" {
			u.missing.Why, u.missing.Hint = b.why, b.hint
			return true
		}
		dir, u.assumes = b.dir, b.assumes
	} else if r.isFolder(u, text) {
		dir = u.path(strings.Replace(text, "//", "/", 1))
	} else {
		return false
	}
	dir, err := r.tree.src.Reach(u.dir, r.tree.src.Relative(dir), isConfig)
	if err != nil || !r.hasConfig(dir) {
		u.missing.Why = fmt.Sprintf("has a source, %s, that holds no configuration", text)
		r.diags = append(r.diags, &hcl.Diagnostic{
			Severity: hcl.DiagError, Summary: "Module not found", Subject: u.sourceAt.Ptr(),
			Detail: fmt.Sprintf("The source %q of %s is no folder with configuration.", text, u.dir),
		})
		return true
	}
	if r.tree.modules[dir] == nil {
		r.load(ctx, []string{dir})
	}
	u.module = r.tree.modules[dir]
	return true
}

// isFolder reports whether the source of a unit is a path: Terragrunt takes any that is there.
func (r *reader) isFolder(u *unit, text string) bool {
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "/") {
		return true
	}
	if strings.ContainsAny(text, ":?@") {
		return false
	}
	_, err := r.tree.src.Resolve(r.tree.src.Relative(u.path(text)))
	return err == nil
}

// path returns a path that a unit's configuration names, relative or absolute.
func (u *unit) path(name string) string {
	if path.IsAbs(name) {
		return path.Clean(name)
	}
	return path.Join(u.context, name)
}

// overlay adds the files of a unit's own folder to its module, as Terragrunt copies them over it.
func (r *reader) overlay(base, own *Module) *Module {
	if base.Model != nil {
		return base
	}
	b := &builder{Module: base.clone()}
	var entries []source.Entry
	for _, name := range sortedKeys(own.Files) {
		entries = append(entries, source.Entry{Name: path.Base(name)})
	}
	for _, e := range configFiles(entries) {
		b.drop(path.Join(base.Dir, e.Name))
		name := path.Join(own.Dir, e.Name)
		b.addFile(name, &parsed{file: own.Files[name]})
	}
	b.Broken = append(b.Broken, own.Broken...)
	b.Lost = append(b.Lost, own.Lost...)
	r.resolveCalls(b.Module, map[string]bool{})
	b.Diags = nil // those of both folders are reported already
	return b.Module
}
