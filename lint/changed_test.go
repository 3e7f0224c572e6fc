package lint

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/ecrlint/ecrlint/report"
)

// changedTree holds roots that are made of each other's files in every way there is.
const changedTree = `
-- .ecrlint.hcl --
environment "prod" {
  root      = "web"
  var_files = ["env/prod.tfvars"]
}
environment "test" {
  root      = "web"
  var_files = ["env/test.tfvars"]
}
environment "core" {
  root = "core"
  vars = { image = "linked" }
}
-- env/prod.tfvars --
image = "web"
-- env/test.tfvars --
image = "web"
-- env/other.tfvars --
image = "web"
-- web/main.tf --
variable "image" {}
module "service" {
  source = "../modules/service"
  name   = "web"
  image  = var.image
}
-- web/terraform.tfvars --
image = "x"
-- web/notes.txt --
nothing
-- jobs/main.tf --
module "one" {
  source = "../modules/wrapped"
}
-- jobs/old/main.tf --
module "one" {
  source = "../../modules/gone"
}
-- modules/wrapped/main.tf --
module "service" {
  source = "../service"
  name   = "jobs"
  image  = jsondecode(file("${path.module}/../../shared/images.json")).jobs
}
-- modules/service/main.tf --
variable "name" {}
variable "image" {}
resource "aws_ecs_task_definition" "this" {
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  container_definitions = templatefile("${path.module}/task.json.tftpl", {
    image = var.image
  })
}
resource "aws_ecs_service" "this" {
  name            = var.name
  launch_type     = "FARGATE"
  task_definition = aws_ecs_task_definition.this.arn
}
-- modules/service/task.json.tftpl --
[{"name": "app", "image": "public.ecr.aws/shop/${image}:1"}]
-- shared/images.json --
{"jobs": "jobs"}
-- core/main.tf --
terraform {
  backend "s3" {
    bucket = "state"
    key    = "core.tfstate"
    region = "eu-west-1"
  }
}
variable "image" {}
module "names" {
  source = "../modules/names"
  image  = var.image
}
output "image" {
  value = module.names.image
}
-- modules/names/main.tf --
variable "image" {
  default = "alone"
}
output "image" {
  value = var.image
}
-- linked/main.tf --
data "terraform_remote_state" "core" {
  backend = "s3"
  config = {
    bucket = "state"
    key    = "core.tfstate"
    region = "eu-west-1"
  }
}
module "service" {
  source = "../modules/service"
  name   = "linked"
  image  = data.terraform_remote_state.core.outputs.image
}
-- platform/main.tf --
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
  tags       = { Name = "platform" }
}
-- routes/main.tf --
data "aws_vpc" "platform" {
  tags = { Name = "platform" }
}
-- globbed/main.tf --
locals {
  names = fileset("${path.module}/services", "*.yaml")
}
resource "aws_ecs_task_definition" "this" {
  for_each                 = local.names
  family                   = "x"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  container_definitions    = file("${path.module}/services/${each.value}")
}
-- globbed/services/a.yaml --
[{"name": "a", "image": "nginx"}]
-- alone/main.tf --
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
-- alone/main.json --
{}
-- stacks/outer.yaml --
Resources:
  Inner:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: nested/inner.yaml
  Lost:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: nested/lost.yaml
-- stacks/nested/inner.yaml --
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties: {CidrBlock: 10.0.0.0/16}
Outputs:
  Vpc:
    Value: !Ref Vpc
    Export: {Name: shop-vpc}
-- stacks/importing.yaml --
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: x
      VpcId: !ImportValue shop-vpc
-- stacks/including.yaml --
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties:
      Fn::Transform:
        Name: AWS::Include
        Parameters: {Location: parts/more.yaml}
-- stacks/parts/more.yaml --
CidrBlock: 10.0.0.0/16
-- stacks/alone.yaml --
Resources:
  Bucket:
    Type: AWS::S3::Bucket
-- docs/values.yaml --
replicas: 2
`

