package graph_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/graph"
)

// What an instance leaves out its launch template says.
func TestInstanceFromATemplate(t *testing.T) {
	const template = `
resource "aws_security_group" "one" {
  vpc_id = aws_vpc.main.id
}
resource "aws_security_group" "two" {
  vpc_id = aws_vpc.main.id
}
resource "aws_launch_template" "box" {
  network_interfaces {
    subnet_id                   = aws_subnet.a.id
    security_groups             = [aws_security_group.one.id]
    associate_public_ip_address = true
  }
}
resource "aws_route_table" "x" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block           = "0.0.0.0/0"
    network_interface_id = aws_instance.box.primary_network_interface_id
  }
}
`
	instance := func(t *testing.T, body string) *graph.Instance {
		t.Helper()
		g := load(t, network+template+`
resource "aws_instance" "box" {
  launch_template {
    id = aws_launch_template.box.id
`+body+"\n}")
		found := table(t, g, "aws_route_table.x").Routes[0].Instance
		require.NotNil(t, found)
		return found
	}
	all := instance(t, "  }")
	require.Len(t, all.Groups.Items, 1)
	assert.Equal(t, "aws_security_group.one", all.Groups.Items[0].To.ID)
	require.NotNil(t, all.Subnet.To)
	assert.Equal(t, "aws_subnet.a", all.Subnet.To.ID)
	assert.True(t, all.PublicIP.V)

	own := instance(t, `  }
  vpc_security_group_ids      = [aws_security_group.two.id]
  associate_public_ip_address = false`)
	require.Len(t, own.Groups.Items, 1)
	assert.Equal(t, "aws_security_group.two", own.Groups.Items[0].To.ID)
	assert.False(t, own.PublicIP.V)

	old := instance(t, "    version = 4\n  }")
	assert.NotNil(t, old.Groups.Open, "the fourth version is not in view")
	assert.NotNil(t, old.Subnet.Why)
	assert.Empty(t, instance(t, "    version = \"$Latest\"\n  }").Groups.Open)
}

// A NAT gateway may be given its address by a resource of its own.
func TestAddressOfANATGateway(t *testing.T) {
	const gateway = `
resource "aws_nat_gateway" "x" {
  subnet_id = aws_subnet.a.id
}
resource "aws_eip" "x" {}
`
	const association = `
  nat_gateway_id = aws_nat_gateway.x.id
  allocation_id  = aws_eip.x.id
}`
	address := func(g *graph.Graph) graph.Value[bool] { return g.NATGateways[0].Allocation }
	assert.False(t, address(load(t, network+gateway)).V)
	given := load(t, network+gateway+`resource "aws_nat_gateway_eip_association" "x" {`+association)
	assert.True(t, address(given).V)
	perhaps := load(t, network+gateway+`resource "aws_nat_gateway_eip_association" "x" {
  count = var.any ? 1 : 0`+association)
	assert.NotNil(t, address(perhaps).Why)
}

// A route server may add routes to the tables that it propagates to, and to no others.
func TestRouteServer(t *testing.T) {
	g := load(t, network+`
resource "aws_route_table" "learns" {
  vpc_id = aws_vpc.main.id
}
resource "aws_route_table" "knows" {
  vpc_id = aws_vpc.main.id
}
resource "aws_vpc_route_server_propagation" "x" {
  route_server_id = "rs-0123456789abcdef0"
  route_table_id  = aws_route_table.learns.id
}`)
	assert.NotNil(t, table(t, g, "aws_route_table.learns").Propagates)
	assert.Nil(t, table(t, g, "aws_route_table.knows").Propagates)
}

// A group that is lent to another VPC no longer says where its interfaces are.
func TestGroupOfSeveralVPCs(t *testing.T) {
	g := load(t, network+`
resource "aws_security_group" "lent" {
  vpc_id = aws_vpc.main.id
}
resource "aws_security_group" "own" {
  vpc_id = aws_vpc.main.id
}
resource "aws_vpc_security_group_vpc_association" "x" {
  security_group_id = aws_security_group.lent.id
  vpc_id            = var.any
}`)
	assert.NotNil(t, group(t, g, "aws_security_group.lent").Abroad)
	assert.Nil(t, group(t, g, "aws_security_group.own").Abroad)
}
