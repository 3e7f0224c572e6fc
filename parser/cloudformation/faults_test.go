package cloudformation

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// all returns every diagnostic of a template.
func all(t *testing.T, name, source string) string {
	t.Helper()
	roots, diags := load(t, "-- "+name+" --\n"+source)
	for _, r := range roots {
		diags = append(diags, r.Diags...)
	}
	return said(diags)
}

// TestFaults holds a pair for each fault: what is wrong, and what looks much the same and is not.
func TestFaults(t *testing.T) {
	t.Parallel()
	head := "Parameters: {P: {Type: String, Default: p}}\nMappings: {M: {a: {b: c}}}\n" +
		"Conditions: {C: !Equals [!Ref P, p]}\nResources:\n" +
		"  Vpc: {Type: 'AWS::EC2::VPC'}\n  R: {Type: 'AWS::EC2::Subnet', Properties: {X: "
	for name, c := range map[string]struct{ wrong, says, right string }{
		"ref to nothing": {
			"!Ref Vcp", `t.yaml:6,49-57: Unknown name; The template has neither a parameter nor a resource "Vcp".`,
			"!Ref Vpc",
		},
		"ref misspelt":        {"!Ref Vpcs", `Is "Vpc" meant?`, "!Ref Vpc"},
		"ref in another case": {"!Ref vpc", `Is "Vpc" meant?`, "!Ref P"},
		"pseudo parameter": {
			"!Ref AWS::Account", "There is no pseudo parameter AWS::Account", "!Ref AWS::AccountId",
		},
		"attribute of nothing": {"!GetAtt No.Arn", `The template has no resource "No"`, "!GetAtt Vpc.VpcId"},
		"attribute of a parameter": {
			"!GetAtt P.Arn", `"P" is a parameter; only resources have attributes`, "!Ref P",
		},
		"attribute that does not exist": {
			"!GetAtt Vpc.Arn", `Unknown attribute; Vpc of type AWS::EC2::VPC has no attribute "Arn"`,
			"!GetAtt Vpc.CidrBlock",
		},
		"sub of nothing":             {"!Sub '${No}'", `"No"`, "!Sub '${!No}'"},
		"sub of no attribute":        {"!Sub '${Vpc.Arn}'", "Unknown attribute", "!Sub ['${Vpc.Arn}', {Vpc.Arn: x}]"},
		"wrong in what is not taken": {"!If [C, a, !Ref No]", `"No"`, "!If [C, a, !Ref Vpc]"},
		"condition":                  {"!If [D, a, b]", `t.yaml:6,54-55: Unknown condition; The template has no condition "D".`, "!If [C, a, b]"},
		"key of a map":               {"!FindInMap [M, a, x]", "Missing mapping key; The mappings hold no value for M, a, x.", "!FindInMap [M, a, b]"},
		"first key of a map":         {"!FindInMap [M, x, b]", "Missing mapping key", "!FindInMap [M, x, b, {DefaultValue: d}]"},
		"key in what is not taken":   {"!If [C, !FindInMap [M, x, b], y]", "Missing mapping key", "!If [C, y, !FindInMap [M, x, b]]"},
		"index":                      {"!Select [2, [a, b]]", "outside of the list, which has 2 elements", "!Select [1, [a, b]]"},
		"index that is none":         {"!Select [x, [a, b]]", `"x" is no index`, "!Select ['0', [a, b]]"},
		"join":                       {"!Join [a, b]", "Fn::Join takes a list", "!Join [a, [b]]"},
		"split":                      {"!Split [a]", "Fn::Split takes", "!Split [a, b]"},
		"cidr without room":          {"!Cidr [10.0.0.0/24, 3, 7]", "has no room for 3 blocks", "!Cidr [10.0.0.0/24, 2, 7]"},
		"cidr that is none":          {"!Cidr [x, 3, 7]", `"x" is no block`, "!Cidr [10.0.0.0/8, 3, 7]"},
		"a tag with a colon":         {"!Ref: P", "t.yaml:6,49-56: Unknown function", "!Ref P"},
		"a tag that is none":         {"!Reff P", "Unknown function; !Reff is not a function", "!Ref P"},
		"a function beside others":   {"{Fn::Sub: x, y: 1}", "Misplaced function; Fn::Sub must be the only key", "{Fn::Sub: x}"},
		"duplicate key":              {"{a: 1, a: 2}", "t.yaml:6,56-57: Duplicate key", "{a: 1, b: {a: 2}}"},
		"circular alias":             {"&x [*x]", "Circular alias", "[&x [1], *x]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Contains(t, all(t, "t.yaml", head+c.wrong+"}}\n"), c.says)
			assert.Empty(t, all(t, "t.yaml", head+c.right+"}}\n"))
		})
	}
}

