package funcs

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// verb is one formatting sequence: flags, width, precision, index, letter.
var verb = regexp.MustCompile(`%([ +#0-]*)([0-9]*)((?:\.[0-9]*)?)((?:\[[0-9]+\])?)([A-Za-z%])`)

// tooWide is a verb whose width or precision is over maxSpaces.
var tooWide = regexp.MustCompile(`%[ +#0-]*[0-9]*\.?[0-9]{5}`)

var formatArgs = function.Parameter{
	Name: "args", Type: cty.DynamicPseudoType,
	AllowNull: true, AllowUnknown: true, AllowDynamicType: true,
}

// format is format with arguments that may hold tokens.
func format(env Env) function.Function {
	args := formatArgs
	return function.New(&function.Spec{
		Params:       []function.Parameter{stringParameter("format")},
		VarParam:     &args,
		Type:         function.StaticReturnType(cty.String),
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			if untyped(args[1:]) {
				return cty.UnknownVal(ty), nil
			}
			if tooWide.MatchString(args[0].AsString()) {
				return cty.NilVal, function.NewArgErrorf(0, "no width may be over %d", maxSpaces)
			}
			if !anyHolds(args[1:]) {
				result, err := stdlib.FormatFunc.Call(args)
				return result, calm(err)
			}
			for _, arg := range args {
				if !arg.IsWhollyKnown() {
					return cty.UnknownVal(ty), nil
				}
			}
			return formatHoled(args[0].AsString(), args[1:], env.Origins)
		},
	})
}

// formatHoled formats each verb by itself.
func formatHoled(spec string, args []cty.Value, o *parser.Origins) (cty.Value, error) {
	var b strings.Builder
	next, used, end := 0, 0, 0
	for _, at := range verb.FindAllStringSubmatchIndex(spec, -1) {
		if err := formatLiteral(&b, spec[end:at[0]]); err != nil {
			return cty.NilVal, err
		}
		end = at[1]
		if spec[at[1]-1] == '%' {
			b.WriteByte('%')
			continue
		}
		next = argumentIndex(spec[at[8]:at[9]], next)
		if next < 0 || next >= len(args) {
			return cty.NilVal, fmt.Errorf("not enough arguments for %q at %d: need index %d but "+
				"have %d total", spec[at[0]:at[1]], at[0], next+1, len(args))
		}
		text, err := formatOne(spec[at[0]:at[8]]+spec[at[10]:at[11]], args[next], o)
		if err != nil || !text.IsKnown() {
			return text, err
		}
		b.WriteString(text.AsString())
		next++
		used = max(used, next)
	}
	if err := formatLiteral(&b, spec[end:]); err != nil {
		return cty.NilVal, err
	}
	if used < len(args) {
		return cty.NilVal, fmt.Errorf("too many arguments; only %d used by format string", used)
	}
	return cty.StringVal(b.String()), nil
}

// argumentIndex reads the [n] of a verb, counted from one; without it the next argument is meant.
// It is negative for an index that no argument has.
func argumentIndex(text string, next int) int {
	if text == "" {
		return next
	}
	given, err := strconv.Atoi(strings.Trim(text, "[]"))
	if err != nil {
		return -1
	}
	return given - 1
}

func formatLiteral(b *strings.Builder, text string) error {
	if strings.Contains(text, "%") {
		return errors.New("invalid formatting sequence in " + strconv.Quote(text))
	}
	b.WriteString(text)
	return nil
}

// formatOne formats one argument.
func formatOne(sequence string, arg cty.Value, o *parser.Origins) (cty.Value, error) {
	letter := sequence[len(sequence)-1]
	plain := len(sequence) == 2 || sequence == "%#v"
	switch {
	case !holds(arg) || plain && strings.IndexByte("svq", letter) >= 0:
		return stdlib.Format(cty.StringVal(sequence), arg)
	case plain && strings.IndexByte("dtg", letter) >= 0 && isToken(arg):
		return arg, nil
	}
	text, err := convert.Convert(arg, cty.String)
	if err != nil {
		return blurred(cty.String, arg), nil
	}
	parts := parser.Parts(text.AsString())
	if len(parts) == 1 && parts[0].Hole {
		if token, ok := derive(o, parts[0].ID, "format "+sequence); ok {
			return cty.StringVal(token), nil
		}
	}
	return blurred(cty.String, arg), nil
}

