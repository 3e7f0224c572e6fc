package terraform

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// reference evaluates a traversal that starts with a name.
func (e *env) reference(t hcl.Traversal) cty.Value {
	root := t.RootName()
	if v, ok := e.lookup(root); ok {
		return e.traverse(v, t[1:])
	}
	if e.scope.module == nil { // a template of its own
		return e.fail(t.SourceRange(), "Unknown variable",
			fmt.Sprintf("There is no variable named %q.", root))
	}
	if g := e.scope.grunt; g != nil {
		if v, ok := g.reference(e, t); ok {
			return v
		}
	}
	switch root {
	case "each", "count":
		return e.iterator(t)
	case "path", "terraform", "self", "tofu":
		return e.builtin(t)
	case "var", "local":
		return e.named(t)
	}
	node, rest := e.repeated(t)
	if node == nil {
		return e.undeclared(t)
	}
	return e.instance(node, rest, t.SourceRange())
}

// step returns the name that follows at a place in a traversal.
func step(t hcl.Traversal, i int) string {
	if i < len(t) {
		if attr, ok := t[i].(hcl.TraverseAttr); ok {
			return attr.Name
		}
	}
	return ""
}

// named evaluates var.x and local.x.
func (e *env) named(t hcl.Traversal) cty.Value {
	name := step(t, 1)
	if name == "" {
		return e.fail(t.SourceRange(), "Invalid reference",
			fmt.Sprintf("The %q object must be followed by the name of one.", t.RootName()))
	}
	find, kind := e.scope.variable, "input variable"
	declared := maps.Keys(e.scope.module.Variables)
	if t.RootName() == "local" {
		find, kind, declared = e.scope.local, "local value", maps.Keys(e.scope.module.Locals)
	}
	v, ok := find(name)
	if !ok {
		return e.fail(t.SourceRange(), "Reference to undeclared "+kind,
			fmt.Sprintf("A%s named %q has not been declared.%s", article(kind), name,
				parser.Meant(name, slices.Sorted(declared))))
	}
	return e.traverse(v, t[2:])
}

func article(kind string) string {
	if kind == "input variable" {
		return "n " + kind
	}
	return " " + kind
}

// iterator evaluates each.key, each.value and count.index.
func (e *env) iterator(t hcl.Traversal) cty.Value {
	v := cty.NilVal
	switch name := step(t, 1); {
	case t.RootName() == "count" && name == "index":
		v = e.iter.count
	case t.RootName() == "each" && name == "key":
		v = e.iter.key
	case t.RootName() == "each" && name == "value":
		v = e.iter.value
	}
	if v == cty.NilVal {
		return e.fail(t.SourceRange(), fmt.Sprintf("Reference to %q in context without it", t.RootName()),
			"Only a block with count has count.index, and one with for_each each.key and each.value.")
	}
	return e.traverse(v, t[2:])
}

// builtin evaluates path.*, terraform.* and self.
func (e *env) builtin(t hcl.Traversal) cty.Value {
	ev := e.scope.ev
	var v cty.Value
	switch t.RootName() + "." + step(t, 1) {
	case "path.module":
		v = cty.StringVal(relativeTo(ev.tree.runsIn(e.scope.home.dir), e.scope.module.Dir))
	case "path.root":
		v = cty.StringVal(".")
	case "path.cwd":
		v = ev.workingFolder(e.scope.home.dir)
	case "terraform.workspace", "tofu.workspace":
		v = ev.workspace(e.scope.home)
	default:
		return ev.unknown(cty.DynamicPseudoType, ev.origins.Add(parser.Origin{
			What: t.RootName() + "." + step(t, 1), Why: "is known only while terraform runs",
			Range: t.SourceRange(),
		}))
	}
	return e.traverse(v, t[2:])
}

// relativeTo returns the path of a folder as Terraform prints it when run in another one.
func relativeTo(base, dir string) string {
	if base == dir {
		return "."
	}
	return relativePath(base, dir)
}

// repeated resolves the part of a traversal that names a resource or module call, and returns the
// steps that follow. It is nil where the traversal names none.
func (e *env) repeated(t hcl.Traversal) (repeatable, hcl.Traversal) {
	if e.scope.module == nil {
		return nil, nil
	}
	root := t.RootName()
	if _, bound := e.lookup(root); bound {
		return nil, nil
	}
	var kind string
	rest := t[1:]
	switch root {
	case "module":
		if n, ok := e.scope.calls[step(t, 1)]; ok {
			return n, t[2:]
		}
		return nil, nil
	case "data", "ephemeral":
		kind, rest = root+"."+step(t, 1), t[min(2, len(t)):]
	case "resource":
		kind, rest = step(t, 1), t[min(2, len(t)):]
	default:
		kind = root
	}
	if n, ok := e.scope.resources[kind+"."+step(rest, 0)]; ok {
		return n, rest[1:]
	}
	return nil, nil
}

