package policy_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/iam"
	"github.com/ecrlint/ecrlint/parser/terraform"
	"github.com/ecrlint/ecrlint/policy"
	"github.com/ecrlint/ecrlint/pull"
	"github.com/ecrlint/ecrlint/report"
)

// stack is a service in isolated subnets with all endpoints; EGRESS stands for the task group's
// rules.
const stack = `
variable "peer" {}
provider "aws" { region = "eu-west-1" }
resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_subnet" "b" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.2.0/24"
}
resource "aws_route_table" "private" { vpc_id = aws_vpc.main.id }
resource "aws_route_table_association" "a" {
  subnet_id      = aws_subnet.a.id
  route_table_id = aws_route_table.private.id
}
resource "aws_route_table_association" "b" {
  subnet_id      = aws_subnet.b.id
  route_table_id = aws_route_table.private.id
}
resource "aws_security_group" "endpoints" {
  vpc_id = aws_vpc.main.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.main.cidr_block]
  }
}
resource "aws_security_group" "task" {
  vpc_id = aws_vpc.main.id
  EGRESS
}
resource "aws_vpc_endpoint" "ecr" {
  for_each            = toset(["api", "dkr"])
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.ecr.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [aws_subnet.a.id]
  security_group_ids  = [aws_security_group.endpoints.id]
  private_dns_enabled = true
}
resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.main.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_route_table.private.id]
}
resource "aws_iam_role" "execution" {
  name                = "execution"
  managed_policy_arns = ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
}
resource "aws_ecs_task_definition" "api" {
  family                   = "api"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "api", image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:1" },
    { name = "log", image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/log:1" },
  ])
}
resource "aws_ecs_service" "api" {
  name            = "api"
  launch_type     = "FARGATE"
  task_definition = aws_ecs_task_definition.api.arn
  network_configuration {
    subnets         = [aws_subnet.a.id, aws_subnet.b.id]
    security_groups = [aws_security_group.task.id]
  }
}
`

const (
	endpointsOnly = `egress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [aws_security_group.endpoints.id]
  }`
	endpointsAndS3 = `egress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [aws_security_group.endpoints.id]
    prefix_list_ids = [aws_vpc_endpoint.s3.prefix_list_id]
  }`
	endpointsAndPeer = `egress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [aws_security_group.endpoints.id, var.peer]
    cidr_blocks     = var.peer
  }`
)

// written returns the stack with the egress rules in a folder of its own.
func written(t *testing.T, egress string) string {
	t.Helper()
	dir := t.TempDir()
	text := strings.Replace(stack, "EGRESS", egress, 1)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.tf"), []byte(text), 0o600))
	return dir
}

// cut reads a folder and returns its pulls.
func cut(t *testing.T, dir string) []*pull.Pull {
	t.Helper()
	roots, diags := terraform.Load(t.Context(), terraform.Options{Dir: dir, Paths: []string{"."}})
	require.False(t, diags.HasErrors(), "%v", diags)
	var pulls []*pull.Pull
	for _, root := range roots {
		g, _ := graph.Builder{ManagedPolicy: iam.Managed}.Build(root)
		pulls = append(pulls, pull.Cut(g)...)
	}
	return pulls
}

func judged(t *testing.T, dir string, opts policy.Options) policy.Result {
	t.Helper()
	engine, err := policy.Compile(opts)
	require.NoError(t, err)
	result, err := engine.Judge(t.Context(), cut(t, dir))
	require.NoError(t, err)
	return result
}

func TestAFaultIsSaidOnceHoweverManyPullsItBreaks(t *testing.T) {
	result := judged(t, written(t, endpointsOnly), policy.Options{})
	require.Len(t, result.Pulls, 2)
	for _, p := range result.Pulls {
		assert.Equal(t, report.Fails, p.Verdict)
		assert.Len(t, p.Findings, 1)
		assert.Empty(t, p.Unknowns)
	}
	require.Len(t, result.Findings, 1)
	found := result.Findings[0]
	assert.Equal(t, "network/s3_egress_blocked", found.Rule)
	assert.Equal(t, report.Error, found.Severity)
	assert.Equal(t, "aws_security_group.task", found.Resource)
	assert.Equal(t, "main.tf", found.Location.File)
	assert.Equal(t, []report.PullRef{
		{Root: ".", Workload: "aws_ecs_service.api", Container: "api"},
		{Root: ".", Workload: "aws_ecs_service.api", Container: "log"},
	}, found.Pulls)
	assert.Contains(t, found.Fix.Snippet, "prefix_list_ids = [aws_vpc_endpoint.s3.prefix_list_id]")
	assert.NotContains(t, found.Fix.Snippet, "0.0.0.0/0")
	assert.NotEmpty(t, found.Predicts)
	assert.Equal(t, "docs/rules/network/s3_egress_blocked.md", found.Docs)
	assert.Regexp(t, "^[0-9a-f]{16}$", found.Fingerprint)
	var broken []string
	for _, hop := range found.Path {
		if hop.State == "closed" {
			broken = append(broken, hop.Gate+" "+hop.At)
			assert.Positive(t, hop.Location.Line)
		}
	}
	assert.Equal(t, []string{"egress aws_security_group.task"}, broken)
}

