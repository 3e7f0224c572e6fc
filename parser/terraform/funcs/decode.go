package funcs

import (
	"strings"

	"github.com/ecrlint/ecrlint/parser"
	yaml "github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// bareToken is the rune in front of a token that stood outside of any JSON string.
const bareToken = "\uE002"

// decoding makes a function that reads structured text with tokens in it. A token inside a text of
// the document stays; one that is a value of the document is unknown there.
func decoding(
	inner function.Function, env Env,
	f func(s string, o *parser.Origins) (v cty.Value, ok bool, err error),
) function.Function {
	return function.New(&function.Spec{
		Params: inner.Params(),
		Type: func(args []cty.Value) (cty.Type, error) {
			if holds(args[0]) {
				return cty.DynamicPseudoType, nil
			}
			ty, err := inner.ReturnTypeForValues(args)
			return ty, calm(err)
		},
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			if !holds(args[0]) {
				result, err := inner.Call(args)
				return result, calm(err)
			}
			result, ok, err := f(args[0].AsString(), env.Origins)
			if err != nil {
				return cty.NilVal, err
			}
			if !ok {
				return blurred(ty, args[0]), nil
			}
			return result, nil
		},
	})
}

func jsonDecode(env Env) function.Function {
	return decoding(stdlib.JSONDecodeFunc, env, decodeJSON)
}

// decodeJSON reads JSON with tokens; ok is false where what a token stands for decides the
// structure.
func decodeJSON(s string, _ *parser.Origins) (v cty.Value, ok bool, err error) {
	quoted, outside := quoteBare(s)
	v, err = stdlib.JSONDecode(cty.StringVal(quoted))
	if err != nil {
		if outside {
			return cty.NilVal, false, nil
		}
		return cty.NilVal, false, err
	}
	if !outside {
		return v, true, nil
	}
	v, err = cty.Transform(v, func(path cty.Path, inner cty.Value) (cty.Value, error) {
		if len(path) > 0 {
			if step, isAttr := path[len(path)-1].(cty.GetAttrStep); isAttr &&
				strings.HasPrefix(step.Name, bareToken) {
				return inner, errDepends
			}
		}
		text, isText := knownText(inner)
		if !isText || !strings.HasPrefix(text, bareToken) {
			return inner, nil
		}
		parts := parser.Parts(strings.TrimPrefix(text, bareToken))
		return cty.DynamicVal.Mark(parser.Hole{ID: parts[0].ID}), nil
	})
	return v, err == nil, nil
}

// knownText returns the text of a known string.
func knownText(v cty.Value) (string, bool) {
	v, _ = v.Unmark()
	if v.Type() != cty.String || !v.IsKnown() || v.IsNull() {
		return "", false
	}
	return v.AsString(), true
}

// quoteBare puts quotes and a sign around each token that is outside of the strings of a JSON text.
func quoteBare(s string) (quoted string, outside bool) {
	var b strings.Builder
	inside := false
	for _, part := range parser.Parts(s) {
		if !part.Hole {
			inside = scanQuotes(part.Text, inside)
			b.WriteString(part.Text)
			continue
		}
		if inside {
			b.WriteString(parser.TokenOf(part.ID))
			continue
		}
		outside = true
		b.WriteString(`"` + bareToken + parser.TokenOf(part.ID) + `"`)
	}
	return b.String(), outside
}

// scanQuotes reports whether the end of a piece of JSON is inside a string.
func scanQuotes(s string, inside bool) bool {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && inside:
			i++
		case s[i] == '"':
			inside = !inside
		}
	}
	return inside
}

func yamlDecode(env Env) function.Function {
	return decoding(yaml.YAMLDecodeFunc, env, decodeYAML)
}

// decodeYAML reads YAML with tokens. A value that is a token of no known text may be of any type,
// for nothing says whether it was quoted.
func decodeYAML(s string, o *parser.Origins) (v cty.Value, ok bool, err error) {
	v, err = yaml.YAMLDecodeFunc.Call([]cty.Value{cty.StringVal(s)})
	if err != nil {
		return cty.NilVal, false, nil //nolint:nilerr // the token may be what makes it readable
	}
	v, err = cty.Transform(v, func(_ cty.Path, inner cty.Value) (cty.Value, error) {
		text, isText := knownText(inner)
		if !isText || !isToken(inner) {
			return inner, nil
		}
		id := parser.Parts(text)[0].ID
		if origin, found := o.Lookup(id); found && origin.Kind == parser.Reference {
			return inner, nil
		}
		return cty.DynamicVal.Mark(parser.Hole{ID: id}), nil
	})
	return v, err == nil, nil
}
