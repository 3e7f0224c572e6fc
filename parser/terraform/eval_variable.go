package terraform

import (
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// variableType is the type constraint of a variable with the defaults of optional attributes.
type variableType struct {
	typ      cty.Type
	defaults *typeexpr.Defaults
}

// assigned is the value that a root's variable is given: an expression, or text.
type assigned struct {
	expr  hcl.Expression
	text  string
	at    hcl.Range
	lost  string    // the file that may set it and cannot be read wholly
	value cty.Value // of a unit's input; NilVal for the others
}

func (ev *evaluator) variableType(v *Variable) variableType {
	if v.Type == nil {
		return variableType{typ: cty.DynamicPseudoType}
	}
	switch hcl.ExprAsKeyword(v.Type) {
	case "string":
		return variableType{typ: cty.String}
	case "number":
		return variableType{typ: cty.Number}
	case "bool":
		return variableType{typ: cty.Bool}
	}
	if t, ok := ev.types[v]; ok {
		return t
	}
	typ, defaults, diags := typeexpr.TypeConstraintWithDefaults(v.Type)
	ev.reportAll(diags)
	t := variableType{typ: typ, defaults: defaults}
	if diags.HasErrors() {
		t = variableType{typ: cty.DynamicPseudoType}
	}
	ev.types[v] = t
	return t
}

func (s *scope) variable(name string) (cty.Value, bool) {
	v, ok := s.module.Variables[name]
	if !ok {
		return cty.NilVal, false
	}
	return s.once(s.variables, name, v.Decl, func() cty.Value {
		return s.variableValue(v)
	}), true
}

func (s *scope) variableValue(v *Variable) cty.Value {
	ev := s.ev
	t := ev.variableType(v)
	value, at := s.given(v, t)
	nullable := true
	if v.Nullable != nil {
		if n := s.env().eval(ev.syntax(v.Nullable)); n.Type() == cty.Bool && n.IsKnown() {
			n, _ = n.Unmark()
			nullable = n.IsNull() || n.True()
		}
	}
	if value == cty.NilVal || !nullable && value.IsKnown() && value.IsNull() {
		if v.Default == nil {
			return notNull(s.withoutValue(v, t), nullable)
		}
		value, at = s.env().eval(ev.syntax(v.Default)), v.Default.Range()
	}
	value, err := ev.constrain(value, t)
	if err != nil {
		return ev.fail(at, "Invalid value for input variable", fmt.Sprintf(
			"The given value is not suitable for var.%s declared at %s: %s.", v.Name, v.Decl, err))
	}
	return notNull(value, nullable)
}

// notNull says of an unknown value that it is not null, unless it may be.
func notNull(v cty.Value, nullable bool) cty.Value {
	plain, marks := v.Unmark()
	if nullable || plain.IsKnown() || plain.Type() == cty.DynamicPseudoType {
		return v
	}
	return plain.RefineNotNull().WithMarks(marks)
}

// constrain converts a value to the type of a variable.
func (ev *evaluator) constrain(v cty.Value, t variableType) (cty.Value, error) {
	if t.defaults != nil && v.IsKnown() && !v.IsNull() && !v.IsMarked() {
		v = applyDefaults(t.defaults, v)
	}
	return ev.fit(v, t.typ, true)
}

// applyDefaults fills in optional attributes; it leaves alone what does not have the type.
func applyDefaults(defaults *typeexpr.Defaults, v cty.Value) (result cty.Value) {
	defer func() {
		if recover() != nil { // the library expects values that fit
			result = v
		}
	}()
	return defaults.Apply(v)
}

// given returns what the variable is set to, NilVal for nothing, and where.
func (s *scope) given(v *Variable, t variableType) (cty.Value, hcl.Range) {
	if s.parent != nil {
		x, ok := s.inputs[v.Name]
		if !ok && s.call.cfg.Broken {
			return s.ev.brokenInput(v, s.config, s.call.cfg.Decl), v.Decl
		}
		if !ok {
			return cty.NilVal, v.Decl
		}
		e := &env{scope: s.parent, iter: s.iter}
		return e.eval(s.ev.syntax(x)), x.Range()
	}
	a, ok := s.values[v.Name]
	if !ok {
		return cty.NilVal, v.Decl
	}
	if a.lost != "" {
		return s.ev.brokenInput(v, a.lost, a.at), v.Decl
	}
	if a.value != cty.NilVal {
		return a.value, a.at
	}
	if a.expr != nil {
		value, diags := a.expr.Value(nil)
		s.ev.reportAll(diags)
		return value, a.at
	}
	if v.Type == nil || t.typ.IsPrimitiveType() {
		return cty.StringVal(a.text), v.Decl
	}
	x, diags := hclsyntax.ParseExpression([]byte(a.text), "var."+v.Name, hcl.InitialPos)
	if diags.HasErrors() {
		return s.ev.fail(v.Decl, "Invalid value for input variable", fmt.Sprintf(
			"What is given for var.%s does not parse: %s", v.Name, diags[0].Detail)), v.Decl
	}
	value, diags := x.Value(nil)
	s.ev.reportAll(diags)
	return value, v.Decl
}

// withoutValue returns the value of a variable that nothing sets.
func (s *scope) withoutValue(v *Variable, t variableType) cty.Value {
	origin := parser.Origin{
		What: s.address + "var." + v.Name, Why: "has no default", Range: v.Decl,
		Hint: fmt.Sprintf("pass it with --var '%s=…' or --var-file", v.Name),
	}
	if s.parent != nil {
		s.ev.fail(s.call.cfg.Decl, "Missing required argument", fmt.Sprintf(
			"The argument %q is required, but no definition was found.", v.Name))
		origin.Why, origin.Hint = "is not set by the call of the module", ""
	}
	return s.ev.unknown(t.typ.WithoutOptionalAttributesDeep(), s.ev.origins.Add(origin))
}

// rootValues returns what the variables of the root are set to, from the weakest to the strongest:
// TF_VAR_*, the files, --var-file, --var.
func (ev *evaluator) rootValues(h *home) map[string]assigned {
	values := map[string]assigned{}
	dir := h.dir
	u := ev.tree.units[dir]
	if u != nil {
		ev.unitValues(u, values)
	}
	for _, entry := range ev.opts.Env {
		if name, text, ok := strings.Cut(entry, "="); ok && strings.HasPrefix(name, "TF_VAR_") {
			values[name[len("TF_VAR_"):]] = assigned{text: text}
		}
	}
	said := u == nil
	for _, file := range ev.varFiles(h) {
		if file.Given && !said {
			said = true
			ev.commandFiles(u, values)
		}
		ev.loseValues(dir, file, values)
		for _, name := range slices.Sorted(maps.Keys(file.Attrs)) {
			attr := file.Attrs[name]
			values[name] = assigned{expr: attr.Expr, at: attr.Expr.Range()}
		}
	}
	if !said {
		ev.commandFiles(u, values)
	}
	ev.beside.variables(values)
	for _, v := range ev.opts.Vars {
		values[v.Name] = assigned{text: v.Value}
	}
	return values
}

// environ returns a variable of the environment.
func (ev *evaluator) environ(name string) string {
	for _, entry := range ev.opts.Env {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value
		}
	}
	return ""
}

// relativePath returns the path of dir relative to base, both relative to the working folder.
func relativePath(base, dir string) string {
	if base == "." || path.IsAbs(dir) {
		return dir
	}
	rel, err := filepath.Rel(filepath.FromSlash(base), filepath.FromSlash(dir))
	if err != nil {
		return dir
	}
	return filepath.ToSlash(rel)
}
