package terraform

import (
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/parser/source"
)

// gruntName is the name of Terragrunt's configuration; the folder that holds one is a unit, which
// is applied on its own. https://terragrunt.gruntwork.io/docs/reference/hcl/
const gruntName = "terragrunt.hcl"

// gruntCache is the folder below a unit where Terragrunt puts copies of modules and runs Terraform.
const gruntCache = ".terragrunt-cache"

// isGrunt reports whether an entry of a folder is Terragrunt's configuration.
func isGrunt(e source.Entry) bool { return !e.Dir && slices.Contains(gruntNames, e.Name) }

// isStack reports whether an entry of a folder declares a stack of Terragrunt's.
func isStack(e source.Entry) bool { return !e.Dir && e.Name == stackName }

// ofGrunt reports whether an entry of a folder is either.
func ofGrunt(e source.Entry) bool { return isGrunt(e) || isStack(e) }

// isWanted reports whether a file of that name makes its folder one to look at.
func isWanted(name string) bool {
	return slices.Contains(gruntNames, name) || name == stackName || isConfig(name)
}

// unit is a folder that Terragrunt applies: a root whose module, inputs and provider are said by
// its terragrunt.hcl.
type unit struct {
	// dir is the unit's folder; context is the one that its functions and paths are relative to,
	// which is another one for a copy in Terragrunt's cache.
	dir, context string
	file         *gruntFile
	// module is what is applied, without generated files; nil where it cannot be seen, which missing
	// explains.
	module  *Module
	missing parser.Origin
	// sourceAt is where the source is written.
	sourceAt hcl.Range
	// use is the block of the stack that makes the unit; nil for a folder of its own.
	use *stackUse
	// assumes is what is taken for granted of the source.
	assumes string
}

// gruntFile is a file of Terragrunt's configuration: a unit's, or one that others include or read.
type gruntFile struct {
	path   string
	body   *hclsyntax.Body // never nil
	locals map[string]*hcl.Attribute
	parsed *parsed
	said   bool // whether its diagnostics were reported
	err    error
}

// gruntFiles holds Terragrunt's files, each parsed once.
type gruntFiles struct {
	sync.Mutex
	files map[string]*gruntFile
}

// gruntFile reads a file of Terragrunt's configuration.
func (t *Tree) gruntFile(name string) *gruntFile {
	t.grunt.Lock()
	defer t.grunt.Unlock()
	if f, ok := t.grunt.files[name]; ok {
		return f
	}
	f := &gruntFile{path: name, body: &hclsyntax.Body{}, locals: map[string]*hcl.Attribute{}}
	if t.grunt.files == nil {
		t.grunt.files = map[string]*gruntFile{}
	}
	t.grunt.files[name] = f
	text, err := t.src.ReadFile(name)
	if err != nil {
		f.err = err
		f.parsed = &parsed{}
		return f
	}
	f.parsed = parseSource(name, text)
	if f.parsed.file == nil {
		return f
	}
	if body, ok := f.parsed.file.Body.(*hclsyntax.Body); ok {
		f.body = body
	} else if !f.parsed.diags.HasErrors() {
		body, diags := nativeGrunt(f.parsed.file.Body)
		f.body, f.parsed.diags = body, append(f.parsed.diags, diags...)
	}
	for _, block := range f.body.Blocks {
		if block.Type == "locals" {
			for name, attr := range block.Body.Attributes {
				f.locals[name] = attr.AsHCLAttribute()
			}
		}
	}
	return f
}

// gruntIn reads Terragrunt's configuration of a folder.
func (t *Tree) gruntIn(dir string) *gruntFile {
	entries, _ := t.src.ReadDir(dir)
	for _, name := range gruntNames {
		if slices.ContainsFunc(entries, func(e source.Entry) bool { return e.Name == name }) {
			return t.gruntFile(path.Join(dir, name))
		}
	}
	return t.gruntFile(path.Join(dir, gruntName))
}

// blocks returns the blocks of a type.
func (f *gruntFile) blocks(typ string) []*hclsyntax.Block {
	var list []*hclsyntax.Block
	for _, block := range f.body.Blocks {
		if block.Type == typ {
			list = append(list, block)
		}
	}
	return list
}

// start is the first place in the file.
func (f *gruntFile) start() hcl.Range {
	return hcl.Range{Filename: f.path, Start: hcl.InitialPos, End: hcl.InitialPos}
}

// runsIn returns the folder that Terraform runs in when a root is applied: relative paths in
// functions start there. Terragrunt runs it in a copy of the unit's module.
func (t *Tree) runsIn(root string) string {
	if u := t.units[root]; u != nil && u.module != nil && u.module.Model == nil {
		return u.module.Dir
	}
	return root
}

// applied returns the module of a root, without what Terragrunt generates; nil where it cannot be
// seen.
func (t *Tree) applied(root string) *Module {
	if u := t.units[root]; u != nil {
		return u.module
	}
	return t.modules[root]
}

// contextOf returns the folder that a unit's configuration was written for: of a copy in the cache
// the unit that the cache belongs to.
func contextOf(dir string) string {
	for _, cut := range []string{"/" + gruntCache + "/"} {
		if before, _, ok := strings.Cut("./"+dir, cut); ok {
			return path.Clean(before)
		}
	}
	return dir
}
