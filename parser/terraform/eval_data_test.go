package terraform

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"
)

func TestPolicyDocument(t *testing.T) {
	t.Parallel()
	e := evaluate(t, main(`
variable "more" { type = list(string) }
variable "other" { type = string }
resource "aws_ecr_repository" "app" { name = "app" }
data "aws_iam_policy_document" "base" {
  statement {
    sid       = "Pull"
    actions   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = [aws_ecr_repository.app.arn]
  }
  statement {
    effect      = "Deny"
    not_actions = ["s3:*"]
    resources   = ["arn:aws:s3:::&{aws:username}/*"]
    principals {
      type        = "AWS"
      identifiers = ["b", "a"]
    }
    principals {
      type        = "Service"
      identifiers = ["ecs.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceVpc"
      values   = ["vpc-1"]
    }
  }
}
data "aws_iam_policy_document" "merged" {
  source_policy_documents = [data.aws_iam_policy_document.base.json]
  override_policy_documents = [jsonencode({
    Statement = { Sid = "Pull", Effect = "Allow", Action = "*", Resource = "*" }
  })]
  dynamic "statement" {
    for_each = ["x", "y"]
    content {
      actions   = ["${statement.value}:*"]
      resources = ["*"]
      principals {
        type        = "*"
        identifiers = ["*"]
      }
    }
  }
}
data "aws_iam_policy_document" "perhaps" {
  statement {
    actions   = var.more
    resources = ["a", var.other]
    principals {
      type        = "*"
      identifiers = var.more
    }
  }
}
data "aws_iam_policy_document" "lost" {
  source_policy_documents = [var.other]
}
resource "other_thing" "x" {
  base    = data.aws_iam_policy_document.base.json
  merged  = data.aws_iam_policy_document.merged.minified_json
  perhaps = data.aws_iam_policy_document.perhaps.minified_json
  lost    = data.aws_iam_policy_document.lost.json
}
`)).noDiags()
	text := e.Origins.Expand(e.resource("other_thing.x").Attrs.GetAttr("base").AsString())
	assert.Contains(t, text, `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Pull",
      "Effect": "Allow",
      "Action": [
        "ecr:GetDownloadUrlForLayer",
        "ecr:BatchGetImage"
      ],
      "Resource": "arn:aws:ecr:`)
	assert.Contains(t, text, `:repository/app"
    },
    {
      "Effect": "Deny",
      "NotAction": "s3:*",
      "Resource": "arn:aws:s3:::${aws:username}/*",
      "Principal": {
        "AWS": [
          "b",
          "a"
        ],
        "Service": "ecs.amazonaws.com"
      },
      "Condition": {
        "StringEquals": {
          "aws:SourceVpc": "vpc-1"
        }
      }
    }
  ]
}`)
	assert.Contains(t, e.value("other_thing.x", "merged"),
		`{"Version":"2012-10-17","Statement":[{"Sid":"Pull","Effect":"Allow","Action":"*",`+
			`"Resource":"*"},{"Effect":"Deny"`)
	assert.Contains(t, e.value("other_thing.x", "merged"),
		`{"Effect":"Allow","Action":"y:*","Resource":"*","Principal":"*"}]}`)
	e.is("other_thing.x", "perhaps",
		`{"$parts":["{\"Version\":\"2012-10-17\",\"Statement\":[{`+
			`\"Effect\":\"Allow\",\"Action\":\"",`+
			`{"$unknown":"var.more has no default"},"\",\"Resource\":[\"",`+
			`{"$unknown":"var.other has no default"},"\",\"a\"],\"Principal\":\"",`+
			`{"$unknown":"var.more has no default"},"\"}]}"]}`)
	e.is("other_thing.x", "lost", `{"$unknown":"var.other has no default"}`)
}

