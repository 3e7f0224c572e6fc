package funcs_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/parser/terraform/funcs"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"
)

// fill writes texts in place of tokens, inside values too.
func fill(v cty.Value, texts map[int]string) cty.Value {
	bare, _ := v.UnmarkDeep()
	filled, err := cty.Transform(bare, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if v.Type() != cty.String || !v.IsKnown() || v.IsNull() {
			return v, nil
		}
		var b strings.Builder
		for _, part := range parser.Parts(v.AsString()) {
			text, ok := texts[part.ID]
			switch {
			case !part.Hole:
				b.WriteString(part.Text)
			case !ok:
				return v, errors.New("a derived token")
			default:
				b.WriteString(text)
			}
		}
		return cty.StringVal(b.String()), nil
	})
	if err != nil {
		return cty.NilVal
	}
	return filled
}

// holedText draws a text with tokens in it.
func holedText(ids []int) *rapid.Generator[string] {
	pieces := []string{"a", "b", "ab", "/", "-", ".", ":", "x", "A", " ", "7"}
	for _, id := range ids {
		pieces = append(pieces, parser.TokenOf(id), parser.TokenOf(id))
	}
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 6).Draw(t, "pieces"), "")
	})
}

// calls are calls of functions that look inside a text.
var calls = []struct {
	name string
	args func(t *rapid.T, s string) []cty.Value
}{
	{"split", withText("separator", true)},
	{"replace", func(t *rapid.T, s string) []cty.Value {
		return append(withText("old", false)(t, s), cty.StringVal("+"))
	}},
	{"trimprefix", withText("prefix", false)},
	{"trimsuffix", withText("suffix", false)},
	{"trim", withText("cutset", false)},
	{"startswith", withText("prefix", false)},
	{"endswith", withText("suffix", false)},
	{"strcontains", withText("part", false)},
	{"trimspace", alone},
	{"lower", alone},
	{"upper", alone},
	{"title", alone},
	{"basename", alone},
	{"dirname", alone},
	{"strrev", alone},
	{"urlencode", alone},
	{"substr", func(t *rapid.T, s string) []cty.Value {
		return []cty.Value{
			cty.StringVal(s), cty.NumberIntVal(rapid.Int64Range(-3, 3).Draw(t, "offset")),
			cty.NumberIntVal(rapid.Int64Range(-1, 4).Draw(t, "length")),
		}
	}},
	{"regex", withPattern},
	{"regexall", withPattern},
	{"contains", func(t *rapid.T, s string) []cty.Value {
		other := rapid.SampledFrom([]string{"a", "ab", "", "a/b", "7"}).Draw(t, "other")
		return []cty.Value{cty.TupleVal([]cty.Value{cty.StringVal(s)}), cty.StringVal(other)}
	}},
	{"coalesce", func(_ *rapid.T, s string) []cty.Value {
		return []cty.Value{cty.StringVal(s), cty.StringVal("other")}
	}},
	{"compact", func(_ *rapid.T, s string) []cty.Value {
		return []cty.Value{cty.ListVal([]cty.Value{cty.StringVal(s)})}
	}},
}

func alone(_ *rapid.T, s string) []cty.Value { return []cty.Value{cty.StringVal(s)} }

func withText(name string, first bool) func(t *rapid.T, s string) []cty.Value {
	return func(t *rapid.T, s string) []cty.Value {
		texts := rapid.SampledFrom([]string{"/", "-", "a", "ab", ":", "b/", "7", "a-", "aa"})
		text := cty.StringVal(texts.Draw(t, name))
		if first {
			return []cty.Value{text, cty.StringVal(s)}
		}
		return []cty.Value{cty.StringVal(s), text}
	}
}

func withPattern(t *rapid.T, s string) []cty.Value {
	pattern := rapid.SampledFrom([]string{
		"^a", "[a-z]+", "([^/]+)$", "^([^:]+):(.*)$", "/", "[0-9]{12}", "ab|ba", "(a)(b)?",
		"^.*$", "x$", "(?P<n>[^-]+)-", "a{2}", "A",
	}).Draw(t, "pattern")
	return []cty.Value{cty.StringVal(pattern), cty.StringVal(s)}
}

// TestResultsHoldWhateverTheTextIs is the law of this package: a result that is known holds for
// every text that the tokens in the arguments may stand for.
func TestResultsHoldWhateverTheTextIs(t *testing.T) {
	o := parser.NewOrigins()
	unknown := o.Add(parser.Origin{What: "var.x", Why: "has no default"})
	reference := o.Add(parser.Origin{Kind: parser.Reference, Address: "aws_vpc.v", Attr: "id"})
	account := o.Add(parser.Origin{Kind: parser.Account})
	region := o.Add(parser.Origin{Kind: parser.Region})
	table := funcs.Table(funcs.Env{Origins: o})
	rapid.Check(t, func(t *rapid.T) {
		s := holedText([]int{unknown, reference, account, region}).Draw(t, "text")
		call := rapid.SampledFrom(calls).Draw(t, "function")
		args := call.args(t, s)
		result, err := table[call.name].Call(args)
		if err == nil && !result.IsKnown() {
			return
		}
		texts := map[int]string{
			unknown: strings.Join(rapid.SliceOfN(rapid.SampledFrom(
				[]string{"a", "b", "/", "-", ":", "x", "A", "7", ".", " "}), 0, 4).Draw(t, "u"), ""),
			reference: strings.Join(rapid.SliceOfN(rapid.SampledFrom(
				[]string{"a", "b", "/", "-", "x", "A", "7", "."}), 1, 4).Draw(t, "r"), ""),
			account: rapid.StringMatching(`[0-9]{12}`).Draw(t, "account"),
			region: rapid.SampledFrom(
				[]string{"us-west-1", "ca-west-1", "us-gov-east-1"}).Draw(t, "region"),
		}
		filled := make([]cty.Value, len(args))
		for i, arg := range args {
			filled[i] = fill(arg, texts)
		}
		want, wantErr := table[call.name].Call(filled)
		if err != nil {
			require.Error(t, wantErr, "an error with tokens is one with any text")
			return
		}
		got := fill(result, texts)
		if got == cty.NilVal {
			return // a token that stands for what the function makes of a text
		}
		require.NoError(t, wantErr)
		require.True(t, got.RawEquals(want), "got %#v, want %#v", got, want)
	})
}

