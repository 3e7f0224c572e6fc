package graph_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser/terraform"
)

// network is what most stacks stand on.
const network = `
provider "aws" {
  region = "eu-west-1"
}
variable "any" {}
variable "create" { type = bool }
variable "many" { type = set(string) }
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_subnet" "b" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.2.0/24"
}
`

// diagnose builds the graph of a Terraform configuration.
func diagnose(t *testing.T, source string) (*graph.Graph, hcl.Diagnostics) {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.tf"), []byte(source), 0o600))
	roots, diags := terraform.Load(t.Context(), terraform.Options{Dir: dir, Paths: []string{"."}})
	require.Empty(t, diags)
	require.Len(t, roots, 1)
	require.Empty(t, roots[0].Diags)
	return graph.Builder{ManagedPolicy: policies}.Build(roots[0])
}

// load builds the graph of a Terraform configuration that has no mistakes.
func load(t *testing.T, source string) *graph.Graph {
	t.Helper()
	g, diags := diagnose(t, source)
	require.Empty(t, diags)
	return g
}

// loadState builds the graph of a state.
func loadState(t *testing.T, text string) *graph.Graph {
	t.Helper()
	state, diags := terraform.ReadPlan("state.json", "", []byte(text))
	require.Empty(t, diags)
	roots, diags := terraform.Load(t.Context(), terraform.Options{Plans: []*terraform.Plan{state}})
	require.Empty(t, diags)
	require.Len(t, roots, 1)
	g, _ := graph.Builder{ManagedPolicy: policies}.Build(roots[0])
	return g
}
