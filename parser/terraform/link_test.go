package terraform

import (
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/parser"
)

// core is a network that others look for.
const core = `
provider "aws" {
  region = "eu-west-1"
}
resource "aws_vpc" "core" {
  cidr_block = "10.0.0.0/16"
  tags       = { Name = "core", Stage = "live" }
}
resource "aws_subnet" "app" {
  count      = 2
  vpc_id     = aws_vpc.core.id
  cidr_block = cidrsubnet(aws_vpc.core.cidr_block, 8, count.index)
  tags       = { Name = "core-app-${count.index}", Tier = "app" }
}
resource "aws_subnet" "db" {
  vpc_id     = aws_vpc.core.id
  cidr_block = "10.0.9.0/24"
  tags       = { Name = "core-db", Tier = "db" }
}
resource "aws_security_group" "app" {
  name   = "app"
  vpc_id = aws_vpc.core.id
}
resource "aws_security_group" "made" {
  name_prefix = "made-"
  vpc_id      = aws_vpc.core.id
}
resource "aws_route_table" "app" {
  vpc_id = aws_vpc.core.id
  tags   = { Name = "core-app" }
}
resource "aws_vpc_endpoint" "dkr" {
  vpc_id            = aws_vpc.core.id
  service_name      = "com.amazonaws.eu-west-1.ecr.dkr"
  vpc_endpoint_type = "Interface"
}
resource "aws_iam_role" "app" {
  name = "app"
}
resource "aws_iam_instance_profile" "app" {
  name = "app"
  role = aws_iam_role.app.name
}
resource "aws_ecs_cluster" "app" {
  name = "app"
}
resource "aws_ecr_repository" "app" {
  name = "team/app"
}
resource "aws_ecs_task_definition" "app" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
}
resource "aws_ssm_parameter" "subnets" {
  name  = "/core/subnets"
  type  = "StringList"
  value = join(",", aws_subnet.app[*].id)
}
`

// asking is a root that looks for something and uses what it finds.
func asking(data, use string) string {
	return "provider \"aws\" {\n  region = \"eu-west-1\"\n}\n" + data +
		"\nresource \"test_thing\" \"x\" {\n  v = " + use + "\n}\n"
}

const (
	byName   = `data "aws_vpc" "x" { tags = { Name = "core" } }`
	ref      = `{"$ref":"net:aws_vpc.core.id"}`
	unlinked = `{"$ref":"data.aws_vpc.x.id"}`
)

