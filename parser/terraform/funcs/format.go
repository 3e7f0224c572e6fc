package funcs

import (
	"errors"
	"fmt"
	"regexp"
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
			if !anyHolds(args[1:]) {
				return stdlib.FormatFunc.Call(args)
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
		if number := strings.Trim(spec[at[8]:at[9]], "[]"); number != "" {
			given, err := strconv.Atoi(number)
			if err != nil || given < 1 {
				return cty.NilVal, fmt.Errorf("unsupported argument index [%s]", number)
			}
			next = given - 1
		}
		if next >= len(args) {
			return cty.NilVal, fmt.Errorf("not enough arguments for %q at %d: need index %d but "+
				"have %d total", spec[at[0]:at[1]], at[0], next+1, len(args))
		}
		sequence := spec[at[0]:at[8]] + spec[at[10]:at[11]]
		text, err := formatOne(sequence, args[next], o)
		if err != nil {
			return cty.NilVal, err
		}
		if !text.IsKnown() {
			return text, nil
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
			if untyped(args[1:]) {
				return cty.UnknownVal(ty).WithMarks(unknownMarks(args[1:])), nil
			}
			if !anyHolds(args[1:]) && !anyMarked(args[1:]) {
				return stdlib.FormatListFunc.Call(args)
			}
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
		},
	})
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
	count, chooser := -1, 0
	lists := make([][]cty.Value, len(args))
	marks = cty.ValueMarks{}
	for i, arg := range args {
		bare, own := arg.Unmark()
		if bare == cty.DynamicVal {
			return nil, nil, nil
		}
		if !isSequence(bare.Type()) || bare.IsNull() {
			continue
		}
		marks = cty.NewValueMarks(marks, own)
		if !bare.IsKnown() || !bare.Length().IsKnown() {
			return nil, nil, nil
		}
		lists[i] = bare.AsValueSlice()
		if count >= 0 && len(lists[i]) != count {
			return nil, nil, function.NewArgErrorf(i+1,
				"argument %d has length %d, which is inconsistent with argument %d of length %d",
				i+1, len(lists[i]), chooser+1, count)
		}
		count, chooser = len(lists[i]), i
	}
	if count < 0 {
		return [][]cty.Value{args}, marks, nil
	}
	rows = make([][]cty.Value, count)
	for n := range rows {
		rows[n] = make([]cty.Value, len(args))
		for i, arg := range args {
			rows[n][i] = arg
			if bare, _ := arg.Unmark(); isSequence(bare.Type()) && !bare.IsNull() {
				rows[n][i] = lists[i][n]
			}
		}
	}
	return rows, marks, nil
}
