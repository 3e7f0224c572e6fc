package funcs

import (
	"path/filepath"
	"regexp"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/gocty"
)

// onTexts makes a function of several strings.
func onTexts(
	ty cty.Type, names []string, f func(texts []string) (cty.Value, error),
) function.Function {
	spec := &function.Spec{
		Type:         function.StaticReturnType(ty),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			texts := make([]string, len(args))
			for i, arg := range args {
				texts[i] = arg.AsString()
			}
			return f(texts)
		},
	}
	for _, name := range names {
		spec.Params = append(spec.Params, stringParameter(name))
	}
	return function.New(spec)
}

// test makes a function that asks a question about a string and another.
func test(second string, f func(s, other string) bool) function.Function {
	return onTexts(cty.Bool, []string{"str", second}, func(texts []string) (cty.Value, error) {
		return cty.BoolVal(f(texts[0], texts[1])), nil
	})
}

var (
	startsWith  = test("prefix", strings.HasPrefix)
	endsWith    = test("suffix", strings.HasSuffix)
	strContains = test("substr", strings.Contains)

	baseName = onString("path", func(s string) (string, error) { return filepath.Base(s), nil })
	dirName  = onString("path", func(s string) (string, error) { return filepath.Dir(s), nil })

	// replacePlain is replace with a text or a /regular expression/.
	replacePlain = onTexts(cty.String, []string{"str", "substr", "replace"}, replaceIn)
)

// maxSpaces is the most that indent and the widths of format are given; more is a mistake that
// would only fill the memory.
const maxSpaces = 9999

// indent puts spaces before every line but the first.
var indent = function.New(&function.Spec{
	Params:       []function.Parameter{numberParameter("spaces"), stringParameter("str")},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		var spaces int
		if err := gocty.FromCtyValue(args[0], &spaces); err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		if spaces < 0 || spaces > maxSpaces {
			return cty.NilVal, function.NewArgErrorf(
				0, "the number of spaces must be between 0 and %d", maxSpaces)
		}
		lineBreak := "\n" + strings.Repeat(" ", spaces)
		return cty.StringVal(strings.ReplaceAll(args[1].AsString(), "\n", lineBreak)), nil
	},
})

func replaceIn(texts []string) (cty.Value, error) {
	s, old, to := texts[0], texts[1], texts[2]
	pattern, isPattern := patternOf(old)
	if !isPattern {
		return cty.StringVal(strings.ReplaceAll(s, old, to)), nil
	}
	expression, err := regexp.Compile(pattern)
	if err != nil {
		return cty.NilVal, function.NewArgError(1, err)
	}
	return cty.StringVal(expression.ReplaceAllString(s, to)), nil
}

// patternOf returns the regular expression of a text in slashes.
func patternOf(s string) (pattern string, ok bool) {
	if len(s) < 2 || s[0] != '/' || s[len(s)-1] != '/' {
		return "", false
	}
	return s[1 : len(s)-1], true
}

// replaceProbes are texts that the second argument of replace finds.
func replaceProbes(args []cty.Value) []string {
	if _, ok := patternOf(args[1].AsString()); ok {
		return patterns(1)(args)
	}
	return affixes(1)(args)
}

// byPart makes a function of a string that changes each letter by itself safe for tokens: what it
// makes of the text of a token is a token of its own.
func byPart(label string, change func(s string) string) func(env Env) function.Function {
	inner := onString("str", func(s string) (string, error) { return change(s), nil })
	return func(env Env) function.Function {
		careful := looking(inner, env, nil)
		return onTexts(cty.String, []string{"str"}, func(texts []string) (cty.Value, error) {
			whole, err := careful.Call([]cty.Value{cty.StringVal(texts[0])})
			if err != nil || whole.IsKnown() {
				return whole, err
			}
			return eachPart(env.Origins, texts[0], label, change), nil
		})
	}
}

// eachPart changes the literal parts of a string and derives a token of each token.
func eachPart(
	o *parser.Origins, s, label string, f func(part string) string,
) cty.Value {
	var b strings.Builder
	for _, part := range parser.Parts(s) {
		changed, ok := "", true
		if part.Hole {
			changed, ok = derive(o, part.ID, label)
		} else {
			changed = f(part.Text)
		}
		if !ok {
			return blurred(cty.String, cty.StringVal(s))
		}
		b.WriteString(changed)
	}
	return cty.StringVal(b.String())
}

// replace replaces in the literal parts of a string; a token in which something may be replaced
// becomes a token of its own, unless what is looked for may lie across the border of a token.
func replace(env Env) function.Function {
	careful := looking(replacePlain, env, replaceProbes)
	return onTexts(cty.String, []string{"str", "substr", "replace"},
		func(texts []string) (cty.Value, error) {
			args := []cty.Value{
				cty.StringVal(texts[0]), cty.StringVal(texts[1]), cty.StringVal(texts[2]),
			}
			result, err := careful.Call(args)
			if err != nil || result.IsKnown() {
				return result, err
			}
			_, isPattern := patternOf(texts[1])
			if isPattern || parser.Holed(texts[1]) || texts[1] == "" ||
				acrossBorder(texts[0], texts[1]) {
				return result, nil
			}
			return eachPart(env.Origins, texts[0], replaceLabel(env.Origins, texts[1:]),
				func(part string) string {
					return strings.ReplaceAll(part, texts[1], texts[2])
				}), nil
		})
}

// replaceLabel names what is replaced by what, so that two different replacements are two origins.
func replaceLabel(o *parser.Origins, texts []string) string {
	to := texts[1]
	for _, part := range parser.Parts(to) {
		if origin, ok := o.Lookup(part.ID); ok && part.Hole {
			what, _ := describe(origin)
			to = strings.ReplaceAll(to, parser.TokenOf(part.ID), what)
		}
	}
	return "replace " + texts[0] + " by " + to + " in "
}

// acrossBorder reports whether the text could be found partly in a literal part of the string and
// partly in a token beside it.
func acrossBorder(s, old string) bool {
	if len(old) < 2 {
		return false
	}
	parts := parser.Parts(s)
	for i, part := range parts {
		before, after := i > 0, i+1 < len(parts)
		switch {
		case part.Hole && before && parts[i-1].Hole: // two tokens side by side hide a border
			return true
		case part.Hole:
		case before && after && len(part.Text) < len(old) && strings.Contains(old, part.Text),
			before && startsInside(part.Text, old), after && endsInside(part.Text, old):
			return true
		}
	}
	return false
}

// startsInside reports whether the text begins with a proper end of the other.
func startsInside(s, old string) bool {
	for n := 1; n < len(old); n++ {
		if strings.HasPrefix(s, old[n:]) {
			return true
		}
	}
	return false
}

// endsInside reports whether the text ends with a proper beginning of the other.
func endsInside(s, old string) bool {
	for n := 1; n < len(old); n++ {
		if strings.HasSuffix(s, old[:n]) {
			return true
		}
	}
	return false
}