// A changed file leads to the roots that are made of it, and to no other. What is said of them is
// what a run over everything says.
func TestChanged(t *testing.T) {
	dir := t.TempDir()
	for _, file := range txtar.Parse([]byte(changedTree)).Files {
		name := filepath.Join(dir, filepath.FromSlash(file.Name))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, file.Data, 0o644))
	}
	require.NoError(t, os.Symlink("../modules/names/main.tf", filepath.Join(dir, "alone", "linked.tf")))
	require.NoError(t, os.Symlink("../modules/names", filepath.Join(dir, "alone", "link")))
	config, err := ReadConfig(dir, filepath.Join(dir, ConfigName))
	require.NoError(t, err)
	run := func(changed ...string) *report.Report {
		r, err := Run(t.Context(), Options{Input: Input{
			Dir: dir, Paths: []string{"."}, Environments: config.Environments, Changed: changed,
		}})
		require.NoError(t, err)
		return r
	}
	whole := run()
	const web, jobs, linked = "web", "jobs", "linked"
	for _, test := range []struct {
		name    string
		changed []string
		want    []string
	}{
		{"a root", []string{"jobs/main.tf"}, []string{jobs}},
		{"a new file of a root", []string{"jobs/new.tf"}, []string{jobs}},
		{"a module of several", []string{"modules/service/main.tf"}, []string{jobs, linked, web}},
		{"a template of a module", []string{"modules/service/task.json.tftpl"}, []string{jobs, linked, web}},
		{"a module in the middle", []string{"modules/wrapped/x.tf.json"}, []string{jobs}},
		{"a file that a function reads", []string{"shared/images.json"}, []string{jobs}},
		{"one that nothing reads", []string{"shared/other.json"}, nil},
		{"values", []string{"web/terraform.tfvars"}, []string{web}},
		{"values that only one environment has", []string{"env/prod.tfvars"}, []string{web}},
		{"values that none has", []string{"env/other.tfvars"}, nil},
		{"a root that another one links to", []string{"core/main.tf"}, []string{"core", linked}},
		{"a module of that root, linked to as a file", []string{"modules/names/main.tf"}, []string{"alone", "core", linked}},
		{"a root that may add to another one", []string{"routes/main.tf"}, []string{"platform", "routes"}},
		{"a root that others look into", []string{"platform/main.tf"}, []string{"platform", "routes"}},
		{"a file that a pattern finds", []string{"globbed/services/b.yaml"}, []string{"globbed"}},
		{"one that it does not find", []string{"globbed/services/b.txt"}, nil},
		{"what is beside a root", []string{"alone/main.json", "web/notes.txt"}, nil},
		{"a module that is gone", []string{"modules/gone/main.tf"}, []string{"jobs/old"}},
		{"a nested template", []string{"stacks/nested/inner.yaml"}, []string{"stacks/importing.yaml", "stacks/outer.yaml"}},
		{"a template that is gone", []string{"stacks/nested/lost.yaml"}, []string{"stacks/importing.yaml", "stacks/outer.yaml"}},
		{"an included piece", []string{"stacks/parts/more.yaml"}, []string{"stacks/including.yaml"}},
		{"a template alone", []string{"stacks/alone.yaml"}, []string{"stacks/alone.yaml"}},
		{"a folder of a module", []string{"modules/wrapped"}, []string{jobs}},
		{"a folder that is gone", []string{"modules/gone"}, []string{"jobs/old"}},
		{"a folder that held a nested template", []string{"stacks/nested"}, []string{"stacks/importing.yaml", "stacks/outer.yaml"}},
		{"a link to a folder", []string{"alone/link"}, []string{"alone", "core", linked}},
		{"no template", []string{"docs/values.yaml"}, nil},
		{"several", []string{"stacks/alone.yaml", "./jobs/../jobs/main.tf"}, []string{jobs, "stacks/alone.yaml"}},
		{"nothing", []string{}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.changed == nil {
				test.changed = []string{}
			}
			part := run(test.changed...)
			if len(test.changed) == 0 {
				part, err = Run(t.Context(), Options{Input: Input{
					Dir: dir, Paths: []string{"."}, Changed: []string{},
				}})
				require.NoError(t, err)
			}
			roots := slices.Compact(slices.Clone(part.Roots))
			if diff := cmp.Diff(test.want, roots, emptyIsNil); diff != "" {
				assert.Fail(t, diff)
			}
			assertPart(t, whole, part, roots)
		})
	}
}

var emptyIsNil = cmp.Transformer("list", func(list []string) []string {
	return append([]string{}, list...)
})

