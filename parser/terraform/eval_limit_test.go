package terraform

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// faultsOf returns what is said of a configuration of one file, and its root.
func faultsOf(t *testing.T, text string) string {
	t.Helper()
	roots, diags := Load(t.Context(), Options{Dir: write(t, map[string]string{"main.tf": text})})
	require.Empty(t, diags)
	require.Len(t, roots, 1)
	var b strings.Builder
	for _, d := range roots[0].Diags {
		fmt.Fprintln(&b, d.Error())
	}
	return b.String()
}

// TestDecodedLimits: a short text that stands for an immense value is refused, and one that only
// looks like it is read.
func TestDecodedLimits(t *testing.T) {
	yaml := func(levels int) string {
		var b strings.Builder
		b.WriteString("a0: &a0 [x,x,x,x,x,x,x,x,x]\n")
		for i := 1; i < levels; i++ {
			alias := fmt.Sprintf("*a%d,", i-1)
			fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(alias, 9), ","))
		}
		return fmt.Sprintf("locals {\n  a = yamldecode(<<E\n%sE\n  )\n}\n", b.String())
	}
	json := func(depth int) string {
		return fmt.Sprintf("locals {\n  a = jsondecode(\"%s%s\")\n}\n",
			strings.Repeat("[", depth), strings.Repeat("]", depth))
	}
	output := "output \"o\" {\n  value = local.a\n}\n"
	assert.Contains(t, faultsOf(t, yaml(9)+output), "The result of yamldecode is too large")
	assert.Empty(t, faultsOf(t, yaml(3)+output))
	assert.Contains(t, faultsOf(t, json(5000)+output), "The result of jsondecode is too large")
	assert.Empty(t, faultsOf(t, json(40)+output))
	assert.Contains(t, faultsOf(t, strings.ReplaceAll(json(5000), "jsondecode", "core::jsondecode")+output),
		"too large")
	flat := "locals {\n  a = jsondecode(\"[" + strings.Repeat("[],", 5000) + "[]]\")\n}\n"
	assert.Empty(t, faultsOf(t, flat+output))
	quoted := "locals {\n  a = jsondecode(\"[\\\"" + strings.Repeat("[", 5000) + "\\\"]\")\n}\n"
	assert.Empty(t, faultsOf(t, quoted+output))
}

// TestLargeSets: many elements of one type are a set; of very many types the common one is not
// looked for.
func TestLargeSets(t *testing.T) {
	set := `
resource "aws_vpc" "v" {
  for_each = toset(flatten([for i in range(%d) : [for j in range(1000) : "10.${i}.${j}"]]))
}
`
	assert.Empty(t, faultsOf(t, fmt.Sprintf(set, 2)))
	assert.Contains(t, faultsOf(t, fmt.Sprintf(set, 50)), "makes more than 10000 instances")
	assert.Contains(t, faultsOf(t, `
output "o" {
  value = toset(concat(
    flatten([for i in range(20) : [for j in range(1000) : { a = j }]]),
    [{ b = "x" }],
  ))
}
`), "The result of toset is too large")
}

// TestLongChains: who waits for whom is noted up to a limit.
func TestLongChains(t *testing.T) {
	chain := func(n int) string {
		var b strings.Builder
		b.WriteString("resource \"aws_security_group\" \"s0\" {}\n")
		for i := 1; i < n; i++ {
			fmt.Fprintf(&b, "resource \"aws_security_group\" \"s%d\" {\n"+
				"  depends_on = [aws_security_group.s%d]\n}\n", i, i-1)
		}
		return b.String()
	}
	assert.Empty(t, faultsOf(t, chain(500)))
	assert.Equal(t, 1, strings.Count(faultsOf(t, chain(4000)), "Too many resources refer to each other"))
}

// TestInterrupted: an evaluation under way ends when nobody waits for it, and yields no half root.
func TestInterrupted(t *testing.T) {
	dir := write(t, map[string]string{"main.tf": ""})
	ctx, cancel := context.WithCancel(t.Context())
	tree, diags := readTree(ctx, Options{Dir: dir})
	require.Empty(t, diags)
	module, _ := tree.Module(".")
	long, diags := hclsyntax.ParseExpression(
		[]byte("[for i in range(1000) : [for j in range(100) : i + j]]"), "x", hcl.InitialPos)
	require.Empty(t, diags)
	steps := func() int {
		ev := newEvaluator(ctx, tree, Options{}, ".")
		ev.newScope(module).env().eval(long)
		return ev.steps
	}
	assert.Greater(t, steps(), 100_000)
	cancel()
	assert.Less(t, steps(), 10*stepsBetween)
	roots, _ := Load(ctx, Options{Dir: dir})
	assert.Empty(t, roots)
}