// TestLinkedDataSources: each data source finds what the other root declares.
func TestLinkedDataSources(t *testing.T) {
	t.Parallel()
	inCore := byName + "\n"
	filter := func(name, values string) string {
		return "  filter {\n    name   = \"" + name + "\"\n    values = [" + values + "]\n  }\n"
	}
	cases := []struct{ name, data, use, want string }{
		{"a VPC by a tag", byName, "data.aws_vpc.x.id", ref},
		{"its range", byName, "data.aws_vpc.x.cidr_block", `"10.0.0.0/16"`},
		{
			"its main table", byName, "data.aws_vpc.x.main_route_table_id",
			`{"$ref":"net:aws_vpc.core.main_route_table_id"}`,
		},
		{
			"a VPC by a filter with a star", `data "aws_vpc" "x" {` + "\n" + filter("tag:Name", `"c*e"`) + "}",
			"data.aws_vpc.x.id", ref,
		},
		{"a VPC by two values", `data "aws_vpc" "x" {` + "\n" + filter("tag:Name", `"edge", "core"`) +
			"}", "data.aws_vpc.x.id", ref},
		{
			"subnets of a VPC by a tag", inCore + `data "aws_subnets" "x" {` + "\n" +
				filter("vpc-id", "data.aws_vpc.x.id") + "  tags = { Tier = \"app\" }\n}",
			"data.aws_subnets.x.ids",
			`[{"$ref":"net:aws_subnet.app[0].id"},{"$ref":"net:aws_subnet.app[1].id"}]`,
		},
		{
			"a task definition by its family",
			`data "aws_ecs_task_definition" "x" { task_definition = "app" }`,
			"data.aws_ecs_task_definition.x.arn",
			`{"$ref":"net:aws_ecs_task_definition.app.arn"}`,
		},
		{
			"its network mode", `data "aws_ecs_task_definition" "x" { task_definition = "app" }`,
			"data.aws_ecs_task_definition.x.network_mode", `"awsvpc"`,
		},
		{
			"subnets of a VPC the older way", inCore + "data \"aws_subnet_ids\" \"x\" {\n" +
				"  vpc_id = data.aws_vpc.x.id\n  tags = { Tier = \"db\" }\n}",
			"tolist(data.aws_subnet_ids.x.ids)", `[{"$ref":"net:aws_subnet.db.id"}]`,
		},
		{
			"several the older way", inCore + "data \"aws_subnet_ids\" \"x\" {\n" +
				"  vpc_id = data.aws_vpc.x.id\n  tags = { Tier = \"app\" }\n}",
			"tolist(data.aws_subnet_ids.x.ids)",
			`[{"$ref":"net:aws_subnet.app[1].id"},{"$ref":"net:aws_subnet.app[0].id"}]`,
		},
		{
			"a subnet", `data "aws_subnet" "x" { tags = { Name = "core-app-1" } }`,
			"data.aws_subnet.x.cidr_block", `"10.0.1.0/24"`,
		},
		{
			"the VPC of a subnet", `data "aws_subnet" "x" { tags = { Name = "core-app-1" } }`,
			"data.aws_subnet.x.vpc_id", ref,
		},
		{
			"a group", inCore + "data \"aws_security_group\" \"x\" {\n  name = \"app\"\n" +
				"  vpc_id = data.aws_vpc.x.id\n}", "data.aws_security_group.x.id",
			`{"$ref":"net:aws_security_group.app.id"}`,
		},
		{
			"groups by the beginning of a made name", inCore + "data \"aws_security_groups\" \"x\" {\n" +
				filter("vpc-id", "data.aws_vpc.x.id") + filter("group-name", `"made-*"`) + "}",
			"data.aws_security_groups.x.ids", `[{"$ref":"net:aws_security_group.made.id"}]`,
		},
		{
			"a route table", inCore + "data \"aws_route_table\" \"x\" {\n  vpc_id = data.aws_vpc.x.id\n" +
				"  tags = { Name = \"core-app\" }\n}", "data.aws_route_table.x.id",
			`{"$ref":"net:aws_route_table.app.id"}`,
		},
		{
			"route tables", inCore + "data \"aws_route_tables\" \"x\" {\n  vpc_id = data.aws_vpc.x.id\n" +
				"  tags = { Name = \"core-*\" }\n}", "data.aws_route_tables.x.ids",
			`[{"$ref":"net:aws_route_table.app.id"}]`,
		},
		{
			"an endpoint", inCore + "data \"aws_vpc_endpoint\" \"x\" {\n  vpc_id = data.aws_vpc.x.id\n" +
				"  service_name = \"com.amazonaws.eu-west-1.ecr.dkr\"\n}", "data.aws_vpc_endpoint.x.id",
			`{"$ref":"net:aws_vpc_endpoint.dkr.id"}`,
		},
		{
			"a role", `data "aws_iam_role" "x" { name = "app" }`, "data.aws_iam_role.x.arn",
			`{"$ref":"net:aws_iam_role.app.arn"}`,
		},
		{
			"a profile", `data "aws_iam_instance_profile" "x" { name = "app" }`,
			"data.aws_iam_instance_profile.x.arn", `{"$ref":"net:aws_iam_instance_profile.app.arn"}`,
		},
		{
			"a cluster", `data "aws_ecs_cluster" "x" { cluster_name = "app" }`,
			"data.aws_ecs_cluster.x.arn", `{"$ref":"net:aws_ecs_cluster.app.arn"}`,
		},
		{
			"a repository", `data "aws_ecr_repository" "x" { name = "team/app" }`,
			"data.aws_ecr_repository.x.repository_url",
			`{"$ref":"net:aws_ecr_repository.app.repository_url"}`,
		},
		{
			"a parameter", `data "aws_ssm_parameter" "x" { name = "/core/subnets" }`,
			`split(",", data.aws_ssm_parameter.x.value)`,
			`[{"$ref":"net:aws_subnet.app[0].id"},{"$ref":"net:aws_subnet.app[1].id"}]`,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{"main.tf": asking(c.data, c.use), "net/main.tf": core}
			e := evaluate(t, files).noDiags()
			e.is("test_thing.x", "v", c.want)
			assert.NotEmpty(t, e.Links)
			assert.True(t, e.resource("net:aws_vpc.core").Foreign)
			isolated := evaluate(t, files, func(o *Options) { o.Isolated = true }).noDiags()
			assert.NotContains(t, isolated.json("test_thing.x", "v"), "net:")
			assert.NotContains(t, strings.Join(isolated.addresses(), " "), "net:")
			assert.Empty(t, isolated.Links)
		})
	}
}

