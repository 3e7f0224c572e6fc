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
	accountSamples = []string{
		"123456789012", "210987654321", "000000000000", "111111111111", "222222222222",
		"333333333333", "444444444444", "555555555555", "666666666666", "777777777777",
		"888888888888", "999999999999",
	}
	// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
	regionSamples = []string{
		"us-east-1", "us-east-2", "us-west-1", "us-west-2", "af-south-1", "ap-east-1", "ap-east-2",
		"ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3",
		"ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ap-northeast-1",
		"ap-northeast-2", "ap-northeast-3", "ca-central-1", "ca-west-1", "eu-central-1",
		"eu-central-2", "eu-west-1", "eu-west-2", "eu-west-3", "eu-south-1", "eu-south-2",
		"eu-north-1", "il-central-1", "mx-central-1", "me-south-1", "me-central-1", "sa-east-1",
		"us-gov-east-1", "us-gov-west-1", "cn-north-1", "cn-northwest-1",
	}
	revisionSamples = []string{"1", "2", "7", "10", "42", "123", "99999"}
	// referenceText is what an identifier that AWS makes is written with.
	referenceText = regexp.MustCompile(`^[A-Za-z0-9._:/@+=-]+$`)
	digits        = regexp.MustCompile(`^[0-9]+$`)
)

// The most texts that one call derives from its arguments, and the longest of them in bytes.
const (
	maxProbes      = 64
	maxProbeLength = 200
)

// samples returns texts that the token could stand for.
func (l looker) samples(id int, args []cty.Value) []string {
	origin, _ := l.origins.Lookup(id)
	if origin.Kind == parser.Region {
		return regionSamples
	}
	if isRevision(origin) {
		return revisionSamples
	}
	var probes []string
	if l.probes != nil {
		probes = l.probes(args)
	}
	switch origin.Kind {
	case parser.Account:
		return slices.Concat(accountSamples, accountProbes(probes))
	case parser.Reference:
		texts := slices.Concat(anySamples, probes)
		return slices.DeleteFunc(texts, func(s string) bool { return !referenceText.MatchString(s) })
	default:
		return slices.Concat(anySamples, probes)
	}
}

// isRevision reports whether a token stands for a number.
func isRevision(origin parser.Origin) bool {
	return origin.Kind == parser.Reference && origin.Attr == parser.Revision
}

// accountProbes returns account ids that begin and end with each probe of digits.
func accountProbes(probes []string) []string {
	var accounts []string
	for _, probe := range probes {
		if rest := parser.AccountDigits - len(probe); rest >= 0 && digits.MatchString(probe) {
			filler := accountSamples[0][:rest]
			accounts = append(accounts, probe+filler, filler+probe)
		}
	}
	return accounts
}

// affixes returns what the argument with the index begins and ends with, for functions that look
// for that text in another.
func affixes(index int) probing {
	return func(args []cty.Value) []string {
		if index >= len(args) {
			return nil
		}
		s, ok := knownText(args[index])
		if !ok || parser.Holed(s) || len(s) > maxProbeLength {
			return nil
		}
		probes := []string{s, s + s, "x" + s, s + "x", "x" + s + "y"}
		for i, r := range s {
			probes = append(probes, string(r), s[:i], s[i:])
		}
		return probes[:min(len(probes), maxProbes)]
	}
}

// spaces are probes for functions that trim white space.
func spaces([]cty.Value) []string { return []string{" ", "\n", " x", "x ", "x\n", "\tx y\r\n"} }

// paths are probes for functions that read a path.
func paths([]cty.Value) []string { return []string{"//", "a//b", "/a", "a/", "..", "a/..", "/."} }

// lines are probes for functions that read structured text.
func lines([]cty.Value) []string {
	return []string{"x\ny", "x,y", `x"y`, `"`, "\n", " ", "true", "1"}
}

// patterns are probes for a function whose argument with the index is a regular expression: texts
// that match it or a part of it.
func patterns(index int) probing {
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