func TestDataSources(t *testing.T) {
	t.Parallel()
	e := evaluate(t, main(`
provider "aws" {
  region = "cn-north-1"
  assume_role { role_arn = "arn:aws-cn:iam::123456789012:role/x" }
  default_tags { tags = { team = "a" } }
}
data "aws_region" "x" {}
data "aws_caller_identity" "x" {}
data "aws_partition" "x" {}
data "aws_availability_zones" "x" { state = "available" }
data "aws_default_tags" "x" {}
data "aws_arn" "x" { arn = "arn:aws:ecr:eu-west-1:1:repository/x" }
data "aws_service" "x" { service_id = "s3" }
data "aws_prefix_list" "x" { name = "com.amazonaws.cn-north-1.s3" }
data "aws_ec2_managed_prefix_list" "x" {
  filter {
    name   = "prefix-list-name"
    values = ["com.amazonaws.cn-north-1.s3"]
  }
}
data "aws_vpc_endpoint_service" "x" {
  service = "s3"
  region  = "eu-west-1"
}
data "local_file" "x" { filename = "${path.module}/main.tf" }
data "aws_vpc" "x" { tags = { Name = "main" } }
data "aws_vpc" "given" { id = "vpc-1" }
data "aws_subnets" "x" {}
data "aws_iam_policy" "x" { arn = "arn:aws:iam::aws:policy/X" }
data "aws_iam_policy" "named" { name = "X" }
data "aws_ecr_repository" "x" { name = "app" }
data "terraform_remote_state" "x" { backend = "s3" }
data "template_file" "x" {
  template = "a $${b} $${c}"
  vars = { b = 1, c = data.aws_vpc.x.cidr_block }
}
resource "aws_vpc" "x" { cidr_block = "10.0.0.0/16" }
resource "other_thing" "x" {
  region   = data.aws_region.x.name
  account  = data.aws_caller_identity.x.account_id
  partition = data.aws_partition.x.partition
  suffix   = data.aws_partition.x.dns_suffix
  zones    = data.aws_availability_zones.x.names
  tags     = data.aws_default_tags.x.tags
  arn      = data.aws_arn.x.resource
  service  = data.aws_service.x.reverse_dns_name
  list     = data.aws_prefix_list.x.id
  vpc      = data.aws_vpc.x.id
  cidr     = data.aws_vpc.x.cidr_block
  given    = data.aws_vpc.given.id
  managed  = data.aws_ec2_managed_prefix_list.x.name
  endpoint = data.aws_vpc_endpoint_service.x.service_name
  file     = substr(data.local_file.x.content, 1, 8)
  subnets  = data.aws_subnets.x.ids
  policy   = data.aws_iam_policy.x.arn
  named    = data.aws_iam_policy.named.arn
  url      = "${data.aws_ecr_repository.x.repository_url}:1"
  state    = data.terraform_remote_state.x.outputs.vpc_id
  rendered = data.template_file.x.rendered
  count_   = length(data.aws_availability_zones.x.names)
}
`)).noDiags()
	for attr, want := range map[string]string{
		"region": `"cn-north-1"`, "account": `"123456789012"`, "partition": `"aws-cn"`,
		"suffix": `"amazonaws.com.cn"`, "zones": `["cn-north-1a","cn-north-1b","cn-north-1c"]`,
		"tags": `{"team":"a"}`, "arn": `"repository/x"`, "service": `"cn.com.amazonaws.cn-north-1.s3"`,
		"list": `{"$ref":"data.aws_prefix_list.x.id"}`, "vpc": `{"$ref":"data.aws_vpc.x.id"}`,
		"cidr":     `{"$unknown":"data.aws_vpc.x is read at plan time"}`,
		"given":    `"vpc-1"`,
		"managed":  `"com.amazonaws.cn-north-1.s3"`,
		"endpoint": `"com.amazonaws.eu-west-1.s3"`,
		"file":     `"provider"`,
		"subnets":  `{"$unknown":"data.aws_subnets.x is read at plan time"}`,
		"policy":   `"arn:aws:iam::aws:policy/X"`,
		"named":    `{"$ref":"data.aws_iam_policy.named.arn"}`,
		"url":      `{"$parts":[{"$ref":"data.aws_ecr_repository.x.repository_url"},":1"]}`,
		"state":    `{"$unknown":"data.terraform_remote_state.x is the state of another configuration"}`,
		"rendered": `{"$parts":["a 1 ",{"$unknown":"data.aws_vpc.x is read at plan time"}]}`,
		"count_":   `3`,
	} {
		e.is("other_thing.x", attr, want)
	}
	url := e.resource("other_thing.x").Attrs.GetAttr("url").AsString()
	assert.Equal(t, "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/app:1", e.Origins.Expand(url))
}