func TestAPullWithEveryGateOpenPulls(t *testing.T) {
	result := judged(t, written(t, endpointsAndS3), policy.Options{})
	require.Len(t, result.Pulls, 2)
	for _, p := range result.Pulls {
		assert.Equal(t, report.Pulls, p.Verdict, "%v", p.Unknowns)
		assert.Empty(t, p.Unknowns)
	}
	for _, found := range result.Findings {
		assert.NotEqual(t, report.Error, found.Severity)
	}
}

func TestAnUnknownGateIsNoFaultAndNamesItsOrigin(t *testing.T) {
	result := judged(t, written(t, endpointsAndPeer), policy.Options{})
	require.Len(t, result.Pulls, 2)
	for _, p := range result.Pulls {
		assert.Equal(t, report.Unknown, p.Verdict)
		require.NotEmpty(t, p.Unknowns)
		assert.Contains(t, p.Unknowns[0].What, "var.peer")
		assert.NotEmpty(t, p.Unknowns[0].Hint)
	}
	for _, found := range result.Findings {
		assert.NotEqual(t, report.Error, found.Severity)
	}
}

func TestSkippedRulesSayNothing(t *testing.T) {
	dir := written(t, endpointsOnly)
	for _, opts := range []policy.Options{
		{Skip: []string{"network/s3_egress_blocked"}},
		{Skip: []string{"network/*"}},
		{Only: []string{"iam/*"}},
	} {
		for _, p := range judged(t, dir, opts).Pulls {
			assert.Equal(t, report.Pulls, p.Verdict)
		}
	}
	only := judged(t, dir, policy.Options{Only: []string{"network/s3_egress_blocked"}})
	assert.Len(t, only.Findings, 1)
}

func TestEqualConfigurationGetsEqualResults(t *testing.T) {
	engine, err := policy.Compile(policy.Options{})
	require.NoError(t, err)
	dir := written(t, endpointsOnly)
	first, err := engine.Judge(t.Context(), cut(t, dir))
	require.NoError(t, err)
	second, err := engine.Judge(t.Context(), cut(t, dir))
	require.NoError(t, err)
	assert.Equal(t, first, second)
	assert.Equal(t, first, judged(t, dir, policy.Options{}))
}

// stacks returns the folders of the repository that are stacks with expectations.
func stacks(t *testing.T) []string {
	t.Helper()
	dirs, err := filepath.Glob("../rules/*/*/[fp]a*")
	require.NoError(t, err)
	require.NotEmpty(t, dirs)
	top := "../testdata/terraform"
	require.NoError(t, filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Name() == "expect.json" {
			dirs = append(dirs, filepath.Dir(path))
		}
		return err
	}))
	return dirs
}

// results are what is said of the stacks, which two tests look at.
var results map[string]policy.Result

func judgedStacks(t *testing.T) map[string]policy.Result {
	t.Helper()
	if results == nil {
		results = map[string]policy.Result{}
		engine, err := policy.Compile(policy.Options{})
		require.NoError(t, err)
		for _, dir := range stacks(t) {
			results[dir], err = engine.Judge(t.Context(), cut(t, dir))
			require.NoError(t, err, dir)
		}
	}
	return results
}

func TestAPullFailsExactlyWhenAnErrorIsFound(t *testing.T) {
	for dir, result := range judgedStacks(t) {
		severity := map[string]report.Severity{}
		for _, found := range result.Findings {
			severity[found.Fingerprint] = found.Severity
			assert.NotEmpty(t, found.Pulls, dir)
			assert.NotEmpty(t, found.Fix.Summary, "%s: %s", dir, found.Rule)
			assert.Positive(t, found.Location.Line, "%s: %s", dir, found.Rule)
		}
		for _, p := range result.Pulls {
			errors := 0
			for _, print := range p.Findings {
				if severity[print] == report.Error {
					errors++
				}
			}
			assert.Equal(t, p.Verdict == report.Fails, errors > 0, "%s: %s", dir, p.Workload)
			assert.Equal(t, p.Verdict == report.Unknown, len(p.Unknowns) > 0, "%s: %s", dir, p.Workload)
		}
	}
}

func TestSnippetsAreTerraform(t *testing.T) {
	for dir, result := range judgedStacks(t) {
		for _, found := range result.Findings {
			text := found.Fix.Snippet
			var diags hcl.Diagnostics
			if _, object, isStatement := strings.Cut(text, "\n{\n"); isStatement {
				_, diags = hclsyntax.ParseExpression([]byte("[{\n"+object+"\n]"), "snippet.tf",
					hcl.InitialPos)
			} else if i := strings.Index(text, `"`); i == 0 || i > 0 && text[i-1] == '\n' {
				// a property of a JSON document
				_, diags = hclsyntax.ParseExpression([]byte("{\n"+text+"\n}"), "snippet.tf", hcl.InitialPos)
			} else {
				_, diags = hclsyntax.ParseConfig([]byte(text+"\n"), "snippet.tf", hcl.InitialPos)
			}
			assert.False(t, diags.HasErrors(), "%s: %s: %v\n%s", dir, found.Rule, diags, text)
			assert.NotContains(t, text, "ecr:*")
		}
	}
}
