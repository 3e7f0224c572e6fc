package terraform

import (
	"bytes"
	"context"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/parser/source"
)

// rootFiles is what a root has beside its module.
type rootFiles struct {
	manifest map[string]manifestEntry
	vars     []VarFile
	env      string
	diags    hcl.Diagnostics
}

// readRoots reads what the roots have beside their modules.
func (r *reader) readRoots(ctx context.Context) {
	given := r.givenVarFiles()
	found := make([]rootFiles, len(r.tree.roots))
	r.each(ctx, len(r.tree.roots), func(i int) { found[i] = r.readRoot(r.tree.roots[i]) })
	for i, root := range r.tree.roots {
		r.manifests[root] = found[i].manifest
		r.tree.manifest[root] = map[string]string{}
		r.tree.vars[root] = append(found[i].vars, given...)
		if dir := r.tree.runsIn(root); dir != root { // the copy that Terragrunt makes holds them, too
			base := r.readRoot(dir)
			r.tree.vars[root] = append(base.vars, r.tree.vars[root]...)
			r.diags = append(r.diags, base.diags...)
		}
		r.tree.env[root] = found[i].env
		r.diags = append(r.diags, found[i].diags...)
	}
}

// readRoot reads what one root has beside its module.
func (r *reader) readRoot(root string) rootFiles {
	var found rootFiles
	entries, err := r.tree.src.ReadDir(root)
	if err != nil {
		return found
	}
	for _, e := range varFiles(entries) {
		v, diags := varFile(path.Join(root, e.Name), r.readFile(root, e))
		found.diags = append(found.diags, diags...)
		found.vars = append(found.vars, v)
	}
	data := r.dataDir()
	named := func(e source.Entry) bool { return e.Name == data && e.Dir }
	within := r.under(root, data)
	if strings.Contains(data, "/") || slices.ContainsFunc(entries, named) {
		var diags hcl.Diagnostics
		found.manifest, diags = r.readManifest(path.Join(within, "modules", "modules.json"))
		found.diags = append(found.diags, diags...)
		if text, err := r.tree.src.ReadFile(path.Join(within, "environment")); err == nil {
			found.env = strings.TrimSpace(string(text))
		}
	}
	return found
}

// dataDir returns the folder, relative to a root, where `terraform init` keeps its files.
func (r *reader) dataDir() string {
	for _, assignment := range r.opts.Env {
		if dir, ok := strings.CutPrefix(assignment, "TF_DATA_DIR="); ok && dir != "" {
			return path.Clean(dir)
		}
	}
	return ".terraform"
}

// readManifest reads which modules are installed; there is no file when none are.
func (r *reader) readManifest(name string) (map[string]manifestEntry, hcl.Diagnostics) {
	text, err := r.tree.src.ReadFile(name)
	if err != nil {
		return nil, nil
	}
	var manifest struct{ Modules []manifestEntry }
	err = json.Unmarshal(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), &manifest)
	if err != nil {
		problem := unreadable(name, err.Error())
		problem.Severity = hcl.DiagWarning
		return nil, hcl.Diagnostics{problem}
	}
	entries := map[string]manifestEntry{}
	for _, entry := range manifest.Modules {
		entries[entry.Key] = entry
	}
	return entries, nil
}

// varFiles returns the files of a root that give values to variables, weakest first.
func varFiles(entries []source.Entry) []source.Entry {
	var first, auto []source.Entry
	for _, e := range entries {
		switch {
		case e.Dir:
		case e.Name == "terraform.tfvars" || e.Name == "terraform.tfvars.json":
			first = append(first, e)
		case configEnding(e.Name+".tf") != "" && (strings.HasSuffix(e.Name, ".auto.tfvars") ||
			strings.HasSuffix(e.Name, ".auto.tfvars.json")):
			auto = append(auto, e)
		}
	}
	return append(first, auto...)
}

// varFile reads the assignments of a file.
func varFile(name string, p *parsed) (VarFile, hcl.Diagnostics) {
	v := VarFile{Path: name, File: p.file, Lost: len(p.broken) > 0}
	if p.file == nil {
		return v, p.diags
	}
	attrs, diags := p.file.Body.JustAttributes()
	v.Attrs = attrs
	return v, append(p.diags, diags...)
}

// givenVarFiles reads the files of --var-file.
func (r *reader) givenVarFiles() []VarFile {
	var files []VarFile
	for _, given := range r.opts.VarFiles {
		name, text, err := r.tree.src.ReadGiven(given)
		p := &parsed{}
		if err != nil {
			p.diags = append(p.diags, unreadable(name, err.Error()))
			p.lose(name)
		} else {
			p = parseSource(name, text)
		}
		v, diags := varFile(name, p)
		r.diags = append(r.diags, diags...)
		v.Given = true
		files = append(files, v)
	}
	return files
}