// isToken reports whether the value is one token and nothing else.
func isToken(v cty.Value) bool {
	if v.Type() != cty.String {
		return false
	}
	parts := parser.Parts(v.AsString())
	return len(parts) == 1 && parts[0].Hole
}

// formatList is format for each element of lists of one length; each result has the marks of the
// elements that are in it.
func formatList(env Env) function.Function {
	inner := format(env)
	args := formatArgs
	args.AllowMarked = true
	return function.New(&function.Spec{
		Params:       []function.Parameter{stringParameter("format")},
		VarParam:     &args,
		Type:         function.StaticReturnType(cty.List(cty.String)),
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			switch {
			case untyped(args[1:]):
				return cty.UnknownVal(ty).WithMarks(unknownMarks(args[1:])), nil
			case tooWide.MatchString(args[0].AsString()):
				return cty.NilVal, function.NewArgErrorf(0, "no width may be over %d", maxSpaces)
			case !anyHolds(args[1:]) && !anyMarked(args[1:]):
				result, err := stdlib.FormatListFunc.Call(args)
				return result, calm(err)
			}
			return formatEach(inner, args, ty)
		},
	})
}

// formatEach calls format once for each element of the lists.
func formatEach(inner function.Function, args []cty.Value, ty cty.Type) (cty.Value, error) {
	rows, marks, err := formatRows(args[1:])
	if err != nil {
		return cty.NilVal, err
	}
	if rows == nil {
		return cty.UnknownVal(ty).WithMarks(unknownMarks(args[1:])), nil
	}
	results := make([]cty.Value, len(rows))
	for i, row := range rows {
		results[i], err = inner.Call(append([]cty.Value{args[0]}, row...))
		if err != nil {
			return cty.NilVal, fmt.Errorf("error on format iteration %d: %w", i, err)
		}
	}
	return listOf(results, cty.String).WithMarks(marks), nil
}

// untyped reports whether an argument is a null of no type, for which Terraform gives no result.
func untyped(args []cty.Value) bool {
	for _, arg := range args {
		if bare, _ := arg.Unmark(); bare.Type() == cty.DynamicPseudoType && bare.IsNull() {
			return true
		}
	}
	return false
}

func anyMarked(values []cty.Value) bool {
	for _, v := range values {
		if v.ContainsMarked() {
			return true
		}
	}
	return false
}

// formatRows returns the arguments of each call, and nil where their number is not known.
func formatRows(args []cty.Value) (rows [][]cty.Value, marks cty.ValueMarks, err error) {
	lists := make([][]cty.Value, len(args)) // nil for an argument that is the same in each call
	marks = cty.ValueMarks{}
	for i, arg := range args {
		bare, own := arg.Unmark()
		switch {
		case bare == cty.DynamicVal:
			return nil, nil, nil
		case !isSequence(bare.Type()) || bare.IsNull():
			continue
		case !bare.IsKnown() || !bare.Length().IsKnown():
			return nil, nil, nil
		}
		lists[i] = append([]cty.Value{}, bare.AsValueSlice()...)
		marks = cty.NewValueMarks(marks, own)
	}
	count, err := commonLength(lists)
	if err != nil {
		return nil, nil, err
	}
	rows = make([][]cty.Value, count)
	for n := range rows {
		rows[n] = slices.Clone(args)
		for i, list := range lists {
			if list != nil {
				rows[n][i] = list[n]
			}
		}
	}
	return rows, marks, nil
}

// commonLength returns how long the lists are, leaving out nil; it is 1 where all are.
func commonLength(lists [][]cty.Value) (int, error) {
	chooser := -1
	for i, list := range lists {
		switch {
		case list == nil:
		case chooser < 0:
			chooser = i
		case len(list) != len(lists[chooser]):
			return 0, function.NewArgErrorf(i+1,
				"argument %d has length %d, which is inconsistent with argument %d of length %d",
				i+1, len(list), chooser+1, len(lists[chooser]))
		}
	}
	if chooser < 0 {
		return 1, nil
	}
	return len(lists[chooser]), nil
}