// TestLinksNeverInvent: nothing is linked that is not certainly what is meant.
func TestLinksNeverInvent(t *testing.T) {
	t.Parallel()
	other := func(old, changed string) map[string]string {
		text := strings.Replace(core, old, changed, 1)
		if text == core && old != "" {
			panic(old)
		}
		return map[string]string{"net/main.tf": text}
	}
	cases := []struct {
		name   string
		others map[string]string
		data   string
		why    string
	}{
		{
			"two roots",
			map[string]string{"net/main.tf": core, "twin/main.tf": core},
			byName,
			"aws_vpc.core of net and aws_vpc.core of twin both match it",
		},
		{"another name", other(`"core", Stage`, `"edge", Stage`), byName, "no other root here declares it"},
		{"another region", other("eu-west-1", "eu-west-2"), byName, "no other root here declares it"},
		{
			"another account", other("region = \"eu-west-1\"",
				"region = \"eu-west-1\"\n  allowed_account_ids = [\"111111111111\"]"),
			`data "aws_vpc" "x" {
  provider = aws.there
  tags     = { Name = "core" }
}
provider "aws" {
  alias               = "there"
  region              = "eu-west-1"
  allowed_account_ids = ["222222222222"]
}`, "no other root here declares it",
		},
		{
			"a name that is not known", other(`Name = "core", Stage`, `Name = var.name, Stage`), byName,
			"whether it is aws_vpc.core of net is not known",
		},
		{"another one whose name is not known", map[string]string{
			"net/main.tf": core,
			"more/main.tf": "variable \"name\" {}\nresource \"aws_vpc\" \"y\" {\n" +
				"  cidr_block = \"10.1.0.0/16\"\n  tags = { Name = var.name }\n}\n",
		}, byName, "whether it is aws_vpc.y of more is not known"},
		{
			"perhaps there", other("resource \"aws_vpc\" \"core\" {",
				"variable \"on\" {}\nresource \"aws_vpc\" \"core\" {\n  count = var.on"), byName,
			"whether it is aws_vpc.core[*] of net is not known",
		},
		{
			"tags from elsewhere", other("",
				"variable \"id\" {}\nresource \"aws_ec2_tag\" \"x\" {\n  resource_id = var.id\n"+
					"  key = \"Name\"\n  value = \"core\"\n}\nresource \"aws_vpc\" \"more\" {\n"+
					"  cidr_block = \"10.2.0.0/16\"\n}\n"), byName,
			"whether it is aws_vpc.more of net is not known",
		},
		{
			"a filter that is not understood", other("", ""),
			"data \"aws_vpc\" \"x\" {\n  filter {\n    name = \"owner-id\"\n    values = [\"1\"]\n  }\n}",
			"its filter owner-id is not looked for in other roots",
		},
		{
			"a value that is not known", other("", ""),
			"variable \"name\" {}\ndata \"aws_vpc\" \"x\" {\n  tags = { Name = var.name }\n}",
			"its tag Name is not known",
		},
		{
			"one of its own, too", other("", ""), byName + "\nresource \"aws_vpc\" \"own\" {\n" +
				"  cidr_block = \"10.3.0.0/16\"\n  tags = { Name = \"core\" }\n}",
			"aws_vpc.own of . and aws_vpc.core of net both match it",
		},
		{
			"an id", other("", ""), `data "aws_vpc" "x" { id = "vpc-0123456789abcdef0" }`,
			"whether it is aws_vpc.core of net is not known",
		},
		{
			"nothing asked for", other("", ""), `data "aws_vpc" "x" {}`,
			"it asks for nothing that tells one from another",
		},
		{
			"the default VPC with a tag", other("", ""), `data "aws_vpc" "x" {
				default = true
				tags    = { Name = "x" }
			}`,
			"no other root here declares it",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{"main.tf": asking(c.data, "data.aws_vpc.x.cidr_block")}
			for name, text := range c.others {
				if strings.Contains(text, "var.name") && !strings.Contains(text, "variable \"name\"") {
					text += "variable \"name\" {}\n"
				}
				files[name] = text
			}
			e := evaluate(t, files)
			assert.Empty(t, e.Links)
			assert.Contains(t, e.json("test_thing.x", "v"), c.why)
			assert.NotContains(t, strings.Join(e.addresses(), " "), ":aws_")
		})
	}
}

