package terraform

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/parser"
)

// evaluated is a root that a test looks into.
type evaluated struct {
	*parser.Root
	t     *testing.T
	diags hcl.Diagnostics
}

// evaluate writes the files and evaluates the root in the folder ".".
func evaluate(t *testing.T, files map[string]string, change ...func(*Options)) evaluated {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	opts := Options{Dir: dir, Paths: []string{"."}}
	for _, f := range change {
		f(&opts)
	}
	roots, diags := Load(t.Context(), opts)
	for _, root := range roots {
		if root.Path == "." {
			return evaluated{Root: root, t: t, diags: append(diags, root.Diags...)}
		}
	}
	require.Fail(t, "no root", "%s", diags)
	return evaluated{}
}

// main is the files of a root with one file.
func main(text string) map[string]string { return map[string]string{"main.tf": text} }

// resource returns the resource with the address.
func (e evaluated) resource(address string) *parser.Resource {
	e.t.Helper()
	for _, r := range e.Resources {
		if r.Address == address {
			return r
		}
	}
	require.Fail(e.t, "no such resource", "%s in %s", address, e.addresses())
	return nil
}

func (e evaluated) addresses() []string {
	list := []string{}
	for _, r := range e.Resources {
		list = append(list, r.Address)
	}
	return list
}

// value returns an attribute as `ecrlint resources` prints it.
func (e evaluated) value(address, attr string) any {
	e.t.Helper()
	raw, err := e.Encode(e.resource(address))
	require.NoError(e.t, err)
	var out struct{ Values map[string]any }
	require.NoError(e.t, json.Unmarshal(raw, &out))
	return out.Values[attr]
}

// json returns an attribute as JSON text.
func (e evaluated) json(address, attr string) string {
	e.t.Helper()
	raw, err := json.Marshal(e.value(address, attr))
	require.NoError(e.t, err)
	return string(raw)
}

// is expects an attribute to be printed so.
func (e evaluated) is(address, attr, want string) {
	e.t.Helper()
	assert.Equal(e.t, want, e.json(address, attr), "%s.%s", address, attr)
}

func (e evaluated) noDiags() evaluated {
	e.t.Helper()
	require.Empty(e.t, e.diags)
	return e
}

func (e evaluated) summaries() []string {
	list := []string{}
	for _, d := range e.diags {
		at := ""
		if d.Subject != nil {
			at = d.Subject.String() + ": "
		}
		list = append(list, at+d.Summary)
	}
	return list
}

// TestSuggestions: what is misspelt is said with the name that is like it.
func TestSuggestions(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`locals { a = cidrsubnt("10.0.0.0/8", 8, 1) }`:                      ` Is "cidrsubnet" meant?`,
		"variable \"region\" {}\nlocals { a = var.regoin }":                 ` Is "region" meant?`,
		"locals {\n  zone = 1\n  a = local.zones\n}":                        ` Is "zone" meant?`,
		"resource \"aws_vpc\" \"main\" {}\nlocals { a = aws_vpc.mian.id }":  ` Is "main" meant?`,
		"resource \"aws_vpc\" \"main\" {}\nlocals { a = aws_vpc.other.id }": "",
		"resource \"aws_eip\" \"mian\" {}\nlocals { a = aws_vpc.main.id }":  "",
	} {
		e := evaluate(t, main(text))
		require.Len(t, e.diags, 1, text)
		_, said, _ := strings.Cut(e.diags[0].Detail, ".")
		assert.Equal(t, want, said, text)
	}
}

