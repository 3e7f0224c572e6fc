package lint

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/report"
)

// sealedOff is a service in a subnet that nothing leads out of, and one behind a NAT gateway, both
// with one security group whose egress is %EGRESS%.
const sealedOff = `
provider "aws" {
  region = "eu-west-1"
}
variable "office" {
  type = string
}
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "net" {
  for_each   = { public = 0, private = 1, sealed = 2 }
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet("10.0.0.0/16", 8, each.value)
}
resource "aws_nat_gateway" "main" {
  subnet_id     = aws_subnet.net["public"].id
  allocation_id = "eipalloc-1"
}
resource "aws_route_table" "net" {
  for_each = { public = aws_internet_gateway.main.id, private = aws_nat_gateway.main.id }
  vpc_id   = aws_vpc.main.id
  route {
    cidr_block     = "0.0.0.0/0"
    gateway_id     = each.key == "public" ? each.value : null
    nat_gateway_id = each.key == "private" ? each.value : null
  }
}
resource "aws_route_table" "sealed" {
  vpc_id = aws_vpc.main.id
}
resource "aws_route_table_association" "net" {
  for_each       = { for k, t in aws_route_table.net : k => t.id }
  subnet_id      = aws_subnet.net[each.key].id
  route_table_id = each.value
}
resource "aws_route_table_association" "sealed" {
  subnet_id      = aws_subnet.net["sealed"].id
  route_table_id = aws_route_table.sealed.id
}
resource "aws_security_group" "task" {
  vpc_id = aws_vpc.main.id
  egress {
    protocol    = "tcp"
    from_port   = %PORT%
    to_port     = %PORT%
    cidr_blocks = [%CIDR%]
  }
}
resource "aws_ecs_cluster" "main" {
  name = "main"
}
resource "aws_ecs_task_definition" "app" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  container_definitions    = jsonencode([{ name = "app", image = "quay.io/example/app:1" }])
}
resource "aws_ecs_service" "app" {
  for_each        = toset([%SUBNETS%])
  name            = each.key
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.app.arn
  launch_type     = "FARGATE"
  network_configuration {
    subnets         = [aws_subnet.net[each.key].id]
    security_groups = [aws_security_group.task.id]
  }
}
`

// behindTheExit judges the services with the egress given.
func behindTheExit(t *testing.T, port, cidr, subnets string) *report.Report {
	t.Helper()
	dir := t.TempDir()
	text := strings.NewReplacer("%PORT%", port, "%CIDR%", cidr, "%SUBNETS%", subnets).Replace(sealedOff)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.tf"), []byte(text), 0o600))
	r, err := Run(t.Context(), Options{Input: Input{Dir: dir, Paths: []string{"."}}})
	require.NoError(t, err)
	require.Empty(t, r.Diagnostics)
	return r
}

// A group that lets nothing out shows only once something leads out.
func TestAFaultBehindAnotherIsAWarning(t *testing.T) {
	r := behindTheExit(t, "80", `"0.0.0.0/0"`, `"sealed"`)
	require.Len(t, r.Findings, 2)
	for _, found := range r.Findings {
		if found.Rule == "network/no_route" {
			assert.Equal(t, report.Error, found.Severity)
			continue
		}
		assert.Equal(t, "network/egress_blocked", found.Rule)
		assert.Equal(t, report.Warning, found.Severity)
		assert.Len(t, found.MaskedBy, 1)
		assert.Contains(t, found.Message, "(shows only once network/no_route is mended)")
	}
}

// What lets the leg out, or may, is not behind anything.
func TestNothingIsBehindAnOpenOrUnknownGate(t *testing.T) {
	for name, egress := range map[string][2]string{
		"open": {"443", `"0.0.0.0/0"`}, "a variable": {"443", "var.office"},
		"a port that is not known": {"var.office", `"0.0.0.0/0"`},
	} {
		t.Run(name, func(t *testing.T) {
			r := behindTheExit(t, egress[0], egress[1], `"sealed"`)
			require.Len(t, r.Findings, 1)
			assert.Equal(t, "network/no_route", r.Findings[0].Rule)
		})
	}
}

// A fault that another pull shows is an error, of that pull alone.
func TestAFaultThatShowsIsNotMasked(t *testing.T) {
	r := behindTheExit(t, "80", `"0.0.0.0/0"`, `"sealed", "private"`)
	require.Len(t, r.Findings, 2)
	for _, found := range r.Findings {
		assert.Equal(t, report.Error, found.Severity)
		assert.Empty(t, found.MaskedBy)
		want := map[string]string{
			"network/egress_blocked": `aws_ecs_service.app["private"]`,
			"network/no_route":       `aws_ecs_service.app["sealed"]`,
		}[found.Rule]
		require.Len(t, found.Pulls, 1)
		assert.Equal(t, want, found.Pulls[0].Workload)
	}
}
