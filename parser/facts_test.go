package parser_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ecrlint/ecrlint/parser"
)

func TestFind(t *testing.T) {
	for _, c := range []struct {
		pattern string
		fits    []string
		not     []string
	}{
		{"aws_subnet.private", []string{"aws_subnet.private"}, []string{"aws_subnet.private2", ""}},
		{"aws_subnet.private[0]", []string{"aws_subnet.private[0]"}, []string{"aws_subnet.private0"}},
		{"module.*.aws_subnet.*", []string{`module.net["a"].aws_subnet.x[1]`}, []string{
			"aws_subnet.x", "module.net.aws_subnets",
		}},
		{"*", []string{"x"}, []string{""}},
		{"a*a", []string{"aa", "aba"}, []string{"a", "ab"}},
		{"*:role/ecs-*", []string{"arn:aws:iam::123456789012:role/ecs-a"}, []string{"role/ecs-a"}},
	} {
		facts := []*parser.Fact{{Names: []string{"other", c.pattern}}}
		for _, name := range c.fits {
			assert.Same(t, facts[0], parser.Find(facts, "", name), "%s %s", c.pattern, name)
		}
		for _, name := range c.not {
			assert.Nil(t, parser.Find(facts, "", name), "%s %s", c.pattern, name)
		}
	}
}