// TestOneForEachOfAnotherRoot: what another root has made is told apart by its id, though that is
// not known; what may be the same, or none, is not.
func TestOneForEachOfAnotherRoot(t *testing.T) {
	t.Parallel()
	const list = byName + `
data "aws_subnets" "x" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.x.id]
  }
  tags = { Tier = "app" }
}
data "aws_subnet" "each" {
  for_each = toset(data.aws_subnets.x.ids)
  id       = each.value
}
resource "test_each" "x" {
  for_each = { for s in data.aws_subnet.each : s.id => s.cidr_block }
  v        = "${each.key} ${each.value}"
}
variable "key" {}
resource "test_other" "x" {
  one     = data.aws_subnet.each[data.aws_subnets.x.ids[1]].cidr_block
  all     = [for s in data.aws_subnet.each : s.cidr_block]
  literal = data.aws_subnet.each["subnet-0123456789abcdef0"].cidr_block
}
`
	e := evaluate(t, map[string]string{
		"main.tf": asking(list, "[for s in data.aws_subnet.each : s.id]"), "net/main.tf": core,
	}).noDiags()
	e.is("test_thing.x", "v", `[{"$ref":"net:aws_subnet.app[0].id"},{"$ref":"net:aws_subnet.app[1].id"}]`)
	e.is(`test_each.x["{net:aws_subnet.app[1].id}"]`, "v", `{"$parts":[{"$ref":"net:aws_subnet.app[1].id"}," 10.0.1.0/24"]}`)
	e.is("test_other.x", "one", `"10.0.1.0/24"`)
	e.is("test_other.x", "all", `["10.0.0.0/24","10.0.1.0/24"]`)
	assert.Contains(t, e.json("test_other.x", "literal"), `"$unknown"`)
	for name, text := range map[string]string{
		"not known how many": strings.Replace(core, "count      = 2",
			"count      = length(var.n)", 1) + "variable \"n\" {}\n",
		"not known which": core + "variable \"t\" {}\nresource \"aws_subnet\" \"y\" {\n" +
			"  vpc_id = aws_vpc.core.id\n  tags = { Tier = var.t }\n}\n",
	} {
		e := evaluate(t, map[string]string{
			"main.tf": asking(list, "[for s in data.aws_subnet.each : s.id]"), "net/main.tf": text,
		})
		assert.Contains(t, e.addresses(), "test_each.x[*]", name)
	}
	e = evaluate(t, map[string]string{"main.tf": core + `
resource "test_each" "x" {
  for_each = toset([aws_vpc.core.id])
}
`})
	assert.Contains(t, e.addresses(), "test_each.x[*]", "of its own")
}