// TestExpressions holds the expressions of a file against what they stand for. They are the value
// of an argument of any type; u is a variable without default, r and s are resources.
func TestExpressions(t *testing.T) {
	t.Parallel()
	const frame = `
variable "u" {}
variable "text" { type = string }
variable "set" {
  type     = string
  nullable = false
}
resource "aws_vpc" "r" { cidr_block = "10.0.0.0/16" }
resource "aws_iam_role" "s" { name = "app" }
resource "aws_subnet" "many" {
  count      = 2
  vpc_id     = aws_vpc.r.id
  cidr_block = cidrsubnet(aws_vpc.r.cidr_block, 8, count.index)
}
resource "aws_subnet" "each" {
  for_each = { a = 1, b = 2 }
  vpc_id   = aws_vpc.r.id
}
resource "aws_subnet" "perhaps" {
  count  = var.u
  vpc_id = aws_vpc.r.id
}
resource "other_thing" "x" {
  value = EXPR
}`
	text, err := os.ReadFile("testdata/eval/expressions.txt")
	require.NoError(t, err)
	for entry := range strings.SplitSeq(strings.TrimSpace(string(text)), "\n\n") {
		expr, want, ok := strings.Cut(entry, "\n=> ")
		require.True(t, ok, entry)
		t.Run(expr, func(t *testing.T) {
			t.Parallel()
			e := evaluate(t, main(strings.Replace(frame, "EXPR", expr+"\n", 1))).noDiags()
			e.is("other_thing.x", "value", strings.TrimSpace(want))
		})
	}
}

// TestModules follows values through module calls.
func TestModules(t *testing.T) {
	t.Parallel()
	e := evaluate(t, map[string]string{
		"main.tf": `
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["123456789012"]
}
provider "aws" {
  alias  = "west"
  region = "us-west-2"
}
module "net" {
  source   = "./net"
  for_each = { a = "10.0.0.0/16", "b c" = "10.1.0.0/16" }
  cidr     = each.value
  name     = each.key
}
module "west" {
  source    = "./net"
  cidr      = "10.2.0.0/16"
  providers = { aws = aws.west }
}
resource "aws_subnet" "out" {
  for_each   = module.net
  vpc_id     = each.value.vpc.id
  cidr_block = cidrsubnet(each.value.vpc.cidr_block, 8, 0)
  tags       = each.value.names[0]
}
resource "aws_instance" "x" {
  subnet_id = module.net["a"].deep
  region    = "ap-south-1"
}
`,
		"net/main.tf": `
variable "cidr" {}
variable "name" {
  type    = string
  default = "none"
}
variable "opts" {
  type = object({
    on   = optional(bool, true)
    size = optional(number)
  })
  default = {}
}
resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_hostnames = var.opts.on
}
module "deep" {
  source = "./deep"
  vpc    = aws_vpc.this.id
}
output "vpc" { value = aws_vpc.this }
output "names" { value = [{ Name = var.name, Size = var.opts.size == null ? "none" : "some" }] }
output "deep" { value = module.deep.subnet }
`,
		"net/deep/main.tf": `
variable "vpc" { type = string }
resource "aws_subnet" "this" {
  vpc_id = var.vpc
}
output "subnet" { value = aws_subnet.this.id }
`,
	}).noDiags()
	e.is(`aws_subnet.out["b c"]`, "vpc_id", `{"$ref":"module.net[\"b c\"].aws_vpc.this.id"}`)
	e.is(`aws_subnet.out["b c"]`, "cidr_block", `"10.1.0.0/24"`)
	e.is(`aws_subnet.out["a"]`, "tags", `{"Name":"a","Size":"none"}`)
	e.is(`module.net["a"].aws_vpc.this`, "enable_dns_hostnames", `true`)
	e.is(`aws_instance.x`, "subnet_id", `{"$ref":"module.net[\"a\"].module.deep.aws_subnet.this.id"}`)

	deep := e.resource(`module.net["a"].module.deep.aws_subnet.this`)
	assert.Equal(t, "module.net.module.deep.aws_subnet.this", deep.Config)
	assert.Equal(t, []string{"module.net.aws_vpc.this"}, deep.Needs)
	require.Len(t, deep.Callers, 2)
	assert.Equal(t, "net/main.tf", deep.Callers[0].Filename)
	assert.Equal(t, "main.tf", deep.Callers[1].Filename)
	assert.Equal(t, "net/deep/main.tf", deep.Decl.Filename)
	assert.Equal(t, parser.Provider{Region: "eu-west-1", Account: "123456789012", Partition: "aws"},
		deep.Provider)
	assert.Equal(t, "us-west-2", e.resource("module.west.aws_vpc.this").Provider.Region)
	assert.True(t, parser.Holed(e.resource("module.west.aws_vpc.this").Provider.Account))
	assert.Equal(t, "ap-south-1", e.resource("aws_instance.x").Provider.Region)
	assert.Equal(t, []string{"module.net.aws_vpc.this", "module.net.module.deep.aws_subnet.this"},
		e.resource("aws_instance.x").Needs)
}

