package funcs

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
)

// What tokens are tried with.
var (
	anySamples = []string{
		"", "a", "Z", "7", "-", "_", "/", ":", ".", "=", ",", "@", "é", "ab",
		"a/b:c.d-e_f", "A1-b2/C3.d4:e5",
	}
	accountSamples = []string{"123456789012", "000000000000", "999999999999", "210987654321"}
	regionSamples  = []string{
		"us-east-1", "eu-west-2", "ap-southeast-5", "us-gov-west-1", "cn-north-1", "il-central-1",
		"mx-central-1", "sa-east-1", "af-south-1",
	}
	// referenceText is what an identifier that AWS makes is written with.
	referenceText = regexp.MustCompile(`^[A-Za-z0-9._:/@+=-]+$`)
)

// The most texts that one call derives from its arguments, and the longest of them in bytes.
const (
	maxProbes      = 64
	maxProbeLength = 200
)

// samples returns texts that the token could stand for.
func (l looker) samples(id int, args []cty.Value) []string {
	origin, _ := originOf(id, l.origins)
	switch origin.Kind {
	case parser.Account:
		return accountSamples
	case parser.Region:
		return regionSamples
	default:
	}
	texts := slices.Clone(anySamples)
	if l.probes != nil {
		texts = append(texts, l.probes(args)...)
	}
	if origin.Kind == parser.Reference {
		texts = slices.DeleteFunc(texts, func(s string) bool { return !referenceText.MatchString(s) })
	}
	return texts
}

// affixes returns what the argument with the index begins and ends with, for functions that look
// for that text in another.
func affixes(index int) func(args []cty.Value) []string {
	return func(args []cty.Value) []string {
		if index >= len(args) || !args[index].IsKnown() || args[index].Type() != cty.String {
			return nil
		}
		s := args[index].AsString()
		if parser.Holed(s) || len(s) > maxProbeLength {
			return nil
		}
		probes := []string{s, s + s, "x" + s, s + "x", "x" + s + "y"}
		for i := range s {
			if i > 0 && len(probes) < maxProbes {
				probes = append(probes, s[:i], s[i:])
			}
		}
		for _, r := range s {
			probes = append(probes, string(r))
			if len(probes) >= maxProbes {
				break
			}
		}
		return probes
	}
}

// spaces are probes for functions that trim white space.
func spaces([]cty.Value) []string { return []string{" ", "\n", " x", "x ", "x\n", "\tx y\r\n"} }

// lines are probes for functions that read structured text.
func lines([]cty.Value) []string { return []string{"x\ny", "x,y", `x"y`, `"`, "\n", " ", "true", "1"} }

// patterns are probes for a function whose argument with the index is a regular expression: texts
// that match it or a part of it.
func patterns(index int) func(args []cty.Value) []string {
	return func(args []cty.Value) []string {
		if index >= len(args) || !args[index].IsKnown() || args[index].Type() != cty.String {
			return nil
		}
		source := args[index].AsString()
		if n := len(source); n > 1 && source[0] == '/' && source[n-1] == '/' {
			source = source[1 : n-1]
		}
		tree, err := syntax.Parse(source, syntax.Perl)
		if err != nil {
			return affixes(index)(args)
		}
		probes := []string{" ", "%", "#", "*", "aa", "a a"}
		collectMatches(tree, &probes)
		return probes
	}
}

// collectMatches adds a text that matches each part of a regular expression.
func collectMatches(tree *syntax.Regexp, probes *[]string) {
	if len(*probes) >= maxProbes {
		return
	}
	for _, most := range []bool{false, true} {
		match := matching(tree, most)
		if match != "" && len(match) <= maxProbeLength && !slices.Contains(*probes, match) {
			*probes = append(*probes, match, match+"x", "x"+match)
		}
	}
	for _, sub := range tree.Sub {
		collectMatches(sub, probes)
	}
}

// matching returns a text that the expression matches: with the fewest repetitions, or with more.
func matching(tree *syntax.Regexp, most bool) string {
	repeat := func(times int) string {
		once := matching(tree.Sub[0], most)
		if len(once)*times > maxProbeLength {
			return once
		}
		return strings.Repeat(once, times)
	}
	more := func(least int) int {
		if most {
			return 2
		}
		return least
	}
	switch tree.Op {
	case syntax.OpLiteral:
		return string(tree.Rune)
	case syntax.OpCharClass:
		return classRune(tree.Rune, most)
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return "x"
	case syntax.OpStar, syntax.OpQuest:
		return repeat(more(0))
	case syntax.OpPlus:
		return repeat(more(1))
	case syntax.OpRepeat:
		return repeat(tree.Min)
	case syntax.OpCapture:
		return matching(tree.Sub[0], most)
	case syntax.OpConcat:
		var b strings.Builder
		for _, sub := range tree.Sub {
			if b.Len() <= maxProbeLength {
				b.WriteString(matching(sub, most))
			}
		}
		return b.String()
	case syntax.OpAlternate:
		if most {
			return matching(tree.Sub[len(tree.Sub)-1], most)
		}
		return matching(tree.Sub[0], most)
	default:
		return ""
	}
}

// classRune returns a printable rune of a character class, the first or the last it can find.
func classRune(ranges []rune, last bool) string {
	found := ""
	for i := 0; i+1 < len(ranges); i += 2 {
		for _, r := range []rune{ranges[i], ranges[i+1]} {
			if r >= ' ' && utf8.ValidRune(r) && (r < parser.TokenStart || r > parser.TokenDigit+9) {
				found = string(r)
				if !last {
					return found
				}
			}
		}
	}
	if found == "" && len(ranges) > 0 && ranges[0] <= '~' && ranges[1] >= ' ' {
		return "~"
	}
	return found
}
