package iam

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// holes writes <1>, <2>, ... as holes.
func holes(text string) string {
	return strings.NewReplacer("<1>", token(1), "<2>", token(2), "<3>", token(3), "<12>",
		token(12)).Replace(text)
}

func TestCompare(t *testing.T) {
	for _, test := range []struct {
		pattern, text string
		want          Tri
	}{
		{"*", "", True},
		{"", "", True},
		{"", "x", False},
		{"ecr:*", "ecr:BatchGetImage", True},
		{"ecr:?atchGetImage", "ecr:BatchGetImage", True},
		{"ecr:Batch?", "ecr:Batch", False},
		{"a*b*c", "a-b-b-c", True},
		{"a*b*c", "a-b-b-d", False},
		{"?", "ü", True},
		{"*?", "ü", True},
		{"??", "ü", False},
		// a wildcard reaches over colons and slashes
		{"arn:aws:ecr:*", "arn:aws:ecr:eu-west-1:111122223333:repository/a/b", True},
		{"arn:aws:ecr:*:repository/app", "arn:aws:ecr:eu-west-1:111122223333:repository/app", True},
		// without a region, AWS's pattern is literal
		{"arn:aws:ecr::111122223333:*", "arn:aws:ecr:eu-west-1:111122223333:repository/app", False},
		// equal holes are equal
		{"<1>", "<1>", True},
		{"arn:aws:ecr:eu-west-1:<1>:repository/app", "arn:aws:ecr:eu-west-1:<1>:repository/app", True},
		{"arn:aws:ecr:*:<1>:repository/*", "arn:aws:ecr:<2>:<1>:repository/app", True},
		{"*", "<1>", True},
		{"*<1>*", "a<1>b", True},
		// a hole may be anything
		{"<1>", "<2>", Unknown},
		{"<1>", "x", Unknown},
		{"x", "<1>", Unknown},
		{"a<1>", "ab<2>", Unknown},
		{"?", "<1>", Unknown},
		{"arn:aws:ecr:eu-west-1:<1>:repository/app", "arn:aws:ecr:eu-west-1:111122223333:repository/app", Unknown},
		{"arn:aws:ecr:eu-west-1:111122223333:repository/app", "arn:aws:ecr:eu-west-1:<1>:repository/app", Unknown},
		// unless the text around it differs
		{"a<1>", "b<1>", False},
		{"a<1>", "b<2>", False},
		{"<1>a", "<2>b", False},
		{"", "a<1>", False},
		{"arn:aws:ecr:eu-west-1:<1>:repository/app", "arn:aws:ecr:eu-west-1:<1>:repository/web", False},
		{"arn:aws:ecr:eu-west-1:<1>:repository/app", "arn:aws:ecr:eu-west-1:111122223333:repository/web", False},
		// an account holds no colon
		{"arn:aws:ecr:*:<1>:repository/app-*", "arn:aws:ecr:eu-west-1:<1>:repository/web", False},
		{"arn:aws:ecr:*:*:repository/app", "arn:aws:ecr:<2>:<1>:repository/web", False},
		{"arn:aws:ecr:*:*:repository/app", "arn:aws:ecr:<2>:<1>:repository/app", True},
		{"arn:aws:secretsmanager:*", "arn:aws:ecr:<1>:<2>:repository/web", False},
		// the name after the account may hold one
		{"arn:aws:ecr:eu-west-1:1:repository/a:b", "arn:aws:ecr:eu-west-1:1:<1>", Unknown},
	} {
		got := anyText.compare(holes(test.pattern), holes(test.text), wild)
		assert.Equal(t, test.want, got, "%q against %q", test.pattern, test.text)
	}
}

// anyText is a request that knows nothing of holes.
var anyText = &Request{}

func TestCompareExactly(t *testing.T) {
	for _, test := range []struct {
		pattern, text string
		want          Tri
	}{
		{"a*", "ab", False},
		{"a*", "a*", True},
		{"*", "<1>", Unknown},
		{"<1>*", "<1>*", True},
		{"<1>?", "<2>*", False},
	} {
		got := anyText.compare(holes(test.pattern), holes(test.text), 0)
		assert.Equal(t, test.want, got, "%q against %q", test.pattern, test.text)
	}
}

func TestUniqueHoles(t *testing.T) {
	unique := func(id int) bool { return id < 3 }
	for _, test := range []struct {
		pattern, text string
		want          Tri
	}{
		{"<1>", "<1>", True},
		{"<1>", "<2>", False},
		{"<1>", "<3>", Unknown},
		{"<1>", "vpce-1", Unknown},
		{"<1>/*", "<2>/x", False},
		{"arn:aws:ec2:eu-west-1:<3>:vpc/<1>", "arn:aws:ec2:eu-west-1:<3>:vpc/<2>", False},
		{"*<1>", "<2>", Unknown},
	} {
		got := (&Request{Unique: unique}).compare(holes(test.pattern), holes(test.text), wild)
		assert.Equal(t, test.want, got, "%q against %q", test.pattern, test.text)
	}
}