// assertPart asserts that one report says of its roots what another one does.
func assertPart(t *testing.T, whole, part *report.Report, roots []string) {
	t.Helper()
	has := func(root string) bool { return slices.Contains(roots, root) }
	var pulls []report.Pull
	for _, p := range whole.Pulls {
		if has(p.Root) {
			pulls = append(pulls, p)
		}
	}
	assert.Empty(t, cmp.Diff(pulls, part.Pulls))
	var findings []report.Finding
	for _, f := range whole.Findings {
		if has(f.Root) {
			findings = append(findings, f)
		}
	}
	assert.Empty(t, cmp.Diff(findings, part.Findings))
}

// What is gone may have added to any root, or have exported what a template asks for.
func TestChangedRootIsGone(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a/main.tf":     "resource \"aws_vpc\" \"a\" {}\n",
		"b/main.tf":     "resource \"aws_vpc\" \"b\" {}\n",
		"old/notes.txt": "x",
		"importing.yaml": "Resources:\n  G: {Type: AWS::EC2::SecurityGroup, Properties: " +
			"{GroupDescription: x, VpcId: !ImportValue lost}}\n",
		"exporting.yaml": "Resources:\n  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}\n" +
			"Outputs:\n  V: {Value: !Ref V, Export: {Name: other}}\n",
		"satisfied.yaml": "Resources:\n  G: {Type: AWS::EC2::SecurityGroup, Properties: " +
			"{GroupDescription: x, VpcId: !ImportValue other}}\n",
		"values.yaml": "replicas: 2\n",
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	}
	for _, test := range []struct {
		changed  string
		isolated bool
		want     []string
	}{
		{"gone/main.tf", false, []string{"a", "b"}},
		{"old/main.tofu", false, []string{"a", "b"}},
		{"gone/main.tf", true, nil},
		{"a/gone.tf", false, []string{"a"}},
		{"gone/main.txt", false, nil},
		{"excluded/main.tf", false, nil},
		{"gone.yaml", false, []string{"importing.yaml"}},
		{"exporting.yaml", false, []string{"exporting.yaml", "importing.yaml", "satisfied.yaml"}},
		{"values.yaml", false, nil},
	} {
		r, err := Run(t.Context(), Options{Input: Input{
			Dir: dir, Paths: []string{"."}, Exclude: []string{"excluded/**"},
			Changed: []string{test.changed}, Isolated: test.isolated,
		}})
		require.NoError(t, err)
		assert.Equal(t, test.want, r.Roots, test.changed)
	}
}

// What is wrong elsewhere in the tree is not what a change is asked about; what is wrong in the
// changed file is said though no root calls it.
func TestChangedDiagnostics(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a/main.tf":   "resource \"aws_vpc\" \"a\" {}\n",
		"b/main.tf":   "resource \"aws_vpc\" {\n",
		"c/main.tf":   "module \"m\" {\n  count  = 0\n  source = \"../m\"\n}\n",
		"m/main.tf":   "resource {\n",
		"t/x.yaml":    "AWSTemplateFormatVersion: 2010-09-09\nResources: [\n",
		"t/y.yaml":    "AWSTemplateFormatVersion: 2010-09-09\nResources: {}\n",
		"t/notes.txt": "x",
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	}
	broken := func(changed string) bool {
		r, err := Run(t.Context(), Options{Input: Input{
			Dir: dir, Paths: []string{"."}, Changed: []string{changed},
		}})
		require.NoError(t, err)
		return r.Broken()
	}
	for name, want := range map[string]bool{
		"a/main.tf": false, "b/main.tf": true, "m/main.tf": true, "t/x.yaml": true, "t/y.yaml": false,
	} {
		assert.Equal(t, want, broken(name), name)
	}
}

func TestRelevant(t *testing.T) {
	for _, name := range []string{
		"main.tf", "a/b.tofu.json", "prod.tfvars", "terragrunt.hcl", "template.yaml", "a.json",
		"user_data", "boot.sh", "task.json.tftpl", ConfigName, "rules/mine.rego",
	} {
		assert.True(t, Relevant([]string{"README.md", name}), name)
	}
	for _, name := range []string{
		"README.md", "cmd/main.go", "LICENSE", "a/.gitignore", "go.sum", "infra/.terraform.lock.hcl",
		"web/App.TSX", ".pre-commit-config.yaml",
	} {
		assert.False(t, Relevant([]string{name}), name)
	}
	assert.False(t, Relevant(nil))
}