// TestPerhaps: what may exist is never dropped.
func TestPerhaps(t *testing.T) {
	t.Parallel()
	e := evaluate(t, map[string]string{
		"main.tf": `
variable "n" { type = number }
variable "rules" { type = list(number) }
variable "names" { type = set(string) }
module "m" {
  source = "./m"
  count  = var.n
}
resource "aws_security_group" "x" {
  dynamic "egress" {
    for_each = var.rules
    content {
      from_port = egress.value
      to_port   = egress.value
      protocol  = "tcp"
    }
  }
  dynamic "ingress" {
    for_each = [443, 80]
    iterator = port
    content {
      from_port   = port.value
      to_port     = port.value + port.key
      protocol    = "tcp"
      cidr_blocks = ["10.0.0.0/8"]
    }
  }
}
resource "aws_ecr_repository" "x" {
  for_each = var.names
  name     = "app/${each.key}"
}
resource "aws_eip" "none" { count = 0 }
`,
		"m/main.tf": `resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" }`,
	}).noDiags()
	vpc := e.resource("module.m[*].aws_vpc.this")
	require.NotNil(t, vpc.Maybe)
	assert.Equal(t, "var.n", vpc.Maybe.What)
	require.NotNil(t, e.resource("aws_ecr_repository.x[*]").Maybe)
	e.is("aws_ecr_repository.x[*]", "name",
		`{"$parts":["app/",{"$unknown":"var.names has no default"}]}`)
	group := e.resource("aws_security_group.x")
	assert.Nil(t, group.Maybe)
	egress := group.Attrs.GetAttr("egress").AsValueSlice()
	require.Len(t, egress, 1)
	plain, marks := egress[0].Unmark()
	require.Len(t, marks, 1)
	for mark := range marks {
		assert.Equal(t, "var.rules", e.Origins.Get(mark.(parser.Maybe).ID).What)
	}
	assert.Equal(t, "tcp", plain.GetAttr("protocol").AsString())
	e.is("aws_security_group.x", "ingress",
		`[{"cidr_blocks":["10.0.0.0/8"],"from_port":443,"protocol":"tcp","to_port":443},`+
			`{"cidr_blocks":["10.0.0.0/8"],"from_port":80,"protocol":"tcp","to_port":81}]`)
	assert.NotContains(t, e.addresses(), "aws_eip.none[0]")
}