// TestRevisionsOfAnotherRoot: only the newest revision of a family that is declared once is linked.
func TestRevisionsOfAnotherRoot(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, asked, more, why string }{
		{"a revision", `"app:7"`, "", "no other root here declares it"},
		{"an ARN", `"arn:aws:ecs:eu-west-1:111122223333:task-definition/app"`, "", "no other root here declares it"},
		{"another family", `"web"`, "", "no other root here declares it"},
		{"twice", `"app"`, "resource \"aws_ecs_task_definition\" \"b\" {\n  family = \"app\"\n}\n", "both match it"},
		{
			"perhaps twice", `"app"`,
			"variable \"f\" {}\nresource \"aws_ecs_task_definition\" \"b\" {\n  family = var.f\n}\n",
			"whether it is aws_ecs_task_definition.b of net is not known",
		},
		{
			"elsewhere", `"app"` + "\n  region = \"eu-west-2\"", "", "no other root here declares it",
		},
	} {
		e := evaluate(t, map[string]string{"main.tf": asking(
			"data \"aws_ecs_task_definition\" \"x\" {\n  task_definition = "+c.asked+"\n}",
			"data.aws_ecs_task_definition.x.network_mode"), "net/main.tf": core + c.more})
		assert.Empty(t, e.Links, c.name)
		assert.Contains(t, e.json("test_thing.x", "v"), c.why, c.name)
	}
}

// TestListsAreWhole: a list is linked only where it is all that AWS would answer.
func TestListsAreWhole(t *testing.T) {
	t.Parallel()
	subnets := func(more string) string {
		return byName + "\ndata \"aws_subnets\" \"x\" {\n  filter {\n    name = \"vpc-id\"\n" +
			"    values = [data.aws_vpc.x.id]\n  }\n" + more + "}"
	}
	cases := []struct{ name, data, use, more, why string }{
		{
			"a subnet that may be one of them", subnets("  tags = { Tier = \"app\" }\n"),
			"data.aws_subnets.x.ids", "variable \"t\" {}\nresource \"aws_subnet\" \"y\" {\n" +
				"  vpc_id = aws_vpc.core.id\n  tags = { Tier = var.t }\n}\n",
			"whether it is aws_subnet.y of net is not known",
		},
		{
			"a module that is handed the VPC", subnets("  tags = { Tier = \"app\" }\n"),
			"data.aws_subnets.x.ids", "module \"y\" {\n  source = \"acme/more/aws\"\n" +
				"  vpc = aws_vpc.core.id\n}\n", "what aws_vpc.core of net is handed to may add to them",
		},
		{
			"tables without a tag, the main one among them", byName +
				"\ndata \"aws_route_tables\" \"x\" {\n  vpc_id = data.aws_vpc.x.id\n}",
			"data.aws_route_tables.x.ids", "", "what AWS makes on its own meets its filters, too",
		},
		{
			"none", subnets("  tags = { Tier = \"web\" }\n"), "data.aws_subnets.x.ids", "",
			"no other root here declares it",
		},
		{
			"two VPCs", "data \"aws_subnets\" \"x\" {\n  tags = { Tier = \"app\" }\n}",
			"data.aws_subnets.x.ids", "resource \"aws_vpc\" \"y\" {\n}\nresource \"aws_subnet\" \"y\" {\n" +
				"  vpc_id = aws_vpc.y.id\n  tags = { Tier = \"app\" }\n}\n",
			"they are not known to be in one VPC",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			e := evaluate(t, map[string]string{
				"main.tf": asking(c.data, c.use), "net/main.tf": core + c.more,
			})
			assert.Contains(t, e.json("test_thing.x", "v"), c.why)
		})
	}
}

