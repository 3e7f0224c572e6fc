package terraform

import (
	"context"
	"path"

	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/parser/source"
)

// Tree is every module that the roots of a run can reach, read and parsed. It is complete when
// readTree returns and is not changed afterwards, so that it may be used from many goroutines.
//
// Every path, in and out, is relative to Options.Dir with forward slashes (".", "infra/net",
// "../modules/net"), as in the Filename of every range.
type Tree struct {
	src      *source.Tree
	modules  map[string]*Module
	roots    []string
	local    map[*Call]string   // the folder of a call whose source is a path
	same     map[*Call]borrowed // of a call whose source is this very repository
	manifest map[string]map[string]string
	vars     map[string][]VarFile
	env      map[string]string
	models   modelCache
	units    map[string]*unit // what Terragrunt applies, by folder
	grunt    gruntFiles
	linker   *linker         // nil: every root is on its own
	lost     map[string]bool // changed files of roots that are gone
}

// VarFile is one file of variable values.
type VarFile struct {
	// Path is the file's path, as in ranges.
	Path string
	// Attrs are the assignments by variable name; those that parse, when some do not.
	Attrs hcl.Attributes
	// Given is set for a --var-file.
	Given bool
	// Lost is set when a part of the file could not be read, so that values may be missing.
	Lost bool
	File *hcl.File // nil when nothing of it could be read
}

// Roots returns the folders of the root modules, sorted.
func (t *Tree) Roots() []string { return t.roots }

// Module returns the module in a folder. It holds whatever could be read: its diagnostics
// are among those of readTree already and are not to be reported again.
func (t *Tree) Module(dir string) (*Module, bool) {
	m, ok := t.modules[path.Clean(dir)]
	return m, ok
}

// Child returns the module that a call leads to. Key names the call from the root: the names of
// the calls on the way, without instance keys, joined with dots ("net.subnets"). It is false for a
// module that is not on disk: a local one was diagnosed by readTree, of any other nobody spoke.
//
// Modules may call each other in a circle, which readTree diagnoses: whoever follows calls must
// stop at a folder that it is inside of already.
func (t *Tree) Child(root, key string, _ *Module, call *Call) (*Module, bool) {
	dir, ok := t.local[call]
	if !ok && !localSource(call.Source) {
		if dir, ok = t.manifest[root][key]; !ok {
			dir = t.same[call].dir
			ok = dir != ""
		}
	}
	if !ok {
		return nil, false
	}
	return t.Module(dir)
}

// Manifest returns which modules `terraform init` has installed for a root, from call key (as of
// Child) to folder; those that no call reaches or that do not exist are left out.
func (t *Tree) Manifest(root string) map[string]string { return t.manifest[root] }

// VarFiles returns the files that give values to a root's variables, weakest first:
// terraform.tfvars, terraform.tfvars.json, *.auto.tfvars and *.auto.tfvars.json by name, then
// each --var-file. TF_VAR_* variables are weaker than all of them; --var and --var-file bind in
// the order given on the command line, which only the caller knows.
func (t *Tree) VarFiles(root string) []VarFile { return t.vars[root] }

// Environment returns the workspace that `terraform workspace select` has chosen in a root; empty
// when none was.
func (t *Tree) Environment(root string) string { return t.env[root] }

// ReadFile reads a file for a function; the path is relative to Options.Dir, or absolute. It
// refuses files outside of the checked tree. Do not change the bytes: they are shared.
func (t *Tree) ReadFile(name string) ([]byte, error) { return t.src.ReadFile(name) }

// Glob lists the files below a folder whose path relative to it matches a doublestar pattern, for
// fileset, sorted. It does not leave the checked tree.
func (t *Tree) Glob(dir, pattern string) ([]string, error) { return t.src.Glob(dir, pattern) }

// readTree reads the configuration below the paths of the options. The diagnostics are those of
// every file that it read, each once, in the order of files and positions.
func readTree(ctx context.Context, opts Options) (*Tree, hcl.Diagnostics) {
	r := newReader(opts)
	return r.read(ctx)
}