// TestOpaque: what cannot be seen is named, with what it is handed.
func TestOpaque(t *testing.T) {
	t.Parallel()
	e := evaluate(t, main(`
resource "aws_vpc" "x" { cidr_block = "10.0.0.0/16" }
resource "aws_route_table" "x" { vpc_id = aws_vpc.x.id }
resource "aws_subnet" "x" { vpc_id = aws_vpc.x.id }
module "endpoints" {
  source  = "acme/vpc/aws//modules/endpoints"
  version = "5.0.0"
  vpc_id  = aws_vpc.x.id
  endpoints = {
    s3 = { service = "s3", tables = [join(",", ["a", aws_route_table.x.id])] }
  }
}
resource "aws_instance" "x" {
  subnet_id = module.endpoints.subnet
  user_data = "id=${module.endpoints.list[0].id}"
}
resource "aws_cloudformation_stack" "x" {
  name       = "s"
  parameters = { Subnet = aws_subnet.x.id }
}
`)).noDiags()
	require.Len(t, e.Opaque, 2)
	assert.Equal(t, "aws_cloudformation_stack.x", e.Opaque[0].Address)
	assert.Equal(t, []string{"aws_subnet.x"}, e.Opaque[0].Handed)
	assert.Equal(t, "module.endpoints", e.Opaque[1].Address)
	assert.Equal(t, []string{"aws_route_table.x", "aws_vpc.x"}, e.Opaque[1].Handed)
	assert.Contains(t, e.Opaque[1].Origin.Hint, "terraform init")
	assert.Contains(t, e.json("aws_instance.x", "subnet_id"), "acme/vpc/aws")
	assert.Contains(t, e.json("aws_instance.x", "user_data"),
		`{"$parts":["id=",{"$unknown":"module.endpoints`)
}

// TestVariables gives a root its values from every source.
func TestVariables(t *testing.T) {
	t.Parallel()
	text := "resource \"other_thing\" \"x\" {\n"
	for _, name := range strings.Fields("env file auto json given flag list") {
		text += "  " + name + " = var." + name + "\n"
		text = "variable \"" + name + "\" {\n  default = \"default\"\n}\n" + text
	}
	text += "}\n"
	text = strings.Replace(text, "variable \"list\" {", "variable \"list\" {\n  type = list(number)",
		1)
	text = strings.Replace(text, "type = list(number)\n  default = \"default\"",
		"type = list(number)\n  default = []",
		1)
	e := evaluate(t, map[string]string{
		"main.tf":            text,
		"terraform.tfvars":   `file = "file"` + "\n" + `auto = "file"` + "\n" + `env = "file"`,
		"x.auto.tfvars":      `auto = "auto"`,
		"y.auto.tfvars.json": `{"json": "json"}`,
		"given.tfvars":       `given = "given"` + "\n" + `flag = "given"`,
	}, func(o *Options) {
		o.Env = []string{"TF_VAR_env=env", "TF_VAR_file=env", "TF_VAR_list=[1, 2]"}
		o.VarFiles = []string{"given.tfvars"}
		o.Vars = []Assignment{{Name: "flag", Value: "flag"}}
	}).noDiags()
	for name, want := range map[string]string{
		"env": `"file"`, "file": `"file"`, "auto": `"auto"`, "json": `"json"`, "given": `"given"`,
		"flag": `"flag"`, "list": `[1,2]`,
	} {
		e.is("other_thing.x", name, want)
	}
}

