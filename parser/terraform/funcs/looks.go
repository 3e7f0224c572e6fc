package funcs

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// errDepends is returned when the result depends on what a token stands for.
var errDepends = errors.New("the result depends on text that is not known")

// probing yields texts to try in place of a token that could be anything.
type probing func(args []cty.Value) []string

// lookingInto is looking for a table.
func lookingInto(inner function.Function, probes probing) func(env Env) function.Function {
	return func(env Env) function.Function { return looking(inner, env, probes) }
}

// A looker is a function that looks inside text; probes are tried next to the texts that
// every function is tried with.
type looker struct {
	function.Function
	origins *parser.Origins
	probes  probing
}

// looking makes a function safe for strings with tokens. The function is called with an unlikely
// text in place of each token; where that text comes out again, the token takes its place. The
// result holds when the function gives the same with every other text that the token could stand
// for as well; otherwise it is unknown.
func looking(inner function.Function, env Env, probes probing) function.Function {
	l := looker{Function: inner, origins: env.Origins, probes: probes}
	return function.New(&function.Spec{
		Params: inner.Params(), VarParam: inner.VarParam(), Type: l.resultType, Impl: l.call,
	})
}

func (l looker) resultType(args []cty.Value) (cty.Type, error) {
	if !anyHolds(args) {
		ty, err := l.ReturnTypeForValues(args)
		return ty, calm(err)
	}
	blank := make([]cty.Value, len(args))
	for i, arg := range args {
		blank[i] = arg
		if holds(arg) {
			blank[i] = cty.UnknownVal(arg.Type())
		}
	}
	ty, err := l.ReturnTypeForValues(blank)
	return ty, calm(err)
}

func (l looker) call(args []cty.Value, ty cty.Type) (cty.Value, error) {
	if !anyHolds(args) {
		result, err := l.Call(args)
		return result, calm(err)
	}
	result, err := l.commute(args)
	if errors.Is(err, errDepends) {
		return blurred(ty, args...), nil
	}
	return result, calm(err)
}

// commute returns the result with tokens in it if it does not depend on what they stand for.
func (l looker) commute(args []cty.Value) (cty.Value, error) {
	ids := tokenIDs(args...)
	markers := make(map[int]string, len(ids))
	for _, id := range ids {
		markers[id] = l.marker(id)
	}
	result, callErr := l.Call(fillAll(args, markers))
	if callErr == nil {
		result = restore(result, markers)
	}
	samples := make([][]string, len(ids))
	for i, id := range ids {
		samples[i] = l.samples(id, args)
	}
	for _, texts := range fillings(ids, markers, samples) {
		if !l.agrees(args, texts, result, callErr) {
			return cty.NilVal, errDepends
		}
	}
	return result, callErr
}

// maxSingly is up to how many tokens each is tried by itself; of more, all are tried at once, with
// the same and with different samples.
const maxSingly = 4

// fillings returns texts for all tokens: samples of all at once, and of one after the other.
func fillings(ids []int, markers map[int]string, samples [][]string) []map[int]string {
	var all []map[int]string
	together := func(shift int) {
		longest := slices.MaxFunc(samples, func(a, b []string) int { return len(a) - len(b) })
		for n := range longest {
			texts := make(map[int]string, len(ids))
			for i, id := range ids {
				texts[id] = samples[i][(n+i*shift)%len(samples[i])]
			}
			all = append(all, texts)
		}
	}
	together(0)
	switch {
	case len(ids) == 1:
	case len(ids) > maxSingly:
		together(1)
		together(2)
	default:
		for i, id := range ids {
			for _, sample := range samples[i] {
				texts := maps.Clone(markers)
				texts[id] = sample
				all = append(all, texts)
			}
		}
	}
	return all
}

// agrees reports whether the call with these texts gives the result with these texts.
func (l looker) agrees(
	args []cty.Value, texts map[int]string, result cty.Value, callErr error,
) bool {
	got, err := l.Call(fillAll(args, texts))
	if err != nil || callErr != nil {
		return err != nil && callErr != nil
	}
	return got.RawEquals(fillTokens(result, texts))
}

// marker returns an unlikely text for a token.
func (l looker) marker(id int) string {
	origin, _ := l.origins.Lookup(id)
	switch {
	case isRevision(origin):
		return fmt.Sprintf("60718293%06d", id%1000000)
	case origin.Kind == parser.Account:
		return fmt.Sprintf("918273%06d", id%1000000)
	case origin.Kind == parser.Region:
		letters := strings.Map(func(r rune) rune { return r - '0' + 'k' }, fmt.Sprint(id))
		return "qz-x" + letters + "y-7"
	default:
		return fmt.Sprintf("zq7x%dw", id)
	}
}

// fillAll puts texts in place of tokens in all arguments.
func fillAll(args []cty.Value, texts map[int]string) []cty.Value {
	filled := make([]cty.Value, len(args))
	for i, arg := range args {
		filled[i] = fillTokens(arg, texts)
	}
	return filled
}

// fillTokens puts texts in place of the tokens inside a value without marks.
func fillTokens(v cty.Value, texts map[int]string) cty.Value {
	return mapStrings(v, func(s string) string {
		if !parser.Holed(s) {
			return s
		}
		var b strings.Builder
		for _, part := range parser.Parts(s) {
			if part.Hole {
				b.WriteString(texts[part.ID])
			} else {
				b.WriteString(part.Text)
			}
		}
		return b.String()
	})
}

// restore puts tokens in place of their markers.
func restore(v cty.Value, markers map[int]string) cty.Value {
	pairs := make([]string, 0, 2*len(markers))
	for id, marker := range markers {
		pairs = append(pairs, marker, parser.TokenOf(id))
	}
	replacer := strings.NewReplacer(pairs...)
	return mapStrings(v, replacer.Replace)
}

// mapStrings returns the value with every known string inside mapped, keys too.
func mapStrings(v cty.Value, f func(string) string) cty.Value {
	ty := v.Type()
	switch {
	case !v.IsKnown() || v.IsNull():
		return v
	case ty == cty.String:
		return cty.StringVal(f(v.AsString()))
	case ty.IsPrimitiveType() || !v.CanIterateElements() || v.LengthInt() == 0:
		return v
	case ty.IsMapType() || ty.IsObjectType():
		elements := make(map[string]cty.Value, v.LengthInt())
		for it := v.ElementIterator(); it.Next(); {
			key, element := it.Element()
			elements[f(key.AsString())] = mapStrings(element, f)
		}
		if ty.IsMapType() {
			return cty.MapVal(elements)
		}
		return cty.ObjectVal(elements)
	}
	elements := make([]cty.Value, 0, v.LengthInt())
	for it := v.ElementIterator(); it.Next(); {
		_, element := it.Element()
		elements = append(elements, mapStrings(element, f))
	}
	switch {
	case ty.IsSetType():
		return cty.SetVal(elements)
	case ty.IsListType():
		return cty.ListVal(elements)
	default:
		return cty.TupleVal(elements)
	}
}