// TestEqualHoldsWhateverTheTextIs is the same law for comparisons.
func TestEqualHoldsWhateverTheTextIs(t *testing.T) {
	o := parser.NewOrigins()
	unknown := o.Add(parser.Origin{What: "var.x"})
	reference := o.Add(parser.Origin{Kind: parser.Reference, Address: "aws_vpc.v", Attr: "id"})
	account := o.Add(parser.Origin{Kind: parser.Account})
	ids := []int{unknown, reference, account}
	rapid.Check(t, func(t *rapid.T) {
		a, b := holedText(ids).Draw(t, "a"), holedText(ids).Draw(t, "b")
		equal, known := parser.Equal(a, b, o)
		flipped, flippedKnown := parser.Equal(b, a, o)
		require.Equal(t, []bool{equal, known}, []bool{flipped, flippedKnown})
		if !known {
			return
		}
		short := rapid.SampledFrom([]string{"a", "ab", "/", "-a", "x", "A/b", "7"})
		texts := map[int]string{
			unknown:   rapid.SampledFrom([]string{"", "a", "b", "ab", "/", "7"}).Draw(t, "u"),
			reference: short.Draw(t, "r"), account: "777777777777",
		}
		got := fill(cty.StringVal(a), texts).RawEquals(fill(cty.StringVal(b), texts))
		require.Equal(t, equal, got, "%q and %q", a, b)
	})
}

func TestEqual(t *testing.T) {
	w := newWorld()
	known := func(name string) string { return w.vars[name].AsString() }
	arn := "arn:aws:iam::" + known("account") + ":role/"
	for _, c := range []struct {
		name, a, b   string
		equal, known bool
	}{
		{"plain texts", "a", "a", true, true},
		{"plain texts that differ", "a", "b", false, true},
		{"a reference and itself", known("subnet"), known("subnet"), true, true},
		{"a reference and another", known("subnet"), known("other"), false, false},
		{"a reference to any of many", known("many"), known("many"), false, false},
		{"an unknown and itself", known("unknown"), known("unknown"), false, false},
		{"a reference and nothing", known("subnet"), "", false, true},
		{"an unknown and nothing", known("unknown"), "", false, false},
		{"an unknown and a text", known("unknown"), "x", false, false},
		{"another beginning", "a-" + known("unknown"), "b-" + known("unknown"), false, true},
		{"another end", known("subnet") + "-a", known("other") + "-b", false, true},
		{"a text that fits", "a-" + known("unknown") + "-c", "a-b-c", false, false},
		{"a text that is too short", "ab" + known("unknown") + "bc", "abc", false, true},
		{"the account and twelve digits", known("account"), "123456789012", false, false},
		{"the account and three", known("account"), "123", false, true},
		{"the region and a star", known("region"), "*", false, true},
		{"a role and a star", known("role"), "*", false, true},
		{"a role and its shape", known("role"), arn + "app", true, true},
		{"a role and another", known("role"), arn + "b", false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			equal, sure := parser.Equal(c.a, c.b, w.Origins)
			assert.Equal(t, c.known, sure)
			if c.known {
				assert.Equal(t, c.equal, equal)
			}
		})
	}
	equal, sure := parser.Equal(known("subnet"), known("subnet"), nil)
	assert.False(t, sure, "without a table every token may be anything")
	assert.True(t, equal, "the texts are the same")
}

func TestEqualValues(t *testing.T) {
	w := newWorld()
	subnet, unknown := w.vars["subnet"], w.vars["unknown"]
	object := func(a, b cty.Value) cty.Value {
		return cty.ObjectVal(map[string]cty.Value{"a": a, "b": b})
	}
	x, y := cty.StringVal("x"), cty.StringVal("y")
	for _, c := range []struct {
		name         string
		a, b         cty.Value
		equal, known bool
	}{
		{"objects", object(subnet, x), object(subnet, x), true, true},
		{"objects that differ beside", object(unknown, x), object(unknown, y), false, true},
		{"objects that may differ", object(unknown, x), object(x, x), false, false},
		{"other types", subnet, cty.True, false, true},
		{"null", cty.NullVal(cty.String), subnet, false, true},
		{"unknown", cty.UnknownVal(cty.String), x, false, false},
		{
			"lists of other lengths", cty.ListVal([]cty.Value{subnet}),
			cty.ListVal([]cty.Value{subnet, x}), false, true,
		},
		{"sets", cty.SetVal([]cty.Value{subnet}), cty.SetVal([]cty.Value{x}), false, false},
		{
			"maps with the same token for a key", cty.MapVal(map[string]cty.Value{subnet.AsString(): x}),
			cty.MapVal(map[string]cty.Value{subnet.AsString(): x}), true, true,
		},
		{
			"maps with other keys", cty.MapVal(map[string]cty.Value{unknown.AsString(): x}),
			cty.MapVal(map[string]cty.Value{"k": x}), false, false,
		},
		{"marked", object(x.Mark(parser.Maybe{}), x), object(x, x), true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			equal, sure := funcs.EqualValues(c.a, c.b, w.Origins)
			assert.Equal(t, c.known, sure)
			assert.Equal(t, c.equal, equal)
		})
	}
}
