package terraform

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// planBeside is a plan or state beside the configuration that it was made of: what it knows fills
// in what the configuration does not hold.
type planBeside struct {
	plan *Plan
	// values holds the instances by address, keys the instances of a resource by its address
	// without the key, calls those of a module call likewise.
	values map[string]*planned
	keys   map[string][]any
	calls  map[string][]string
	real   map[string]planIdentity
}

func newPlanBeside(p *Plan) *planBeside {
	b := &planBeside{
		plan: p, values: map[string]*planned{}, keys: map[string][]any{},
		calls: map[string][]string{}, real: p.identities(),
	}
	for _, one := range p.instances {
		b.values[one.address()] = one
		label := one.prefix() + one.label()
		b.keys[label] = append(b.keys[label], one.key)
		outer := ""
		for _, step := range moduleSteps(one.module) {
			outer = modulePath(outer, step.name)
			if !slices.Contains(b.calls[outer], step.key) {
				b.calls[outer] = append(b.calls[outer], step.key)
			}
			outer += step.key
		}
	}
	return b
}

// rootIn returns the root that a plan was made of.
func (p *Plan) rootIn(tree *Tree) (string, bool) {
	if tree == nil || len(p.instances) == 0 {
		return "", false
	}
	if p.Folder != "" && slices.Contains(tree.roots, p.Folder) {
		return p.Folder, true
	}
	var fitting []string
	for _, name := range tree.roots {
		if m, ok := tree.Module(name); ok && p.fits(m) {
			fitting = append(fitting, name)
		}
	}
	if len(fitting) != 1 {
		return "", false
	}
	return fitting[0], true
}

// fits reports whether a root module declares all that the plan or state holds, and at least the
// half of what it declares is held.
func (p *Plan) fits(m *Module) bool {
	seen := map[string]bool{}
	for _, one := range p.instances {
		label := one.label()
		if steps := moduleSteps(one.module); len(steps) > 0 {
			label = "module." + steps[0].name
			if m.Calls[steps[0].name] == nil {
				return false
			}
		} else if m.Resources[label] == nil {
			return false
		}
		seen[label] = true
	}
	return 2*len(seen) >= len(m.Resources)+len(m.Calls)
}

