package cloudformation

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// exporter returns the stack whose export has a name; nil where it is not one.
func (ev *evaluator) exporter(s *stack, name string) *stack {
	if ev.links == nil {
		return nil
	}
	found := ev.links.find(s.root().tpl, ev.pattern(s.root(), name))
	if len(found) != 1 {
		return nil
	}
	return ev.stackAt(found[0])
}

// stackAt returns the stack of this evaluator that an export belongs to.
func (ev *evaluator) stackAt(e export) *stack {
	var root *stack
	if e.from == ev.own.tpl {
		root = ev.own
	} else if root = ev.foreign[e.from.path]; root == nil {
		root = ev.start(e.from, ev.own.tpl)
	}
	at := root
	rest := e.stack
	if root.foreign == nil {
		rest = strings.TrimPrefix(rest, root.prefix)
	}
	for rest != "" {
		id, after, _ := strings.Cut(rest, "/")
		r := at.resources[id]
		if r == nil || r.nested() == nil {
			return nil
		}
		at, rest = r.nested(), after
	}
	return at
}

// imported returns the value of the export with a name.
func (s *stack) imported(name string, n *node) cty.Value {
	label := "the export " + s.ev.plain(name)
	switch found := s.siblings(name); {
	case len(found) > 1:
		return s.vague(label, "may be that of "+found[0].stack.prefix+found[0].output.name+" or of "+
			found[1].stack.prefix+found[1].output.name, n)
	case len(found) == 1:
		return found[0].stack.valueOf(found[0].output)
	}
	found := s.ev.links.find(s.root().tpl, s.ev.pattern(s.root(), name))
	switch {
	case len(found) > 1:
		return s.ev.origins.Unknown(cty.String, parser.Origin{
			What: label, Why: fmt.Sprintf("may be that of %s or of %s", found[0].from.path,
				found[1].from.path),
			Hint: "check one of them at a time", Range: n.span(),
		})
	case len(found) == 0:
		s.ev.missed = true
		return s.ev.origins.Unknown(cty.String, s.unexported(label, name, n))
	}
	at := s.ev.stackAt(found[0])
	if at == nil || at.outputs[found[0].output] == nil {
		return s.vague(label, "is not known", n)
	}
	return at.valueOf(at.outputs[found[0].output])
}

// unexported says why an export is not known that no template has.
func (s *stack) unexported(label, name string, n *node) parser.Origin {
	origin := parser.Origin{
		What: label, Why: "is not declared here", Range: n.span(),
		Hint: "check it together with the template that exports it",
	}
	if id, ok := s.ev.tokenIn(name); ok {
		inner := s.ev.origins.Get(s.ev.because(id))
		if inner.Kind == parser.Unknown {
			origin.Why, origin.Hint = "has a name that is not known: "+inner.What+" "+inner.Why, inner.Hint
		}
	}
	return origin
}

// foreignPrefix returns what addresses of another template begin with: its name, or its path where
// the name is taken.
func (ev *evaluator) foreignPrefix(tpl *template) string {
	base := path.Base(tpl.path)
	name, _, _ := strings.Cut(base, ".")
	if name == "" || ev.taken(name+"/") {
		name = tpl.path
	}
	return name + "/"
}

func (ev *evaluator) taken(prefix string) bool {
	if ev.own != nil && ev.own.resources[strings.TrimSuffix(prefix, "/")] != nil {
		return true
	}
	return slices.ContainsFunc(ev.stacks, func(s *stack) bool { return s.prefix == prefix })
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
