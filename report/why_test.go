package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// step is an open gate.
func step(gate, at, says string) Step {
	return Step{
		Gate: gate, At: at, State: "open", Says: says,
		Location: Location{File: "main.tf", Line: 7, Column: 3},
	}
}

// traced is a service in two subnets that differ in their names alone, whose layers are stopped.
func traced() *Why {
	stopped := step("egress", "aws_security_group.task", "it lets nothing out\x1b[2J")
	stopped.State, stopped.Reason, stopped.Findings = "closed", "no_rule", []string{"0123456789abcdef"}
	unsure := step("acl", "aws_network_acl.a", "not known whether it lets TCP 443 out")
	unsure.State, unsure.Reason = "unknown", "outbound"
	unsure.Unknowns = []Missing{{What: "var.rule", Why: "has no default", Hint: "pass it with --var"}}
	place := func(subnet string) PlacePath {
		here := step("exit", subnet, subnet+" leads out")
		leg := func(name string, gates ...Step) LegPath {
			return LegPath{
				Leg: name, Host: name + ".example", State: gates[len(gates)-1].State,
				Exits: []ExitPath{{Kind: "nat_gateway", At: "aws_nat_gateway.main", Gates: gates}},
			}
		}
		return PlacePath{
			Subnet: subnet, VPC: "aws_vpc.main", RouteTable: "aws_route_table.private",
			Groups: []string{"aws_security_group.task"}, PublicIP: "closed",
			Legs: []LegPath{
				leg("authorize", here), leg("manifest", here), leg("layers", here, unsure, stopped),
			},
		}
	}
	return &Why{
		Root: "infra", Workload: "aws_ecs_service.api", Version: "1",
		Paths: []Path{{
			Pull: Pull{
				Root: "infra", Workload: "aws_ecs_service.api", Container: "api", Image: "api:1",
				Registry: "ecr", Launch: "fargate", Verdict: Fails, Findings: []string{"0123456789abcdef"},
			},
			TaskDefinition: "aws_ecs_task_definition.api", Role: "aws_iam_role.x",
			Principal: "execution_role",
			Gates:     []Step{step("role", "aws_iam_role.x", "x pulls"), step("trust", "aws_iam_role.x", "t")},
			Placements: []PlacePath{
				place("aws_subnet.a"), place("aws_subnet.b"),
			},
		}},
		Report: &Report{Findings: []Finding{
			{
				Fingerprint: "0123456789abcdef", Rule: "network/egress_blocked", Severity: Error,
				Message: "nothing leaves", Fix: Fix{Summary: "let it out"},
			},
			{Fingerprint: "fedcba9876543210", Rule: "iam/race", Severity: Warning, Message: "another's"},
		}},
	}
}

func whyText(t *testing.T, y *Why) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, WriteWhy(&out, y, TextOptions{}))
	return out.String()
}

func whyJSON(t *testing.T, y *Why) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, WriteWhyJSON(&out, y))
	return out.Bytes()
}

// What two placements or legs have in common is said once; where one differs it is said apart.
func TestWhyRepeatsNothing(t *testing.T) {
	text := whyText(t, traced())
	assert.Equal(t, 1, strings.Count(text, "In aws_subnet.a and aws_subnet.b"), text)
	assert.Equal(t, 1, strings.Count(text, "+ authorize, manifest"), text)
	assert.Equal(t, 1, strings.Count(text, "X layers"), text)
	assert.Contains(t, text, "calls manifest.example")
	assert.Contains(t, text, "X egress  it lets nothing out")
	assert.Contains(t, text, "var.rule has no default")
	assert.Contains(t, text, "-> pass it with --var")
	assert.Contains(t, text, "fix let it out")
	assert.NotContains(t, text, "another's")
	assert.NotContains(t, text, "\x1b")

	apart := traced()
	apart.Paths[0].Placements[1].RouteTable = "aws_route_table.other"
	text = whyText(t, apart)
	assert.Contains(t, text, "In aws_subnet.a\n")
	assert.Contains(t, text, "In aws_subnet.b\n")
	assert.Equal(t, 2, strings.Count(text, "+ authorize, manifest"), text)
}

func TestWhyFollowsItsSchema(t *testing.T) {
	schema := compiled(t, WhySchema)
	require.NoError(t, schema.Validate(parsed(t, whyJSON(t, traced()))))
	bare := &Why{Report: &Report{}, Paths: []Path{{Placements: []PlacePath{{Legs: []LegPath{{
		Exits: []ExitPath{{Gates: []Step{{}}}},
	}}}}}}}
	assert.NotContains(t, string(whyJSON(t, bare)), "null")
	bent := traced()
	bent.Paths[0].Placements[0].Legs[0].State = "ajar"
	assert.Error(t, schema.Validate(parsed(t, whyJSON(t, bent))), "a state that is none")
}