// TestDiagnostics: what is wrong is said with its position, and the rest is still evaluated.
func TestDiagnostics(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"function": {`locals { a = nope(1) }`, "main.tf:1,14-18: Call to unknown function"},
		"variable": {
			`locals { a = var.nope }`,
			"main.tf:1,14-22: Reference to undeclared input variable",
		},
		"local": {
			`locals { a = local.nope }`,
			"main.tf:1,14-24: Reference to undeclared local value",
		},
		"resource": {
			`locals { a = aws_vpc.nope.id }`,
			"main.tf:1,14-29: Reference to undeclared resource",
		},
		"data": {
			`locals { a = data.aws_vpc.nope.id }`,
			"main.tf:1,14-34: Reference to undeclared resource",
		},
		"module": {
			`locals { a = module.nope.id }`,
			"main.tf:1,14-28: Reference to undeclared module",
		},
		"locals": {"locals {\n  a = local.b\n  b = local.a\n}", "main.tf:2,3-14: Cycle"},
		"resources": {
			"resource \"aws_vpc\" \"a\" {\n  cidr_block = aws_vpc.b.id\n}\n" +
				"resource \"aws_vpc\" \"b\" {\n  cidr_block = aws_vpc.a.id\n}",
			"main.tf:1,1-23: Cycle",
		},
		"type": {
			"variable \"a\" {\n  type    = number\n  default = \"x\"\n}",
			"main.tf:3,13-16: Invalid value for input variable",
		},
		"object": {
			"variable \"a\" {\n  type    = object({ b = string })\n  default = {}\n}",
			"main.tf:3,13-15: Invalid value for input variable",
		},
		"index": {`locals { a = [1][2] }`, "main.tf:1,17-20: Invalid index"},
		"count": {
			`resource "aws_vpc" "a" { count = -1 }`,
			"main.tf:1,34-36: Invalid count argument",
		},
		"many": {`resource "aws_vpc" "a" { count = 1000000000 }`, "main.tf:1,34-44: Limit reached"},
		"for_each": {
			`resource "aws_vpc" "a" { for_each = ["a"] }`,
			"main.tf:1,37-42: Invalid for_each argument",
		},
		"null text": {
			`locals { a = "x${null}" }`,
			"main.tf:1,18-22: Invalid template interpolation value",
		},
		"operand":   {`locals { a = 1 + "x" }`, "main.tf:1,18-21: Invalid operand"},
		"zero":      {`locals { a = 1 / 0 }`, "main.tf:1,14-19: Invalid operand"},
		"call":      {`locals { a = cidrsubnet("x", 1, 1) }`, "main.tf:1,14-35: Error in function call"},
		"attribute": {`locals { a = {b = 1}.c }`, "main.tf:1,21-23: Unsupported attribute"},
		"each": {
			`locals { a = each.key }`,
			"main.tf:1,14-22: Reference to \"each\" in context without it",
		},
		"huge": {
			`locals { a = [for i in range(1000) : [for j in range(1000) : [for k in range(1000) : 1]]] }`,
			"Limit reached",
		},
		"immense": {`locals { a = tostring(1e99999999) }`, "main.tf:1,23-33: Limit reached"},
		"immense product": {
			`locals { a = "${1e4000 * 1e4000}" }`,
			"main.tf:1,17-32: Limit reached",
		},
		"immense in a document": {
			`locals { a = jsondecode("[1e99999999]") }`,
			"Limit reached",
		},
		"joined": {
			"locals {\n  a = join(\"\", [for i in range(1000) : format(\"%9999s\", \"x\")])\n" +
				"  b = join(\"\", [local.a, local.a, local.a, local.a])\n}",
			"main.tf:3,7-53: Limit reached",
		},
		"dynamic in dynamic": {
			`resource "aws_network_acl" "a" {` + "\n" + strings.Repeat("dynamic \"egress\" {\n"+
				"for_each = range(1000)\ncontent {\n", 3) + strings.Repeat("}\n}\n", 3) + "}",
			"Limit reached",
		},
		"laugh": {"locals {\n  a = [1, 2]\n  b = [local.a, local.a]\n" + laugh() + "}", "Limit reached"},
		"setproduct": {
			`locals { a = setproduct(range(1000), range(1000), range(1000)) }`,
			"main.tf:1,14-63: Limit reached",
		},
		"argument": {
			`resource "aws_vpc" "a" { enable_dns_support = "x" }`,
			"main.tf:1,47-50: Incorrect attribute value type",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := evaluate(t, main(c.text+"\nresource \"aws_eip\" \"rest\" { domain = \"v${1}\" }\n"))
			assert.Contains(t, strings.Join(e.summaries(), "\n"), c.want)
			e.is("aws_eip.rest", "domain", `"v1"`)
		})
	}
}

// laugh doubles a value at every step.
func laugh() string {
	text := ""
	for c := 'b'; c < 'z'; c++ {
		text += "  " + string(c+1) + " = [local." + string(c) + ", local." + string(c) + "]\n"
	}
	return text
}