func (e *env) undeclared(t hcl.Traversal) cty.Value {
	root := t.RootName()
	if root == "module" {
		return e.fail(t.SourceRange(), "Reference to undeclared module",
			fmt.Sprintf("No module call named %q is declared.%s", step(t, 1),
				parser.Meant(step(t, 1), slices.Sorted(maps.Keys(e.scope.calls)))))
	}
	first := slices.Index([]string{"data", "ephemeral", "resource"}, root) + 1
	name := step(t, 1)
	if first > 0 {
		root, name = root+"."+step(t, 1), step(t, 2)
	}
	if name == "" {
		return e.fail(t.SourceRange(), "Invalid reference",
			"A reference to a resource type must be followed by at least one attribute access, "+
				"specifying the resource name.")
	}
	return e.fail(t.SourceRange(), "Reference to undeclared resource",
		fmt.Sprintf("A resource %q %q has not been declared.%s", root, name,
			parser.Meant(name, e.scope.namesOf(root))))
}

// namesOf returns the names of the resources or data sources of a type, sorted.
func (s *scope) namesOf(kind string) []string {
	var names []string
	for address := range s.resources {
		if name, ok := strings.CutPrefix(address, kind+"."); ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// instance follows the steps behind the name of a resource or module call.
func (e *env) instance(node repeatable, rest hcl.Traversal, at hcl.Range) cty.Value {
	set := node.instances()
	if set.kind == once {
		if len(set.list) == 0 {
			return cty.NullVal(cty.DynamicPseudoType)
		}
		return e.follow(set.list[0], rest)
	}
	if len(rest) == 0 {
		return e.collection(set)
	}
	key, ok := rest[0].(hcl.TraverseIndex)
	if !ok {
		if step(rest, 0) != "" && set.kind == byKey { // aws_x.y.key: an object attribute
			return e.traverse(e.collection(set), rest)
		}
		if set.kind == manyTimes {
			return e.scope.ev.unknown(cty.DynamicPseudoType, set.why)
		}
		return e.fail(at, "Missing resource instance key", fmt.Sprintf(
			"Because %s has \"count\" or \"for_each\" set, its attributes must be accessed on "+
				"specific instances.", node.label()))
	}
	if set.kind == manyTimes && e.scope.ev.several(e.scope, node.label()) {
		return e.scope.ev.unknown(cty.DynamicPseudoType, set.why)
	}
	t, ok := e.pick(node, key.Key, at)
	if !ok {
		return e.traverse(e.index(e.collection(set), key.Key, at), rest[1:])
	}
	return e.follow(t, rest[1:])
}

// pick returns the instance with the key. It is false where it has to be looked for in the
// collection (whose errors are then the right ones).
func (e *env) pick(node repeatable, key cty.Value, _ hcl.Range) (target, bool) {
	set := node.instances()
	if set.kind == manyTimes {
		return set.list[0], true
	}
	if key.IsMarked() || !key.IsKnown() || key.IsNull() || holed(key) {
		return nil, false
	}
	switch {
	case set.kind == byCount && key.Type() == cty.Number:
		i, accuracy := key.AsBigFloat().Int64()
		if accuracy == 0 && i >= 0 && i < int64(len(set.list)) {
			return set.list[i], true
		}
	case set.kind == byKey && key.Type() == cty.String:
		return set.find(key.AsString())
	}
	return nil, false
}

// collection returns all instances as one value.
func (e *env) collection(set *instanceSet) cty.Value {
	if set.kind == manyTimes {
		return e.scope.ev.unknown(cty.DynamicPseudoType, set.why)
	}
	if set.kind == byKey {
		fields := make(map[string]cty.Value, len(set.list))
		for i, t := range set.list {
			fields[set.keys[i]] = t.object()
		}
		return cty.ObjectVal(fields)
	}
	list := make([]cty.Value, len(set.list))
	for i, t := range set.list {
		list[i] = t.object()
	}
	return cty.TupleVal(list)
}

// defaultWorkspace is the workspace of a root where none was made.
const defaultWorkspace = "default"

var workspaceOrigin = parser.Origin{
	What: "terraform.workspace", Why: "is not known",
	Hint: "set TF_WORKSPACE",
}

// workspace returns terraform.workspace.
func (ev *evaluator) workspace(h *home) cty.Value {
	if h.workspace != "" {
		return cty.StringVal(h.workspace)
	}
	if name := ev.selected(h); name != "" {
		return cty.StringVal(name)
	}
	ev.assumedWorkspace = true
	return cty.StringVal(defaultWorkspace)
}
