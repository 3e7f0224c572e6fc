package funcs_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/parser/terraform/funcs"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"pgregory.net/rapid"
)

// anyValue draws a value of any shape: with tokens, marks, nulls and unknowns inside.
func anyValue(o *parser.Origins, depth int) *rapid.Generator[cty.Value] {
	token := o.Token(parser.Origin{What: "var.x"})
	reference := o.Token(parser.Origin{Kind: parser.Reference, Address: "aws_vpc.v", Attr: "id"})
	leaves := []cty.Value{
		cty.StringVal(""), cty.StringVal("a"), cty.StringVal("10.0.0.0/8"), cty.StringVal("%s"),
		cty.StringVal(token), cty.StringVal("x" + reference + "/y"), cty.StringVal(reference),
		cty.StringVal("/(a)?/"), cty.StringVal(`{"a":` + token + `}`), cty.StringVal("true"),
		cty.Zero, cty.NumberIntVal(3), cty.NumberIntVal(-1), cty.NumberFloatVal(1.5), cty.True,
		cty.NullVal(cty.DynamicPseudoType), cty.NullVal(cty.String),
		o.Unknown(cty.DynamicPseudoType, parser.Origin{What: "var.d"}),
		o.Unknown(cty.List(cty.String), parser.Origin{What: "var.l"}),
		cty.EmptyObjectVal, cty.EmptyTupleVal, cty.ListValEmpty(cty.String),
		o.Unknown(cty.String, parser.Origin{What: "var.y"}),
		o.Unknown(cty.Map(cty.String), parser.Origin{What: "var.z"}),
		cty.StringVal("m").Mark(parser.Maybe{ID: 0}),
	}
	return rapid.Custom(func(t *rapid.T) cty.Value {
		kind := 0
		if depth > 0 {
			kind = rapid.IntRange(0, 3).Draw(t, "kind")
		}
		if kind == 0 {
			return rapid.SampledFrom(leaves).Draw(t, "leaf")
		}
		elements := rapid.SliceOfN(anyValue(o, depth-1), 0, 3).Draw(t, "elements")
		tuple := cty.TupleVal(elements)
		switch kind {
		case 1:
			return tuple
		case 2:
			for _, ty := range []cty.Type{
				cty.List(cty.DynamicPseudoType), cty.Set(cty.DynamicPseudoType),
			} {
				if v, err := convert.Convert(tuple, ty); err == nil && rapid.Bool().Draw(t, "b") {
					return v
				}
			}
			return tuple
		default:
			attrs := map[string]cty.Value{}
			for i, element := range elements {
				attrs[[]string{"a", "b", "k" + token}[i]] = element
			}
			return cty.ObjectVal(attrs)
		}
	})
}

// TestNothingPanics calls every function with whatever its parameters take.
func TestNothingPanics(t *testing.T) {
	o := parser.NewOrigins()
	table := funcs.Table(env(o))
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(table)), func(name string) bool {
		return strings.HasPrefix(name, "core::") || name == "try" || name == "can"
	})
	values := anyValue(o, 2)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "name")
		f := table[name]
		var args []cty.Value
		draw := func(ty cty.Type) {
			v := values.Draw(t, "argument")
			if converted, err := convert.Convert(v, ty); err == nil {
				v = converted
			}
			args = append(args, v)
		}
		for _, p := range f.Params() {
			draw(p.Type)
		}
		if p := f.VarParam(); p != nil {
			for range rapid.IntRange(0, 3).Draw(t, "more") {
				draw(p.Type)
			}
		}
		v, err := f.Call(args)
		if err != nil {
			require.NotContains(t, err.Error(), "panic in", name)
			return
		}
		require.NotEqual(t, cty.NilVal, v, name)
		if !v.IsKnown() && !slices.ContainsFunc(args, cty.Value.IsNull) {
			require.NotEmpty(t, v.Marks(), "%s is unknown and does not say why: %#v", name, args)
		}
	})
}

func TestWithoutAnEnvironment(t *testing.T) {
	table := funcs.Table(funcs.Env{})
	path := cty.StringVal("x")
	for _, name := range []string{"file", "filebase64", "filemd5", "fileexists"} {
		_, err := table[name].Call([]cty.Value{path})
		require.ErrorContains(t, err, "files cannot be read here", name)
	}
	_, err := table["fileset"].Call([]cty.Value{path, path})
	require.ErrorContains(t, err, "files cannot be read here")
	_, err = table["templatestring"].Call([]cty.Value{path, cty.EmptyObjectVal})
	require.ErrorContains(t, err, "templates cannot be evaluated here")
	token := cty.StringVal("x" + parser.TokenOf(3))
	for _, name := range []string{"base64encode", "lower", "base64decode", "trimspace"} {
		v, err := table[name].Call([]cty.Value{token})
		require.NoError(t, err)
		bare, marks := v.Unmark()
		assert.False(t, bare.IsKnown(), name)
		assert.Contains(t, marks, parser.Hole{ID: 3}, "a token of no table is still named")
	}
	v, err := table["abspath"].Call([]cty.Value{cty.StringVal("/a/../b")})
	require.NoError(t, err)
	assert.Equal(t, cty.StringVal("/b"), v)
	abs := funcs.Table(funcs.Env{Abs: func(p string) string { return "/root/" + p }})["abspath"]
	v, err = abs.Call([]cty.Value{path})
	require.NoError(t, err)
	assert.Equal(t, cty.StringVal("/root/x"), v)
	abs = funcs.Table(funcs.Env{Abs: func(string) string { return "" }})["abspath"]
	v, err = abs.Call([]cty.Value{path})
	require.NoError(t, err)
	assert.False(t, v.IsKnown())
}

func TestClasses(t *testing.T) {
	table := funcs.Table(funcs.Env{})
	for name, want := range map[string]funcs.Text{
		"jsonencode": funcs.Carries, "join": funcs.Carries, "format": funcs.Carries,
		"concat": funcs.Carries, "merge": funcs.Carries, "templatefile": funcs.Carries,
		"jsondecode": funcs.Carries, "coalesce": funcs.Carries, "toset": funcs.Carries,
		"split": funcs.Looks, "replace": funcs.Looks, "regex": funcs.Looks, "lower": funcs.Looks,
		"provider::aws::arn_parse": funcs.Looks, "core::split": funcs.Looks,
		"sha256": funcs.Decides, "cidrsubnet": funcs.Decides, "file": funcs.Decides,
		"tonumber": funcs.Decides, "transpose": funcs.Decides,
	} {
		assert.Equal(t, want, table[name].Text, name)
	}
}
