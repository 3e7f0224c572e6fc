package terraform

import (
	"fmt"
	"maps"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// gruntInputs are the values that a unit hands to its module's variables.
type gruntInputs struct {
	fields map[string]assigned
	// rest is what every other variable may be set to; NilVal where that is nothing.
	rest   cty.Value
	restAt hcl.Range
}

// inputs returns the unit's inputs, merged with those of the files that it includes.
// https://terragrunt.gruntwork.io/docs/reference/hcl/blocks/#include
func (g *gruntConfig) inputs() gruntInputs {
	all := gruntInputs{fields: map[string]assigned{}}
	for i, part := range g.merged() {
		if part.config == nil {
			all.rest, all.restAt = part.because, part.at
			continue
		}
		own := part.config.ownInputs()
		deep := false // how the next stronger one is merged is what its include says
		for _, weaker := range g.merged()[:i] {
			deep = deep || weaker.strategy == "deep"
		}
		all.merge(g, own, deep)
	}
	return all
}

// merge adds stronger inputs.
func (all *gruntInputs) merge(g *gruntConfig, own gruntInputs, deep bool) {
	if own.rest != cty.NilVal { // they may set whatever the weaker ones set, too
		for name, a := range all.fields {
			a.value = g.ev.because(cty.DynamicPseudoType, own.rest)
			all.fields[name] = a
		}
		all.rest, all.restAt = own.rest, own.restAt
	}
	for name, a := range own.fields {
		if old, ok := all.fields[name]; ok && deep {
			a.value = g.deep(old.value, a.value)
		}
		all.fields[name] = a
	}
}

// deep merges two values as the strategy "deep" does: maps by their keys, lists one behind the
// other; of anything else the stronger one counts.
func (g *gruntConfig) deep(weak, strong cty.Value) cty.Value {
	switch weaker, stronger := mergedAs(weak), mergedAs(strong); {
	case stronger == "unknown":
		return strong
	case weaker == "unknown" && stronger != "":
		return g.ev.because(cty.DynamicPseudoType, weak)
	case weaker == "map" && stronger == "map":
		fields := maps.Clone(weak.AsValueMap())
		if fields == nil {
			fields = map[string]cty.Value{}
		}
		for name, v := range strong.AsValueMap() {
			if old, ok := fields[name]; ok {
				v = g.deep(old, v)
			}
			fields[name] = v
		}
		return cty.ObjectVal(fields)
	case weaker == "list" && stronger == "list":
		return cty.TupleVal(append(elements(weak), elements(strong)...))
	}
	return strong
}

// mergedAs says how a value is merged: "map", "list", "unknown", or "" for what is replaced.
func mergedAs(v cty.Value) string {
	switch t := v.Type(); {
	case v.IsMarked() || !v.IsKnown():
		return "unknown"
	case v.IsNull():
		return ""
	case t.IsObjectType() || t.IsMapType():
		return "map"
	case t.IsTupleType() || t.IsListType() || t.IsSetType():
		return "list"
	}
	return ""
}

// ownInputs returns the inputs that one file says.
func (g *gruntConfig) ownInputs() gruntInputs {
	own := gruntInputs{fields: map[string]assigned{}}
	if len(g.file.parsed.lost) > 0 {
		at := g.file.parsed.lost[0]
		own.rest, own.restAt = g.hole(g.file.path, "cannot be read", "mend the error there", at), at
	}
	attr, ok := g.file.body.Attributes["inputs"]
	if !ok {
		return own
	}
	places := itemPlaces(attr.Expr)
	v := g.eval(attr.Expr)
	plain, marks := v.Unmark()
	switch {
	case !plain.IsKnown() || len(marks) > 0 && !plain.CanIterateElements():
		own.rest, own.restAt = v, attr.SrcRange
	case plain.IsNull():
	case !plain.Type().IsObjectType() && !plain.Type().IsMapType():
		g.ev.fail(attr.SrcRange, "Invalid inputs", "The inputs are no object.")
	default:
		for name, value := range plain.AsValueMap() {
			at, ok := places[name]
			if !ok {
				at = attr.Expr.Range()
			}
			own.fields[name] = assigned{value: value, at: at}
		}
	}
	return own
}

// itemPlaces returns where the values of an object are written, by key.
func itemPlaces(x hclsyntax.Expression) map[string]hcl.Range {
	places := map[string]hcl.Range{}
	if object, ok := x.(*hclsyntax.ObjectConsExpr); ok {
		for _, item := range object.Items {
			if key, diags := item.KeyExpr.Value(nil); !diags.HasErrors() && plainText(key) {
				places[key.AsString()] = item.ValueExpr.Range()
			}
		}
	}
	return places
}

// unitValues sets the variables of a unit's module to its inputs.
func (ev *evaluator) unitValues(u *unit, values map[string]assigned) {
	in := ev.gruntConfig(u).inputs()
	if in.rest != cty.NilVal && u.module != nil {
		for name := range u.module.Variables {
			values[name] = assigned{value: in.rest, at: in.restAt}
		}
	}
	maps.Copy(values, in.fields)
}

// commandFiles sets variables as the extra arguments of the unit's commands do.
// https://terragrunt.gruntwork.io/docs/reference/hcl/blocks/#terraform
func (ev *evaluator) commandFiles(u *unit, values map[string]assigned) {
	for _, part := range ev.gruntConfig(u).merged() {
		if part.config == nil {
			continue
		}
		for _, block := range part.config.file.blocks("terraform") {
			for _, extra := range block.Body.Blocks {
				if extra.Type == "extra_arguments" {
					part.config.extraArguments(extra.Body, u, values)
				}
			}
		}
	}
}

// extraArguments reads an extra_arguments block.
func (g *gruntConfig) extraArguments(
	body *hclsyntax.Body, u *unit, values map[string]assigned,
) {
	for _, name := range []string{"optional_var_files", "required_var_files", "arguments"} {
		attr, ok := body.Attributes[name]
		if !ok {
			continue
		}
		v := g.eval(attr.Expr)
		list := elements(v)
		if plain, _ := v.Unmark(); !plain.IsKnown() {
			list = []cty.Value{v}
		}
		for _, item := range list {
			if !plainText(item) {
				g.lose(u, values, item, attr.SrcRange)
				continue
			}
			g.extraArgument(name, item.AsString(), u, values, attr.SrcRange)
		}
	}
}

// lose notes that any variable may be set to something that is not known.
func (g *gruntConfig) lose(
	u *unit, values map[string]assigned, because cty.Value, at hcl.Range,
) {
	if u.module == nil {
		return
	}
	for name := range u.module.Variables {
		values[name] = assigned{value: g.ev.because(cty.DynamicPseudoType, because), at: at}
	}
}

// extraArgument reads one file of values, or an argument of the command line that names one or sets
// a variable.
func (g *gruntConfig) extraArgument(
	kind, text string, u *unit, values map[string]assigned, at hcl.Range,
) {
	if kind == "arguments" {
		text = strings.TrimPrefix(text, "-")
		if rest, ok := strings.CutPrefix(strings.TrimPrefix(text, "-"), "var="); ok {
			name, value, _ := strings.Cut(strings.Trim(rest, `'"`), "=")
			values[name] = assigned{text: value}
			return
		}
		rest, ok := strings.CutPrefix(text, "var-file=")
		if !ok {
			return
		}
		text = rest
	}
	name := g.ev.tree.src.Relative(g.path(text))
	g.ev.sought.file(name)
	source, err := g.ev.tree.src.ReadFile(name)
	if err != nil {
		if kind != "optional_var_files" {
			g.ev.report(&hcl.Diagnostic{
				Severity: hcl.DiagWarning, Summary: "File cannot be read", Subject: at.Ptr(),
				Detail: fmt.Sprintf("The file %s cannot be read.", name),
			})
			g.lose(u, values, g.hole(name, "cannot be read", "", at), at)
		}
		return
	}
	file, diags := varFile(name, parseSource(name, source))
	g.ev.reportAll(diags)
	if file.Lost {
		g.lose(u, values, g.hole(name, "has a syntax error", "mend the error there", at), at)
	}
	for _, name := range sortedKeys(file.Attrs) {
		attr := file.Attrs[name]
		values[name] = assigned{expr: attr.Expr, at: attr.Expr.Range()}
	}
}