// TestCompareLaw: whatever stands in for the holes, what was True stays True and what was False
// stays False.
func TestCompareLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.SampledFrom([]mode{0, wild, fold, wild | fold}).Draw(t, "mode")
		piece := rapid.SampledFrom([]string{
			"a", "b", "A", ":", "/", "*", "?", "arn:", "<1>", "<2>", "<3>", ":<1>:", "é",
		})
		pattern := strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "pattern"), "")
		text := strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "text"), "")
		if rapid.Bool().Draw(t, "alike") {
			text = strings.NewReplacer("*", "a<2>", "?", "b").Replace(pattern)
		}
		got := anyText.compare(holes(pattern), holes(text), m)
		narrow := segments(compile(holes(text), m&^wild))
		var pairs []string
		for id, name := range []string{"", "<1>", "<2>", "<3>"} {
			letters := []string{"", "a", "b", "A", ":", "/", "*", "?", "a/b", "b:a", "é"}
			if narrow[symHole-symbol(id)] {
				letters = []string{"", "a", "b", "A", "/", "a/b", "é"}
			}
			if id > 0 {
				value := rapid.SliceOfN(rapid.SampledFrom(letters), 0, 3).Draw(t, name)
				pairs = append(pairs, name, strings.Join(value, ""))
			}
		}
		fill := strings.NewReplacer(pairs...)
		filled := compareKnown(fill.Replace(pattern), fill.Replace(text), m)
		if got != Unknown && got != filled {
			t.Fatalf("%q against %q is %v, but %q against %q is %v", pattern, text, got,
				fill.Replace(pattern), fill.Replace(text), filled)
		}
	})
}

// TestGlobLaw: both matchers say the same of texts without holes.
func TestGlobLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.SampledFrom([]rune("ab*?é"))
		pattern := string(rapid.SliceOfN(letters, 0, 12).Draw(t, "pattern"))
		text := string(rapid.SliceOfN(letters, 0, 12).Draw(t, "text"))
		symbols := anyText.compareSymbols(compile(pattern, wild), compile(text, 0), wild)
		if got := triOf(glob(pattern, text)); got != symbols {
			t.Fatalf("%q against %q: %v and %v", pattern, text, got, symbols)
		}
	})
}

func FuzzCompare(f *testing.F) {
	for _, seed := range []string{"*", "a*b?c", "arn:aws:ecr:<1>:<2>:repository/*", "<1><1>*", "\xff?"} {
		f.Add(holes(seed), holes("arn:aws:ecr:eu-west-1:<2>:repository/app"))
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		for _, m := range []mode{0, wild, fold, wild | fold} {
			anyText.compare(pattern, text, m)
		}
		if anyText.compare(text, text, 0) != True {
			t.Fatalf("%q does not equal itself", text)
		}
	})
}

// A hole whose form is known equals no text of another form, whatever stands around it.
func TestFormedHoles(t *testing.T) {
	r := &Request{
		Unique: func(id int) bool { return id < 3 },
		Form: func(id int) string {
			return map[int]string{1: "*-Deployer*-*????????????", 2: "*-repo*-*????????????"}[id]
		},
	}
	for _, test := range []struct {
		pattern, text string
		m             mode
		want          Tri
	}{
		{"deploy", "<1>", 0, False},
		{"arn:aws:iam::<3>:role/<1>", "arn:aws:iam::111122223333:role/deploy", 0, False},
		{"arn:aws:iam::111122223333:role/deploy*", "arn:aws:iam::<3>:role/<1>", wild, Unknown},
		{"arn:aws:iam::<3>:role/<1>", "arn:aws:iam::111122223333:role/prod-Deployer-1A2B3C4D5E6F", 0, Unknown},
		{"arn:aws:iam::<3>:role/<1>", "arn:aws:iam::111122223333:role/prod-Builder-1A2B3C4D5E6F", 0, False},
		{"arn:aws:iam::*:role/<1>", "arn:aws:iam::<3>:role/<1>", wild, True},
		{"arn:aws:iam::*:role/*-Deployer*-*????????????", "arn:aws:iam::<3>:role/<1>", wild, True},
		{"arn:aws:iam::*:role/*-DEPLOYER*", "arn:aws:iam::<3>:role/<1>", wild | fold, True},
		{"arn:aws:iam::*:role/*-DEPLOYER*", "arn:aws:iam::<3>:role/<1>", wild, Unknown},
		{"arn:aws:ecr:*:<3>:repository/secret", "arn:aws:ecr:<4>:<3>:repository/<2>", wild, False},
		{"arn:aws:ecr:*:<3>:repository/a-repo-1a2b3c4d5e6f", "arn:aws:ecr:<4>:<3>:repository/<2>", wild, Unknown},
		{"<1>", "<2>", 0, False},
		{"<1>", "<1>", 0, True},
		{"<3>", "deploy", 0, Unknown},
		{"*repository/<2>", "arn:aws:ecr:eu-west-1:1:repository/aws-guardduty-agent-fargate", wild, False},
	} {
		got := r.compare(holes(test.pattern), holes(test.text), test.m)
		assert.Equal(t, test.want, got, "%q against %q", test.pattern, test.text)
	}
}