// TestStates: a state is that of the root whose backend keeps it in the same place.
func TestStates(t *testing.T) {
	t.Parallel()
	writes := func(backend string) string {
		return "terraform {\n" + backend + "\n}\n" + core +
			"output \"vpc\" { value = aws_vpc.core.id }\noutput \"stage\" { value = terraform.workspace }\n"
	}
	reads := func(config string) string {
		return "data \"terraform_remote_state\" \"x\" {\n" + config + "\n}"
	}
	cases := []struct{ name, backend, config, want string }{
		{
			"s3", "backend \"s3\" {\n  bucket = \"b\"\n  key = \"net\"\n}",
			"backend = \"s3\"\n  config = { bucket = \"b\", key = \"net\", region = \"eu-west-1\" }", ref,
		},
		{
			"s3 with another key", "backend \"s3\" {\n  bucket = \"b\"\n  key = \"net\"\n}",
			"backend = \"s3\"\n  config = { bucket = \"b\", key = \"nets\" }",
			"no root here keeps its state in the s3 backend with bucket b and key nets",
		},
		{
			"s3 in a bucket that is not known", "backend \"s3\" {\n  key = \"net\"\n}",
			"backend = \"s3\"\n  config = { bucket = \"b\", key = \"net\" }",
			"no root here keeps its state in the s3 backend",
		},
		{
			"gcs", "backend \"gcs\" {\n  bucket = \"b\"\n  prefix = \"net/\"\n}",
			"backend = \"gcs\"\n  config = { bucket = \"b\", prefix = \"net\" }", ref,
		},
		{
			"azurerm", "backend \"azurerm\" {\n  storage_account_name = \"a\"\n" +
				"  container_name = \"c\"\n  key = \"k\"\n}",
			"backend = \"azurerm\"\n  config = { storage_account_name = \"a\", container_name = \"c\", " +
				"key = \"k\" }", ref,
		},
		{"a file", "", "backend = \"local\"\n  config = { path = \"net/terraform.tfstate\" }", ref},
		{
			"a file by the folder", "backend \"local\" {\n  path = \"../s/net.tfstate\"\n}",
			"backend = \"local\"\n  config = { path = \"${path.module}/s/net.tfstate\" }", ref,
		},
		{
			"another file", "", "backend = \"local\"\n  config = { path = \"net/old.tfstate\" }",
			"no root here keeps its state in the local backend",
		},
		{
			"a workspace of an organization",
			"cloud {\n  organization = \"o\"\n  workspaces {\n    name = \"net\"\n  }\n}",
			"backend = \"remote\"\n  config = { organization = \"o\", workspaces = { name = \"net\" } }", ref,
		},
		{
			"a workspace by its prefix", "backend \"remote\" {\n  organization = \"o\"\n" +
				"  workspaces {\n    prefix = \"net-\"\n  }\n}", "backend = \"remote\"\n" +
				"  config = { organization = \"o\", workspaces = { name = \"net-live\" } }",
			`{"$ref":"net@live:aws_vpc.core.id"}`,
		},
		{
			"another workspace", "cloud {\n  organization = \"o\"\n  workspaces {\n    name = \"net\"\n  }\n}",
			"backend = \"remote\"\n  config = { organization = \"o\", workspaces = { name = \"web\" } }",
			"no root here keeps its state",
		},
		{
			"another backend", "backend \"http\" {\n  address = \"https://x\"\n}",
			"backend = \"http\"\n  config = { address = \"https://x\" }",
			"states of the backend http are not looked for",
		},
		{
			"the workspace that is named", "backend \"s3\" {\n  bucket = \"b\"\n  key = \"net\"\n}",
			"backend = \"s3\"\n  workspace = \"live\"\n  config = { bucket = \"b\", key = \"net\" }",
			`{"$ref":"net@live:aws_vpc.core.id"}`,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{
				"main.tf":     asking(reads(c.config), "data.terraform_remote_state.x.outputs.vpc"),
				"net/main.tf": writes(c.backend),
			}
			e := evaluate(t, files)
			if strings.HasPrefix(c.want, "{") {
				e.noDiags().is("test_thing.x", "v", c.want)
			} else {
				assert.Contains(t, e.json("test_thing.x", "v"), c.want)
			}
			e = evaluate(t, files, func(o *Options) { o.Isolated = true })
			assert.NotContains(t, e.json("test_thing.x", "v"), "aws_vpc")
		})
	}
}

