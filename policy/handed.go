package policy

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"go.yaml.in/yaml/v4"

	"github.com/ecrlint/ecrlint/report"
)

// The kinds of part that declare what a module or a template is handed.
const (
	variable  = "variable"
	parameter = "parameter"
)

// complete adds to parts what they need beside them: the declaration of each variable or parameter
// that they name and the module does not have, and what hands it in, where the caller holds what is
// meant.
func (m *mending) complete(parts []part) []part {
	var seen []string
	for _, ref := range m.handedIn(parts) {
		name, kind := ref.given, variable
		if m.template() {
			name, kind = ref.to, parameter
		}
		if slices.Contains(seen, name) || m.takes(name) {
			continue
		}
		seen = append(seen, name)
		args := []argument{{"type", literal("string")}}
		if m.template() {
			args = []argument{{"type", text("String")}}
		}
		if ref.of != "" {
			args = append(args, argument{"description", text(m.word(ref.attribute) + " of " + ref.of)})
		}
		parts = append(parts, block(kind, name, args...))
		if passed, ok := m.passed(name, ref); ok {
			parts = append(parts, passed)
		}
	}
	return parts
}

// handedIn are the references of parts to what is handed in.
func (m *mending) handedIn(parts []part) []reference {
	var found []reference
	var visit func(values []value)
	visit = func(values []value) {
		for _, v := range values {
			if ref, ok := v.(reference); ok && ref.given != "" {
				found = append(found, ref)
			}
			visit(m.inside(v))
		}
	}
	for _, p := range parts {
		visit(valuesOf(p.args))
		for _, s := range p.statements {
			visit(valuesOf(s))
		}
	}
	return found
}

// inside are the values that a value is made of.
func (m *mending) inside(v value) []value {
	switch v := v.(type) {
	case tagged:
		return []value{v.url}
	case chosen:
		if m.template() && v.of.given != "" { // each half is a parameter of its own
			v.of.to += pascal(v.attribute)
		}
		return []value{v.of}
	case list:
		return v
	case several:
		var all []value
		for _, item := range v {
			all = append(all, valuesOf(item)...)
		}
		return all
	case object:
		return valuesOf(v)
	case inline:
		return valuesOf(v)
	case section:
		return valuesOf(v)
	case policyDocument:
		return valuesOf(v)
	}
	return nil
}

func valuesOf(args []argument) []value {
	values := make([]value, 0, len(args))
	for _, arg := range args {
		values = append(values, arg.value)
	}
	return values
}

// passed is what hands a name to the module of the fix, where the module that calls it, or the
// template that nests it, has the resource. A call of several instances has no one value.
func (m *mending) passed(name string, ref reference) (part, bool) {
	call := strings.TrimRight(m.module, "./")
	if call == "" || ref.of == "" || moduleOf(ref.of) != moduleOf(call) ||
		strings.HasSuffix(call, "]") || m.modelled(ref.of) != nil {
		return part{}, false
	}
	above := *m
	above.module = moduleOf(call)
	to := above.ref(ref.of, ref.attribute)
	if m.template() {
		return in("", call, argument{"parameters", object{{name, to}}}), true
	}
	return in("", call, argument{name, to}), true
}

// takes reports whether the module of the fix has a variable of the name, or the template a
// parameter.
func (m *mending) takes(name string) bool {
	file := m.file
	for _, resource := range m.pull.Graph.Root.Resources {
		if moduleOf(resource.Address) == m.module && resource.Decl.Filename != "" {
			file = resource.Decl.Filename
			break
		}
	}
	files := m.pull.Graph.Root.Files
	if m.template() {
		var template struct{ Parameters map[string]yaml.Node }
		return files[file] != nil && yaml.Unmarshal(files[file].Bytes, &template) == nil &&
			template.Parameters[name].Kind != 0
	}
	schema := &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: variable, LabelNames: []string{"name"}},
	}}
	for path, source := range files {
		if filepath.Dir(path) != filepath.Dir(file) || source == nil || source.Body == nil {
			continue
		}
		content, _, _ := source.Body.PartialContent(schema)
		for _, declared := range content.Blocks {
			if declared.Labels[0] == name {
				return true
			}
		}
	}
	return false
}

// placed says in front of a snippet which module its blocks go into, where that is another than the
// finding's.
func (m *mending) placed(fix report.Fix, parts []part) report.Fix {
	isNew := func(p part) bool { return p.name != "" }
	if m.module == m.home(m.resource) || !slices.ContainsFunc(parts, isNew) {
		return fix
	}
	where := "# in the root module\n"
	call := strings.TrimRight(m.module, "./")
	switch {
	case m.template() && m.json():
		return fix
	case m.template() && call == "":
		where = "# in the template that nests the stacks\n"
	case m.template():
		where = "# in the template of " + call + "\n"
	case call != "":
		where = "# in the module that " + call + " calls\n"
	}
	fix.Snippet = where + fix.Snippet
	return fix
}