// Regions have up to six zones; three stand for those that there are.
func TestMoreZones(t *testing.T) {
	t.Parallel()
	for _, region := range []string{`region = "us-east-1"`, ""} {
		e := evaluate(t, main(`
provider "aws" {
  `+region+`
}
data "aws_availability_zones" "x" {}
resource "aws_vpc" "x" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "x" {
  count             = 4
  vpc_id            = aws_vpc.x.id
  availability_zone = data.aws_availability_zones.x.names[count.index]
}
resource "other_thing" "x" {
  fourth = substr(data.aws_availability_zones.x.names[3], -1, 1)
  six    = length(slice(data.aws_availability_zones.x.names, 2, 6))
  three  = length(data.aws_availability_zones.x.names)
}
`)).noDiags()
		e.is("other_thing.x", "six", "4")
		e.is("other_thing.x", "three", "3")
		if region != "" {
			e.is("other_thing.x", "fourth", `"d"`)
			e.is("aws_subnet.x[3]", "availability_zone", `"us-east-1d"`)
		}
	}
	for _, wrong := range []string{
		`data.aws_availability_zones.x.names[6]`, `slice(data.aws_availability_zones.x.names, 0, 7)`,
		`tolist(["a", "b", "c"])[3]`, `tolist(["eu-west-1a", "eu-west-2b"])[2]`,
	} {
		e := evaluate(t, main(`
provider "aws" { region = "eu-west-1" }
data "aws_availability_zones" "x" {}
resource "other_thing" "x" { wrong = `+wrong+` }
`))
		assert.NotEmpty(t, e.Diags, wrong)
	}
}

func TestIdentities(t *testing.T) {
	t.Parallel()
	e := evaluate(t, main(`
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = [123456789012]
}
variable "name" { type = string }
resource "aws_iam_role" "x" {
  name = "app"
  path = "/team/"
}
resource "aws_iam_role" "prefixed" { name_prefix = "app-" }
resource "aws_iam_role" "asked" { name = var.name }
resource "aws_ecr_repository" "x" { name = "team/app" }
resource "aws_ecs_cluster" "x" { name = "c" }
resource "aws_ecs_task_definition" "x" { family = "f" }
resource "aws_ssm_parameter" "x" { name = "/a/b" }
resource "aws_vpc_endpoint" "gate" { service_name = "s3" }
resource "aws_vpc_endpoint" "face" {
  service_name      = "s3"
  vpc_endpoint_type = "Interface"
}
resource "random_pet" "x" {}
resource "other_thing" "x" {
  role     = aws_iam_role.x.arn
  role_id  = aws_iam_role.x.id
  prefixed = aws_iam_role.prefixed.name
  asked    = aws_iam_role.asked.arn
  url      = aws_ecr_repository.x.repository_url
  registry = aws_ecr_repository.x.registry_id
  cluster  = aws_ecs_cluster.x.id
  task     = aws_ecs_task_definition.x.arn
  param    = aws_ssm_parameter.x.arn
  list     = aws_vpc_endpoint.gate.prefix_list_id
  none     = aws_vpc_endpoint.face.prefix_list_id
  pet      = random_pet.x.id
  path     = aws_iam_role.prefixed.path
  tags     = aws_iam_role.x.tags
}
`)).noDiags()
	attrs := e.resource("other_thing.x").Attrs
	expanded := func(name string) string { return e.Origins.Expand(attrs.GetAttr(name).AsString()) }
	assert.Equal(t, "arn:aws:iam::123456789012:role/team/app", expanded("role"))
	assert.Equal(t, "app", expanded("role_id"))
	assert.Regexp(t, `^app-.+`, expanded("prefixed"))
	assert.Regexp(t, `^arn:aws:iam::123456789012:role/.+`, expanded("asked"))
	assert.Equal(t, "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app", expanded("url"))
	assert.Equal(t, "123456789012", expanded("registry"))
	assert.Equal(t, "arn:aws:ecs:eu-west-1:123456789012:cluster/c", expanded("cluster"))
	assert.Regexp(t, `^arn:aws:ecs:eu-west-1:123456789012:task-definition/f:.+`, expanded("task"))
	assert.Equal(t, "arn:aws:ssm:eu-west-1:123456789012:parameter/a/b", expanded("param"))
	e.is("other_thing.x", "list", `{"$ref":"aws_vpc_endpoint.gate.prefix_list_id"}`)
	assert.Contains(t, e.json("other_thing.x", "none"), "$unknown")
	e.is("other_thing.x", "pet", `{"$ref":"random_pet.x.id"}`)
	assert.Contains(t, e.json("other_thing.x", "path"), "$unknown", "the provider has a default")
	assert.True(t, attrs.GetAttr("tags").IsNull(), "no provider fills in a map")
}