// TestPartialBackends: what a backend leaves out stands in files of the tree.
func TestPartialBackends(t *testing.T) {
	t.Parallel()
	const net = "terraform {\n  backend \"s3\" {\n    KEY\n  }\n}\n" + core +
		"output \"vpc\" { value = aws_vpc.core.id }\n"
	const dev, prod = "bucket = \"dev\"\nkey = \"net\"\n", "bucket = \"prod\"\nkey = \"net\"\n"
	const none = "no root here keeps its state in the s3 backend with bucket prod and key net"
	cases := []struct {
		name, key string
		files     map[string]string
		want      string
	}{
		{"nowhere", "", nil, none},
		{"beside it", "", map[string]string{"net/prod.tfbackend": prod}, ref},
		{"in a folder below", "", map[string]string{"net/backends/prod.hcl": prod}, ref},
		{"in a folder beside it", "", map[string]string{"backends/prod.hcl": prod}, ref},
		{
			"one value above", "key = \"net\"",
			map[string]string{"backend.hcl": "bucket = \"prod\"\nregion = \"eu-west-1\"\n"},
			ref,
		},
		{"another one", "", map[string]string{"net/dev.tfbackend": dev}, none},
		{
			"one of two", "",
			map[string]string{"net/dev.tfbackend": dev, "net/prod.tfbackend": prod},
			ref,
		},
		{
			"one of two that choose values", "", map[string]string{
				"net/dev.tfbackend": dev, "net/prod.tfbackend": prod, "net/prod.tfvars": "x = 1\n",
			}, "it is not known which values of its variables net has there",
		},
		{
			"two of one", "", map[string]string{"net/a.tfbackend": prod, "net/b.tfbackend": prod}, ref,
		},
		{"a file of something else", "", map[string]string{"net/other.hcl": "x {\n" + prod + "}\n"}, none},
		{"a whole one that a file changes", prod, map[string]string{"net/dev.tfbackend": dev}, ref},
		{
			"the same of two roots", "", map[string]string{
				"backend.hcl": prod, "old/main.tf": strings.Replace(net, "KEY", "", 1),
			}, "2 roots here keep their state in the s3 backend",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{
				"app/main.tf": asking("data \"terraform_remote_state\" \"x\" {\n  backend = \"s3\"\n"+
					"  config = { bucket = \"prod\", key = \"net\" }\n}",
					"data.terraform_remote_state.x.outputs.vpc"),
				"net/main.tf": strings.Replace(net, "KEY", c.key, 1),
			}
			maps.Copy(files, c.files)
			root := loadUnit(t, files, Options{}, "app")
			if c.want == ref {
				assert.NotEmpty(t, root.Links)
				return
			}
			require.Empty(t, root.Links)
			for _, r := range root.Resources {
				if r.Mode == parser.Data {
					assert.Contains(t, r.Unlinked, c.want)
				}
			}
		})
	}
}

