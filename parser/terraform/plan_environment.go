package terraform

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// divide gives each plan the root that it was made of: the one in whose folder it lies, or the only
// one that declares what it holds; and of a root that is read in environments the only one whose
// values it was made with. The rest stand for themselves.
func divide(
	ctx context.Context, tree *Tree, plans []*Plan, readings []rootReading,
) (beside map[deployment]*Plan, alone []*Plan, diags hcl.Diagnostics) {
	beside = map[deployment]*Plan{}
	for _, p := range plans {
		name, ok := p.rootIn(tree)
		if !ok {
			alone = append(alone, p)
			continue
		}
		of := p.among(ctx, tree, name, readings)
		if len(of) != 1 {
			alone = append(alone, p)
			diags = append(diags, p.ofNoEnvironment(name, of))
			continue
		}
		to := deployment{dir: name, environment: of[0]}
		if beside[to] != nil {
			alone = append(alone, p)
			continue
		}
		beside[to] = p
	}
	return beside, alone, diags
}

// among returns the environments of a root that a plan may be of; one without a name for a root
// that no environment has.
func (p *Plan) among(
	ctx context.Context, tree *Tree, root string, readings []rootReading,
) []string {
	var list []string
	for _, one := range readings {
		if one.root == root && (one.opts.environment == "" || p.madeWith(ctx, tree, one)) {
			list = append(list, one.opts.environment)
		}
	}
	return list
}

// madeWith reports whether a plan may have been made with the values that a root is read with. A
// state does not say what it was made with.
func (p *Plan) madeWith(ctx context.Context, tree *Tree, one rootReading) (may bool) {
	defer func() {
		if recover() != nil { // the evaluation of the root says so
			may = true
		}
	}()
	one.opts.Vars = nil // the command line is stronger than either
	ev := newEvaluator(ctx, tree, one.opts, one.root)
	top, _ := ev.top()
	if top == nil {
		return true
	}
	for _, name := range sortedKeys(p.variables) {
		v, declared := top.module.Variables[name]
		if !declared {
			continue
		}
		value, _ := top.variable(name)
		made := jsonValue(p.variables[name].Value, func(text string) string { return text })
		made, err := ev.constrain(made, ev.variableType(v))
		if err != nil || differ(value, made) {
			return false
		}
	}
	return true
}

// differ reports whether two values are certainly not equal.
func differ(a, b cty.Value) bool {
	a, _ = a.UnmarkDeep()
	b, _ = b.UnmarkDeep()
	if !a.IsWhollyKnown() || !b.IsWhollyKnown() || holed(a) {
		return false
	}
	if like, err := convert.Convert(b, a.Type()); err == nil {
		b = like
	}
	return !a.RawEquals(b)
}

// ofNoEnvironment says that a plan is not taken for one of the environments of its root.
func (p *Plan) ofNoEnvironment(root string, of []string) *hcl.Diagnostic {
	slices.Sort(of)
	why := "was not made with the values of any environment of " + root
	if len(of) > 1 {
		why = fmt.Sprintf("may be of any of the environments %s of %s", strings.Join(of, ", "), root)
	}
	return &hcl.Diagnostic{
		Severity: hcl.DiagWarning, Summary: "Plan of no known environment",
		Detail:  p.Path + " " + why + "; it is judged by itself.",
		Subject: &hcl.Range{Filename: p.Path, Start: hcl.InitialPos, End: hcl.InitialPos},
	}
}
