package terraform

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"
)

// FuzzLoad: no configuration, however broken, makes the evaluation panic or run on, and whatever it
// yields can be printed and located.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		`locals { a = "x${local.b}" }`,
		`variable "u" {}
resource "aws_vpc" "x" {
  count      = var.u
  cidr_block = cidrsubnet("10.0.0.0/16", 8, count.index)
}
output "o" { value = aws_vpc.x[*].id }`,
		`variable "u" { type = map(object({ a = optional(string, "x") })) }
resource "aws_security_group" "x" {
  for_each = { for k, v in var.u : k => v if v.a != null }
  dynamic "ingress" {
    for_each = each.value
    content { from_port = ingress.key }
  }
}`,
		`locals { a = [for x in [1, 2, "a"] : x ? x : null]... }`,
		`data "aws_iam_policy_document" "x" {
  statement { actions = concat(["a"], aws_vpc.x.*.id, [null]) }
  source_policy_documents = ["{", jsonencode({ Statement = 1 })]
}
resource "aws_vpc" "x" {}`,
		`module "m" {
  source = "./"
  a      = module.m.b
}`,
		`locals {
  a = { for x in [aws_x.y.id, aws_x.z.id] : x => [x]... }
  b = local.a["a"] == local.a[aws_x.y.id] ? try(local.a.b, 1) : merge(local.a, null)
}
resource "aws_x" "y" {}
resource "aws_x" "z" { x = templatefile("main.tf", local.a) }`,
		`locals { a = "%{for x in var.y}${x}%{endfor}" }
variable "y" { nullable = false }`,
		`resource "a_b" "c" { d = a_b.c.d[0].e.*.f[g] }`,
		`provider "aws" {
  region              = aws_vpc.x.id
  allowed_account_ids = [1, null]
}
resource "aws_vpc" "x" { tags = { (null) = 1, [] = 2 } }`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "main.tf"), []byte(text), 0o600))
		roots, _ := Load(t.Context(), Options{Dir: dir, Paths: []string{"."}})
		for _, root := range roots {
			for _, d := range root.Diags {
				require.NotEqual(t, "Internal error", d.Summary, d.Detail)
			}
			for _, r := range root.Resources {
				_, err := root.Encode(r)
				require.NoError(t, err)
				for name := range r.Attrs.Type().AttributeTypes() {
					r.At(cty.GetAttrPath(name).IndexInt(0).GetAttr("a"))
				}
			}
		}
	})
}
