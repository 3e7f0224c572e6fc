package policy

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/pull"
)

func BenchmarkCompile(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_, err := Compile(Options{})
		require.NoError(b, err)
	}
}

func sample(state pull.State) *pull.Document {
	gate := func(name, reason string) pull.DocGate {
		g := pull.DocGate{
			Name: name, State: pull.Open, By: "aws_" + name + ".x", At: "aws_" + name + ".x#",
		}
		if state == pull.Closed {
			g.State, g.Reason = pull.Closed, reason
		}
		return g
	}
	var legs []pull.DocLeg
	for _, name := range []string{"authorize", "manifest", "layers"} {
		legs = append(legs, pull.DocLeg{
			Name: name, Host: "h", Service: "s", Region: "eu-west-1",
			Exit: pull.DocExit{Kind: "nat_gateway", ID: "aws_nat_gateway.x", At: "aws_nat_gateway.x#"},
			Gates: []pull.DocGate{
				gate("dns", "support_off"),
				{Name: "exit", State: pull.Open},
				{Name: "family", State: pull.Open},
				gate("egress", "no_rule"),
				{Name: "acl", State: pull.Open},
				{Name: "attached", State: pull.Open},
				{Name: "public_ip", State: pull.Open},
				gate("nat", "private"),
			},
		})
	}
	return &pull.Document{
		Bound: pull.Best, Language: "terraform",
		Image:     pull.DocImage{Registry: "ecr", Reference: "x", Partition: "aws"},
		Puller:    pull.DocPuller{Interface: "task", Principal: "execution_role"},
		Placement: &pull.DocPlacement{Subnet: "aws_subnet.a", VPC: "aws_vpc.a", Groups: []string{"a"}},
		Legs:      legs,
		Gates: []pull.DocGate{
			{Name: "reference", State: pull.Open},
			{Name: "platform", State: pull.Open},
			{Name: "role", State: pull.Open},
			{Name: "trust", State: pull.Open},
			{Name: "identity", State: pull.Open},
		},
	}
}

func BenchmarkEvaluate(b *testing.B) {
	engine, err := Compile(Options{})
	require.NoError(b, err)
	for _, state := range []pull.State{pull.Open, pull.Closed} {
		b.Run(string(state), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				require.NoError(b, engine.evaluate(context.Background(), sample(state), &judgement{}))
			}
		})
	}
}