// The broken hop is red and dashed in the picture, and so is the arrow that leads there.
func TestWhyInMermaid(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, WriteWhyMermaid(&out, traced()))
	text := out.String()
	assert.True(t, strings.HasPrefix(text, "flowchart LR\n"))
	assert.NotContains(t, text, "\x1b")
	var broken, arrow string
	for line := range strings.SplitSeq(text, "\n") {
		if strings.Contains(line, `["egress<br/>`) {
			require.Empty(t, broken, "drawn once for both subnets")
			broken, _, _ = strings.Cut(strings.TrimSpace(line), "[")
		}
		if strings.Contains(line, "-.-x") {
			arrow = line
		}
	}
	require.NotEmpty(t, broken)
	assert.True(t, strings.HasSuffix(arrow, " "+broken), arrow)
	assert.Contains(t, text, "  class "+broken+" broken\n")
	assert.Regexp(t, `linkStyle \d+ stroke:#d33,stroke-width:2px,stroke-dasharray:5 5\n`, text)
	assert.Equal(t, 1, strings.Count(text, " unsure\n"))
}

func TestWhyOfOneContainer(t *testing.T) {
	y := traced()
	require.EqualError(t, y.Only("log"), `aws_ecs_service.api has no container "log"; it has api`)
	y = traced()
	require.NoError(t, y.Only("api"))
	assert.Len(t, y.Paths, 1)
}

// A pull whose image nobody knows says so where the image stands.
func TestWhyOfAnImageThatIsNotInView(t *testing.T) {
	y := traced()
	y.Paths[0].Pull.Container, y.Paths[0].Pull.Image = "", ""
	var out bytes.Buffer
	require.NoError(t, WriteWhy(&out, y, TextOptions{}))
	assert.Regexp(t, `(?m)image  not in view$`, out.String())
}

// A graph is drawn whatever it is about: nothing that Mermaid cannot read, and no empty node.
func TestWhyInMermaidWithoutNames(t *testing.T) {
	y := traced()
	for i := range y.Paths[0].Placements {
		for j := range y.Paths[0].Placements[i].Legs {
			y.Paths[0].Placements[i].Legs[j].Host = ""
		}
	}
	var out bytes.Buffer
	require.NoError(t, WriteWhyMermaid(&out, y))
	assert.NotContains(t, out.String(), `""`)
	assert.Contains(t, out.String(), "the registry, which is not in view")
}

// What was taken from another root, and which modules on the way were judged by a model, is said in
// every format; a model of what is not on the way is not.
func TestWhySaysWhatIsTakenAndModelled(t *testing.T) {
	y := traced()
	taken := "data.aws_vpc.main was taken for aws_vpc.core of ../net, by its tag Name = core"
	y.Paths[0].Pull.Assumptions = []string{taken}
	y.Paths[0].Placements[1].VPC = "module.net.aws_vpc.this[0]"
	model := "terraform-aws-modules/vpc/aws (4.0.0 to 7.0.0)"
	at := Location{File: "net.tf", Line: 3, Column: 1}
	y.Root = "infra"
	y.Report.Modelled = []Modelled{
		{Root: "infra", Module: "module.net", Model: model, Location: at},
		{Root: "other", Module: "module.net", Model: "of another root"},
		{Root: "infra", Module: "module.network", Model: "of another module"},
	}
	text := whyText(t, y)
	assert.Contains(t, text, "taken    "+taken)
	assert.Contains(t, text, "module.net: "+model+"  net.tf:3:1\n")
	var out bytes.Buffer
	require.NoError(t, WriteWhyMermaid(&out, y))
	assert.Contains(t, out.String(), `["module.net was judged by a model<br/>`+model+`"]`)
	assert.Contains(t, out.String(), `["`+taken+`"]`)
	require.NoError(t, compiled(t, WhySchema).Validate(parsed(t, whyJSON(t, y))))
	var object struct{ Modelled []Modelled }
	require.NoError(t, json.Unmarshal(whyJSON(t, y), &object))
	assert.Equal(t, y.Report.Modelled[:1], object.Modelled)
	for _, said := range []string{text, out.String()} {
		assert.NotContains(t, said, "of another")
	}
}