func TestFaultsOfTemplates(t *testing.T) {
	t.Parallel()
	vpc := "Resources:\n  A: {Type: 'AWS::EC2::VPC'"
	for name, c := range map[string]struct{ file, wrong, says, right string }{
		"broken YAML": {
			"t.yaml", "AWSTemplateFormatVersion: 2010-09-09\nResources:\n  A: [\n  b: }", "t.yaml:", vpc + "}",
		},
		"broken YAML that names a type": {"t.yaml", vpc, "Unreadable template", "a: [ AWS::EC2"},
		"broken JSON": {
			"t.json", "{\"Resources\": {\n \"A\": {\"Type\": \"AWS::EC2::VPC\"},\n}}", "t.json:3,1-1: Unreadable template",
			`{"Resources": {"A": {"Type": "AWS::EC2::VPC"}}}`,
		},
		"a template of Go's": {
			"t.yaml", vpc + ", Properties: {{ .x }\n}}\n{{ end }}", "t.yaml:4,1-10: Template of a template", vpc + ", Properties: {X: '{{resolve:ssm:x}}'}}",
		},
		"duplicate resources": {
			"t.yaml", vpc + "}\n  A: {Type: 'AWS::EC2::VPC'}", `t.yaml:3,3-4: Duplicate key; The key "A" is given twice in one object; it was first given on line 2.`, vpc + "}",
		},
		"no resources": {
			"t.yaml", "AWSTemplateFormatVersion: 2010-09-09\nOutputs: {}", "t.yaml:1,1-25: No resources", "Outputs: {}",
		},
		"no type": {
			"t.yaml", vpc + "}\n  B: {Properties: {}}", "t.yaml:3,3-4: Invalid resource; The resource B has no type.", vpc + "}",
		},
		"circular resources": {
			"t.yaml", vpc + ", DependsOn: B}\n  B: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref A}}", "t.yaml:2,3-4: Circular dependency; The resources wait for each other: A -> B -> A.",
			vpc + "}\n  B: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref A}}",
		},
		"circular conditions": {
			"t.yaml", "Conditions: {C: !Not [!Condition D], D: !Not [!Condition C]}\n" + vpc + "}", "Circular condition",
			"Conditions: {C: !Not [!Condition D], D: !Equals [a, b]}\n" + vpc + "}",
		},
		"depends on nothing": {
			"t.yaml", vpc + ", DependsOn: [B]}", `t.yaml:2,42-43: Unknown name; A depends on "B"`, vpc + ", DependsOn: []}",
		},
		"an output of nothing": {
			"t.yaml", "Outputs: {O: {Value: !Ref B}}\n" + vpc + "}", `"B"`, "Outputs: {O: {Value: !Ref A}}\n" + vpc + "}",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Contains(t, all(t, c.file, c.wrong+"\n"), c.says)
			assert.Empty(t, all(t, c.file, c.right+"\n"))
		})
	}
}

// TestRestIsChecked: what is wrong in one place keeps nothing else from being read.
func TestRestIsChecked(t *testing.T) {
	t.Parallel()
	roots, diags := load(t, `
-- a.yaml --
Resources: {A: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: !Ref No, X: 1}}, A: {Type: 'AWS::EC2::VPC'}, B: {Type: 'AWS::EC2::VPC'}}
-- b.yaml --
AWSTemplateFormatVersion: [
-- c.yaml --
`+small)
	assert.Len(t, diags, 2)
	assert.Equal(t, []string{"a.yaml", "c.yaml"}, paths(roots))
	assert.Equal(t, []string{"A", "B"}, addresses(roots[0]))
}

func TestTooLarge(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	source := small + strings.Repeat("# nothing\n", maxSize/10)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "t.yaml"), []byte(source), 0o600))
	big := `{"x": "AWS::EC2::VPC` + strings.Repeat(" ", maxSize) + `"}`
	require.NoError(t, os.WriteFile(filepath.Join(dir, "other.json"), []byte(big), 0o600))
	roots, diags := Load(context.Background(), Options{Dir: dir})
	assert.Empty(t, roots)
	require.Len(t, diags, 1)
	assert.Contains(t, said(diags), "t.yaml:1,1-1: Template too large; The template has 1048")
	assert.Equal(t, hcl.DiagError, diags[0].Severity)
}

func TestAliasBomb(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("Resources: {A: {Type: 'AWS::EC2::VPC'}}\nM0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&b, "M%d: &a%d [%s*a%d]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), i-1)
	}
	assert.Contains(t, all(t, "t.yaml", b.String()), "the aliases in the file stand for too much")

	b.Reset()
	b.WriteString("Resources: {A: {Type: 'AWS::EC2::VPC'}}\nbase: &base {")
	for i := range 2000 {
		fmt.Fprintf(&b, "k%d: 1, ", i)
	}
	b.WriteString("}\n")
	for i := range 1000 {
		fmt.Fprintf(&b, "m%d: {<<: *base}\n", i)
	}
	assert.Contains(t, all(t, "t.yaml", b.String()), "the aliases in the file stand for too much")
	assert.Empty(t, all(t, "t.yaml", "x: &x {a: 1}\nResources: {A: {Type: 'AWS::EC2::VPC', Properties: {<<: *x}}}"))
}

// TestLongChain: what waits for ever more others ends.
func TestLongChain(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("Resources:\n  R0: {Type: 'AWS::EC2::VPC'}\n")
	for i := 1; i < 15_000; i++ {
		fmt.Fprintf(&b, "  R%d: {Type: 'AWS::A::B', DependsOn: R%d}\n", i, i-1)
	}
	assert.Equal(t, 1, strings.Count(all(t, "t.yaml", b.String()), "Limit reached"))
}

// TestLoopBomb: loops inside loops end.
func TestLoopBomb(t *testing.T) {
	t.Parallel()
	values := "[" + strings.Repeat("a, ", 99) + "b]"
	body := "{'R${A}${B}${C}${D}': {Type: 'AWS::EC2::VPC'}}"
	for _, v := range []string{"D", "C", "B", "A"} {
		body = fmt.Sprintf("{'Fn::ForEach::%s': [%s, %s, %s]}", v, v, values, body)
	}
	said := all(t, "t.yaml", "AWSTemplateFormatVersion: 2010-09-09\nTransform: AWS::LanguageExtensions\nResources: "+body)
	assert.Contains(t, said, "Limit reached")
}