// TestBodies: arguments and blocks come in one form however they are written.
func TestBodies(t *testing.T) {
	t.Parallel()
	e := evaluate(t, map[string]string{
		"main.tf": `
resource "aws_security_group" "blocks" {
  egress {
    protocol    = -1
    from_port   = "0"
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "attribute" {
  egress = [{
    protocol = "-1", from_port = 0, to_port = 0, cidr_blocks = ["0.0.0.0/0"]
  }]
  ingress = []
}
resource "aws_ecs_service" "x" {
  desired_count = "2"
  network_configuration {
    subnets = toset(["b", "a"])
  }
  lifecycle { ignore_changes = [desired_count] }
}
`,
		"more.tf.json": `{
  "variable": {"cidr": {"default": "10.0.0.0/16"}},
  "resource": {
    "aws_vpc": {"x": {"cidr_block": "${var.cidr}", "tags": {"Name": "v-${var.cidr}"}}},
    "aws_ecs_service": {"json": {
      "name": "s", "launch_type": "FARGATE",
      "network_configuration": {"subnets": ["${aws_vpc.x.id}"], "assign_public_ip": "true"},
      "dynamic": {"load_balancer": {"for_each": [1, 2],
        "content": {"container_name": "c${load_balancer.value}", "container_port": 80}}}
    }}
  }
}`,
		"main_override.tf": `
resource "aws_ecs_service" "x" {
  desired_count = 3
  network_configuration {
    subnets = ["c"]
  }
}`,
	}).noDiags()
	want := `[{"cidr_blocks":["0.0.0.0/0"],"from_port":0,"protocol":"-1","to_port":0}]`
	e.is("aws_security_group.blocks", "egress", want)
	e.is("aws_security_group.attribute", "egress", want)
	e.is("aws_security_group.attribute", "ingress", `[]`)
	assert.True(t, e.resource("aws_security_group.blocks").Attrs.GetAttr("ingress").IsNull())
	e.is("aws_ecs_service.x", "desired_count", `3`)
	e.is("aws_ecs_service.x", "network_configuration", `[{"subnets":["c"]}]`)
	assert.Equal(t, 0, e.resource("aws_ecs_service.x").Attrs.GetAttr("load_balancer").LengthInt())
	e.is("aws_vpc.x", "tags", `{"Name":"v-10.0.0.0/16"}`)
	e.is("aws_ecs_service.json", "network_configuration",
		`[{"assign_public_ip":true,"subnets":[{"$ref":"aws_vpc.x.id"}]}]`)
	e.is("aws_ecs_service.json", "load_balancer",
		`[{"container_name":"c1","container_port":80},`+
			`{"container_name":"c2","container_port":80}]`)
	assert.Equal(t, []string{"aws_vpc.x"}, e.resource("aws_ecs_service.json").Needs)
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	e := evaluate(t, main(`resource "aws_ecs_service" "x" {
  name = "x"
  network_configuration {
    subnets = [
      "b",
      "a",
    ]
  }
  dynamic "load_balancer" {
    for_each = [1, 2]
    content {
      container_port = load_balancer.value
    }
  }
}
resource "aws_ecs_task_definition" "x" {
  family = "x"
  container_definitions = jsonencode([{
    name  = "c"
    image = "i"
  }])
}
`)).noDiags()
	at := func(address string, path cty.Path) string {
		r := e.resource(address).At(path)
		return r.String()
	}
	service, task := "aws_ecs_service.x", "aws_ecs_task_definition.x"
	network := cty.GetAttrPath("network_configuration")
	assert.Equal(t, "main.tf:2,3-13", at(service, cty.GetAttrPath("name")))
	assert.Equal(t, "main.tf:3,3-26", at(service, network))
	subnets := network.IndexInt(0).GetAttr("subnets")
	assert.Equal(t, "main.tf:4,5-7,6", at(service, subnets))
	assert.Equal(t, "main.tf:6,7-10", at(service, subnets.IndexInt(0)), "a comes first in the set")
	assert.Equal(t, "main.tf:5,7-10", at(service, subnets.IndexInt(1)))
	assert.Equal(t, "main.tf:3,3-26", at(service, network.IndexInt(0).GetAttr("assign_public_ip")))
	balancer := cty.GetAttrPath("load_balancer").IndexInt(1).GetAttr("container_port")
	assert.Equal(t, "main.tf:12,7-43", at(service, balancer))
	assert.Equal(t, "main.tf:1,1-31", at(service, cty.GetAttrPath("cluster")))
	image := cty.GetAttrPath("container_definitions").IndexInt(0).GetAttr("image")
	assert.Equal(t, "main.tf:20,13-16", at(task, image))
	assert.Equal(t, hcl.Pos{Line: 16, Column: 1}.Line, e.resource(task).Decl.Start.Line)
}

