package graph_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser/terraform"
)

// BenchmarkBuild builds the graph of a stack of 40 resources.
func BenchmarkBuild(b *testing.B) {
	dir := b.TempDir()
	source := network + task + fleet + `
resource "aws_route_table" "r" {
  count  = 6
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.i.id
  }
}
resource "aws_internet_gateway" "i" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "s" {
  count      = 6
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet("10.0.0.0/16", 8, 10 + count.index)
}
resource "aws_route_table_association" "s" {
  count          = 6
  subnet_id      = aws_subnet.s[count.index].id
  route_table_id = aws_route_table.r[count.index].id
}
resource "aws_security_group" "g" {
  count  = 4
  vpc_id = aws_vpc.main.id
  egress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_vpc_endpoint" "e" {
  for_each            = toset(["ecr.api", "ecr.dkr", "logs"])
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = aws_subnet.s[*].id
  security_group_ids  = aws_security_group.g[*].id
  private_dns_enabled = true
}
resource "aws_ecs_service" "s" {
  name            = "s"
  cluster         = aws_ecs_cluster.c.id
  launch_type     = "FARGATE"
  task_definition = aws_ecs_task_definition.t.arn
  network_configuration {
    subnets         = aws_subnet.s[*].id
    security_groups = [aws_security_group.g[0].id]
  }
}`
	require.NoError(b, os.WriteFile(filepath.Join(dir, "main.tf"), []byte(source), 0o600))
	roots, _ := terraform.Load(b.Context(), terraform.Options{Dir: dir, Paths: []string{"."}})
	require.Len(b, roots, 1)
	b.ReportMetric(float64(len(roots[0].Resources)), "resources")
	b.ReportAllocs()
	for b.Loop() {
		_, _ = graph.Build(roots[0])
	}
}
