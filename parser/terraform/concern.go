package terraform

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// changes says which roots may have to do with changed files, before they are evaluated.
type changes struct {
	tree    *Tree
	files   []string
	modules map[*Module]bool // whether one may have to do with them, by itself
}

// concerning leaves out the readings that the changed files of the options have nothing to do with.
func concerning(opts Options, t *Tree, readings []rootReading) []rootReading {
	if t == nil || opts.Changed == nil {
		return readings
	}
	c := &changes{tree: t, files: opts.Changed, modules: map[*Module]bool{}}
	if !opts.Isolated {
		t.lost = c.lost()
	}
	return slices.DeleteFunc(readings, func(one rootReading) bool {
		return !c.concern(opts, one.root)
	})
}

// lost returns those of the files whose module is gone with them, and is called by none: what it
// was as a root it may have added to any other one.
func (c *changes) lost() map[string]bool {
	lost := map[string]bool{}
	for _, name := range c.files {
		if !isConfig(path.Base(name)) || c.tree.modules[path.Dir(name)] != nil ||
			c.tree.src.Excluded(name) {
			continue
		}
		if _, err := os.Lstat(filepath.FromSlash(c.tree.src.Absolute(name))); !os.IsNotExist(err) {
			continue
		}
		called := false
		for _, m := range c.tree.modules {
			called = called || c.tree.moduleUses(m, name)
		}
		if !called {
			lost[name] = true
		}
	}
	return lost
}

// concern reports whether a root may have to do with one of the files: false is certain. Where
// roots may be linked any may.
func (c *changes) concern(opts Options, root string) bool {
	return c.tree.linker != nil || len(c.tree.lost) > 0 || c.tree.units[root] != nil ||
		c.values(opts, root) || slices.ContainsFunc(c.reached(root), c.module)
}

// values reports whether one of the files gives values to a root.
func (c *changes) values(opts Options, root string) bool {
	if slices.ContainsFunc(c.files, func(name string) bool {
		return path.Dir(name) == root && isValues(name)
	}) {
		return true
	}
	changed := func(file string) bool { return slices.Contains(c.files, c.tree.src.Relative(file)) }
	return slices.ContainsFunc(opts.Environments, func(e Environment) bool {
		return e.Has(root) && slices.ContainsFunc(e.VarFiles, changed)
	})
}

// reached returns the modules that a root is made of.
func (c *changes) reached(root string) []*Module {
	dirs := []string{root}
	for _, dir := range c.tree.manifest[root] {
		dirs = append(dirs, dir)
	}
	var list []*Module
	for seen := map[string]bool{}; len(dirs) > 0; {
		dir := dirs[0]
		dirs = dirs[1:]
		m := c.tree.modules[dir]
		if seen[dir] || m == nil {
			continue
		}
		seen[dir] = true
		list = append(list, m)
		for _, call := range m.Calls {
			dirs = append(dirs, c.tree.local[call], c.tree.same[call].dir)
		}
	}
	return list
}

// module reports whether a module is made of one of the files, or may read it.
func (c *changes) module(m *Module) bool {
	concerned, ok := c.modules[m]
	if !ok {
		concerned = c.mayRead(m) || slices.ContainsFunc(c.files, func(name string) bool {
			return c.tree.moduleUses(m, name)
		})
		c.modules[m] = concerned
	}
	return concerned
}

// readsFiles finds what reads files other than those of modules.
var readsFiles = regexp.MustCompile(`\bfile\w*\s*\(|\btemplatefile\s*\(|"local_(sensitive_)?file"`)

// mayRead reports whether a module may read one of the files with a function. Where the function
// names the file in full that is known, else only an evaluation tells.
func (c *changes) mayRead(m *Module) bool {
	for _, file := range m.Files {
		if file == nil || !readsFiles.Match(file.Bytes) {
			continue
		}
		body, native := file.Body.(*hclsyntax.Body)
		if !native || strings.Contains(string(file.Bytes), `_file"`) {
			return true
		}
		may := false
		_ = hclsyntax.VisitAll(body, func(node hclsyntax.Node) hcl.Diagnostics {
			if call, ok := node.(*hclsyntax.FunctionCallExpr); ok && !may {
				may = c.callMayRead(m, call)
			}
			return nil
		})
		if may {
			return true
		}
	}
	return false
}

// callMayRead is mayRead for the call of one function.
func (c *changes) callMayRead(m *Module, call *hclsyntax.FunctionCallExpr) bool {
	if !strings.HasPrefix(call.Name, "file") && call.Name != "templatefile" {
		return false
	}
	name, ok := fileBeside(call)
	if !ok {
		return true
	}
	name = path.Join(m.Dir, name)
	if slices.ContainsFunc(c.files, func(file string) bool { return below(file, name) }) ||
		slices.Contains(c.files, c.tree.src.Target(name)) {
		return true
	}
	text, _ := c.tree.src.ReadFile(name)
	return call.Name == "templatefile" && readsFiles.Match(text) // a template may read files, too
}

// fileBeside returns the path, from the folder of the module, of the file that a call names in
// full: "${path.module}/NAME".
func fileBeside(call *hclsyntax.FunctionCallExpr) (string, bool) {
	if call.Name == "fileset" || len(call.Args) == 0 {
		return "", false
	}
	text, ok := call.Args[0].(*hclsyntax.TemplateExpr)
	if !ok || len(text.Parts) != 2 {
		return "", false
	}
	folder, isName := text.Parts[0].(*hclsyntax.ScopeTraversalExpr)
	rest, isText := text.Parts[1].(*hclsyntax.LiteralValueExpr)
	if !isName || !isText || folder.Traversal.RootName() != "path" ||
		step(folder.Traversal, 1) != "module" || rest.Val.Type() != cty.String {
		return "", false
	}
	name := rest.Val.AsString()
	return name, strings.HasPrefix(name, "/")
}