// TestNeeds: what a resource waits for, through locals, modules and depends_on.
func TestNeeds(t *testing.T) {
	t.Parallel()
	e := evaluate(t, map[string]string{
		"main.tf": `
locals { id = aws_vpc.x.id }
resource "aws_vpc" "x" {}
resource "aws_vpc" "other" {}
resource "aws_subnet" "x" { vpc_id = local.id }
module "m" {
  source     = "./m"
  subnet     = aws_subnet.x.id
  depends_on = [aws_vpc.other]
}
resource "aws_instance" "out" { subnet_id = module.m.subnet }
resource "aws_instance" "whole" { depends_on = [module.m] }
resource "aws_instance" "alone" {}
`,
		"m/main.tf": `
variable "subnet" {}
output "subnet" { value = var.subnet }
resource "aws_eip" "x" {}
`,
	}).noDiags()
	vpcs := []string{"aws_subnet.x", "aws_vpc.other", "aws_vpc.x"}
	assert.Equal(t, []string{"aws_vpc.x"}, e.resource("aws_subnet.x").Needs)
	assert.Equal(t, vpcs, e.resource("aws_instance.out").Needs)
	assert.Equal(t, []string{"aws_vpc.other", "module.m.aws_eip.x"},
		e.resource("aws_instance.whole").Needs)
	assert.Empty(t, e.resource("aws_instance.alone").Needs)
	assert.Equal(t, []string{"aws_vpc.other"}, e.resource("module.m.aws_eip.x").Needs)
}

func TestImports(t *testing.T) {
	t.Parallel()
	e := evaluate(t, main(`
import {
  to = aws_ecr_repository.x["a"]
  id = "a"
}
import {
  to = aws_vpc.x
  id = "vpc-1"
}
resource "aws_vpc" "x" {}
resource "aws_vpc" "y" {}
resource "aws_ecr_repository" "x" {
  for_each = toset(["a", "b"])
  name     = each.key
}
`)).noDiags()
	assert.True(t, e.resource("aws_vpc.x").Imported)
	assert.False(t, e.resource("aws_vpc.y").Imported)
	assert.True(t, e.resource(`aws_ecr_repository.x["a"]`).Imported)
	assert.False(t, e.resource(`aws_ecr_repository.x["b"]`).Imported)
	require.Len(t, e.Resources, 4)
}

// A provider that assumes several roles, each with the one before, is in the account of the last.
func TestAccountOfAssumedRoles(t *testing.T) {
	for blocks, want := range map[string]string{
		"assume_role { role_arn = local.hub }\nassume_role { role_arn = local.spoke }":                   "444455556666",
		"assume_role { role_arn = local.spoke }\nassume_role_with_web_identity { role_arn = local.hub }": "444455556666",
		"assume_role_with_web_identity { role_arn = local.hub }":                                         "111122223333",
	} {
		root := evaluate(t, main(`
			locals {
			  hub   = "arn:aws:iam::111122223333:role/hub"
			  spoke = "arn:aws:iam::444455556666:role/spoke"
			}
			provider "aws" {
			  region = "eu-west-1"
			  `+blocks+`
			}
			resource "aws_ecs_cluster" "c" { name = "c" }`))
		require.Len(t, root.Resources, 1)
		assert.Equal(t, want, root.Resources[0].Provider.Account, blocks)
	}
}