// TestStateOutputs: what a state holds, what it lacks, and what stands in for that.
func TestStateOutputs(t *testing.T) {
	t.Parallel()
	net := "output \"a\" { value = \"x\" }\noutput \"file\" { value = trimspace(file(\"a.txt\")) }\n" +
		"output \"here\" { value = path.module }\noutput \"none\" { value = null }\n" +
		"output \"stage\" { value = terraform.workspace }\nmodule \"m\" {\n  source = \"../m\"\n}\n" +
		"output \"m\" { value = module.m.v }\n"
	e := evaluate(t, map[string]string{
		"main.tf": `
data "terraform_remote_state" "x" {
  backend   = "local"
  workspace = "live"
  config    = { path = "net/terraform.tfstate" }
  defaults  = { b = "default", none = "set" }
}
locals {
  all = data.terraform_remote_state.x.outputs
}
resource "test_thing" "x" {
  a     = data.terraform_remote_state.x.outputs.a
  b     = data.terraform_remote_state.x.outputs["b"]
  c     = data.terraform_remote_state.x.outputs.c
  none  = data.terraform_remote_state.x.outputs.none
  file  = data.terraform_remote_state.x.outputs.file
  here  = local.all.here
  m     = local.all["m"]
  stage = local.all.stage
  own   = path.module
}
`,
		"a.txt": "mine", "net/main.tf": net, "net/a.txt": "theirs",
		"m/main.tf": "output \"v\" { value = \"of m\" }",
	}).noDiags()
	e.is("test_thing.x", "a", `"x"`)
	e.is("test_thing.x", "b", `"default"`)
	e.is("test_thing.x", "none", `"set"`)
	e.is("test_thing.x", "file", `"theirs"`)
	e.is("test_thing.x", "here", `"."`)
	e.is("test_thing.x", "stage", `"live"`)
	e.is("test_thing.x", "m", `"of m"`)
	assert.Contains(t, e.json("test_thing.x", "c"), "is not among the outputs of net")
}

// TestChains: links lead on, and circles end.
func TestChains(t *testing.T) {
	t.Parallel()
	state := func(root string) string {
		return "data \"terraform_remote_state\" \"x\" {\n  backend = \"local\"\n" +
			"  config = { path = \"" + root + "/terraform.tfstate\" }\n}\n"
	}
	e := evaluate(t, map[string]string{
		"main.tf": asking(state("mid"), "data.terraform_remote_state.x.outputs.v"),
		"mid/main.tf": state("../net") +
			"output \"v\" { value = data.terraform_remote_state.x.outputs.v }\n",
		"net/main.tf": core + "output \"v\" { value = aws_vpc.core.id }\n",
	}).noDiags()
	e.is("test_thing.x", "v", ref)
	assert.Equal(t, []parser.Link{
		{
			Data: "data.terraform_remote_state.x", From: ".", To: "the state", Root: "mid",
			By: "its local backend with path mid/terraform.tfstate",
		}, {
			Data: "mid:data.terraform_remote_state.x", From: "mid", To: "the state", Root: "net",
			By: "its local backend with path net/terraform.tfstate",
		},
	}, e.Links)
	e = evaluate(t, map[string]string{
		"main.tf": asking(state("mid"), "data.terraform_remote_state.x.outputs.v") +
			"output \"w\" { value = data.terraform_remote_state.x.outputs.v }\n" +
			"output \"fine\" { value = \"from here\" }\n",
		"mid/main.tf": state("..") +
			"output \"v\" { value = data.terraform_remote_state.x.outputs.w }\n",
	}).noDiags()
	assert.Contains(t, e.json("test_thing.x", "v"), "in a circle")
	e = evaluate(t, map[string]string{
		"main.tf": asking(state("."), "data.terraform_remote_state.x.outputs.v"), "mid/main.tf": core,
	}).noDiags()
	assert.Contains(t, e.json("test_thing.x", "v"), "the state of the configuration itself")
}

// TestMatches: the patterns of filters.
func TestMatches(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"core", "core", true},
		{"core", "cores", false},
		{"*", "", true},
		{"c*", "core", true},
		{"*-a*", "core-app", true},
		{"c?re", "core", true},
		{"c?re", "cre", false},
		{`a\*`, "a*", true},
		{`a\*`, "ab", false},
		{"*a*a*a*b", strings.Repeat("a", 5000), false},
		{"a?", "a", false},
		{"*é", "café", true},
	} {
		assert.Equal(t, c.want, matches(c.pattern, c.text), "%s %s", c.pattern, c.text)
	}
}