// PlanFolder returns the folder of a file relative to the working folder, as roots are named.
func PlanFolder(dir, file string) string {
	if !filepath.IsAbs(file) {
		return filepath.ToSlash(filepath.Dir(filepath.Clean(file)))
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	rel, err := filepath.Rel(abs, filepath.Dir(file))
	if err != nil {
		return ""
	}
	return filepath.ToSlash(rel)
}

// jsonValue makes a value of JSON.
func jsonValue(v any, text func(string) string) cty.Value {
	switch v := v.(type) {
	case string:
		return cty.StringVal(text(v))
	case bool:
		return cty.BoolVal(v)
	case json.Number:
		if n, err := cty.ParseNumberVal(v.String()); err == nil {
			return n
		}
	case []any:
		list := make([]cty.Value, len(v))
		for i, element := range v {
			list[i] = jsonValue(element, text)
		}
		return cty.TupleVal(list)
	case map[string]any:
		fields := make(map[string]cty.Value, len(v))
		for name, field := range v {
			fields[name] = jsonValue(field, text)
		}
		return cty.ObjectVal(fields)
	}
	return cty.NullVal(cty.DynamicPseudoType)
}

// variables adds what the plan was made with.
func (b *planBeside) variables(values map[string]assigned) {
	if b == nil {
		return
	}
	for name, v := range b.plan.variables {
		value := jsonValue(v.Value, func(text string) string { return text })
		values[name] = assigned{expr: &hclsyntax.LiteralValueExpr{Val: value}}
	}
}

// answer adds what the plan or state knows of a data source to what follows from the configuration.
func (b *planBeside) answer(r *resourceInstance) {
	if b == nil || r.node.cfg.Mode != "data" || r.schema == nil {
		return
	}
	one := b.values[r.address]
	if one == nil {
		return
	}
	for _, name := range r.schema.names {
		attr := r.schema.attrs[name]
		_, answered := r.computed[name]
		v := one.values[name]
		if r.node.cfg.Type == "aws_availability_zones" && r.ownZones() {
			answered = false
		}
		if answered || !attr.computed || v == nil || v == "" || one.unknown[name] != nil &&
			one.unknown[name] != false || b.keeps(r, name, v) {
			continue
		}
		value := jsonValue(v, func(text string) string { return b.linked(r, text) })
		if fitted, err := r.ev().fit(value, attr.typ, false); err == nil {
			r.computed[name] = fitted
		}
	}
}

// ownZones reports whether the region of the zones is known, so that those of the plan are its own.
func (r *resourceInstance) ownZones() bool { return !parser.Holed(r.region) }

// keeps reports whether an attribute stays the identity that the configuration gives it.
func (b *planBeside) keeps(r *resourceInstance, name string, v any) bool {
	text, ok := v.(string)
	if !ok || !dataIdentity(name) {
		return accounts[name]
	}
	identity, known := b.real[text]
	return name == "arn" || !known || identity.address == r.address
}

// linked returns the token of the resource whose id a text is, or the text.
func (b *planBeside) linked(r *resourceInstance, text string) string {
	identity, ok := b.real[text]
	if !ok || identity.shared || strings.HasPrefix(text, "arn:") || strings.Contains(text, ".") {
		return text
	}
	return r.ev().origins.Token(parser.Origin{
		Kind: parser.Reference, Address: identity.address, Attr: identity.attr,
	})
}

// home adds the account and region that a provider configuration of the root turned out to be of.
func (b *planBeside) home(s *scope, name string, state *providerState) {
	if b == nil || s.parent != nil || state.account != "" && state.region != "" {
		return
	}
	key := name
	if b.plan.config == nil { // a state does not tell the configurations of a provider apart
		if len(s.module.Providers) > 1 || name != "aws" {
			return
		}
		key = ""
	}
	region, account := b.plan.observed(key)
	if state.account == "" {
		state.account = account
	}
	if state.region == "" {
		state.region = region
	}
}

// resolved returns the instances of a resource whose count or for_each is known to the plan only.
func (b *planBeside) resolved(address string, unknown []*iteration) (repetition, []*iteration) {
	if b == nil || b.plan.partial != "" {
		return manyTimes, unknown
	}
	return iterationsOf(b.keys[address], unknown)
}

// resolvedCall is resolved for a module call.
func (b *planBeside) resolvedCall(address string, unknown []*iteration) (repetition, []*iteration) {
	if b == nil || b.plan.partial != "" {
		return manyTimes, unknown
	}
	var keys []any
	for _, suffix := range b.calls[address] {
		x, diags := hclsyntax.ParseExpression([]byte("x"+suffix), "", hcl.InitialPos)
		traversal, ok := x.(*hclsyntax.ScopeTraversalExpr)
		if diags.HasErrors() || !ok || len(traversal.Traversal) != 2 {
			return manyTimes, unknown
		}
		index, ok := traversal.Traversal[1].(hcl.TraverseIndex)
		switch {
		case !ok:
			return manyTimes, unknown
		case index.Key.Type() == cty.Number:
			keys = append(keys, json.Number(index.Key.AsBigFloat().Text('f', 0)))
		default:
			keys = append(keys, index.Key.AsString())
		}
	}
	return iterationsOf(keys, unknown)
}

// iterationsOf makes the instances with the keys; none where the keys do not tell.
func iterationsOf(keys []any, unknown []*iteration) (repetition, []*iteration) {
	list := make([]*iteration, 0, len(keys))
	texts := 0
	for i, key := range keys {
		it := &iteration{suffix: planKey(key)}
		switch key := key.(type) {
		case string:
			it.key, it.value = cty.StringVal(key), unknown[0].value
			texts++
		case json.Number:
			n, err := key.Int64()
			if err != nil || n != int64(i) {
				return manyTimes, unknown
			}
			it.count = cty.NumberIntVal(n)
		default:
			return manyTimes, unknown
		}
		list = append(list, it)
	}
	switch {
	case len(list) == 0 || len(list) > maxInstances:
		return manyTimes, unknown
	case texts == 0 && unknown[0].count != cty.NilVal:
		return byCount, list
	case texts == len(list) && unknown[0].key != cty.NilVal:
		slices.SortFunc(list, func(a, b *iteration) int {
			return strings.Compare(a.key.AsString(), b.key.AsString())
		})
		return byKey, list
	}
	return manyTimes, unknown
}
