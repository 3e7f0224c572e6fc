package graph_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNATInstanceByItsInterface(t *testing.T) {
	g := load(t, network+`
resource "aws_security_group" "nat" {
  vpc_id = aws_vpc.main.id
}
resource "aws_network_interface" "nat" {
  subnet_id         = aws_subnet.a.id
  source_dest_check = false
}
resource "aws_network_interface_sg_attachment" "nat" {
  network_interface_id = aws_network_interface.nat.id
  security_group_id    = aws_security_group.nat.id
}
resource "aws_instance" "nat" {
  ami           = "ami-1"
  instance_type = "t4g.nano"
  network_interface {
    device_index         = 0
    network_interface_id = aws_network_interface.nat.id
  }
}
resource "aws_eip" "nat" {
  instance = aws_instance.nat.id
}
resource "aws_instance" "plain" {
  ami           = "ami-1"
  instance_type = "t4g.nano"
  subnet_id     = aws_subnet.a.id
}
resource "aws_route_table" "x" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block           = "0.0.0.0/0"
    network_interface_id = aws_network_interface.nat.id
  }
  route {
    cidr_block           = "10.9.0.0/16"
    network_interface_id = aws_instance.plain.primary_network_interface_id
  }
}`)
	routes := table(t, g, "aws_route_table.x").Routes
	inside := routes[0].Interface
	require.NotNil(t, inside)
	assert.False(t, inside.SourceDestCheck.V)
	require.NotNil(t, inside.Instance.To)
	assert.Equal(t, "aws_subnet.a", inside.Instance.To.Subnet.To.ID)
	assert.True(t, inside.Instance.To.PublicIP.V)
	require.Len(t, inside.Groups.Items, 1)
	assert.Len(t, inside.Instance.To.Groups.Items, 1)
	plain := routes[1].Instance
	require.NotNil(t, plain)
	assert.True(t, plain.SourceDestCheck.V)
	assert.False(t, plain.PublicIP.Given)
}

func TestNATGateways(t *testing.T) {
	g := load(t, network+`
resource "aws_nat_gateway" "private" {
  connectivity_type = "private"
  subnet_id         = aws_subnet.a.id
}
resource "aws_nat_gateway" "regional" {
  availability_mode = "regional"
  vpc_id            = aws_vpc.main.id
}
resource "aws_nat_gateway" "zonal" {
  subnet_id     = aws_subnet.a.id
  allocation_id = var.any
}`)
	require.Len(t, g.NATGateways, 3)
	assert.False(t, g.NATGateways[0].Public.V)
	assert.True(t, g.NATGateways[1].Regional.V)
	assert.NotNil(t, g.NATGateways[1].VPC.To)
	assert.True(t, g.NATGateways[1].Subnet.None())
	assert.True(t, g.NATGateways[2].Public.V)
	assert.False(t, g.NATGateways[2].Regional.V)
	assert.NotNil(t, g.NATGateways[2].Allocation.Why)
}

func TestDHCPOptions(t *testing.T) {
	const options = `
resource "aws_vpc_dhcp_options" "own" {
  domain_name_servers = ["10.0.0.53", var.any]
}
`
	g := load(t, network+options+`
resource "aws_vpc_dhcp_options_association" "own" {
  vpc_id          = aws_vpc.main.id
  dhcp_options_id = aws_vpc_dhcp_options.own.id
}`)
	l := vpc(t, g, "aws_vpc.main").DHCP
	require.NotNil(t, l.To)
	require.Len(t, l.To.Servers.Items, 2)
	assert.Equal(t, "10.0.0.53", l.To.Servers.Items[0].V)
	assert.NotNil(t, l.To.Servers.Items[1].Why)

	assert.True(t, vpc(t, load(t, network+options), "aws_vpc.main").DHCP.None())

	g = load(t, network+options+`
resource "aws_vpc_dhcp_options_association" "own" {
  count           = var.create ? 1 : 0
  vpc_id          = aws_vpc.main.id
  dhcp_options_id = aws_vpc_dhcp_options.own.id
}`)
	assert.NotNil(t, vpc(t, g, "aws_vpc.main").DHCP.Why)
}

func TestSecondaryRanges(t *testing.T) {
	g := load(t, network+`
resource "aws_vpc_ipv4_cidr_block_association" "more" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "100.64.0.0/16"
}
resource "aws_vpc" "picked" {
  ipv4_ipam_pool_id = "ipam-pool-1"
}`)
	assert.Len(t, vpc(t, g, "aws_vpc.main").CIDRs.Items, 2)
	picked := vpc(t, g, "aws_vpc.picked").CIDRs
	require.Len(t, picked.Items, 1)
	assert.NotNil(t, picked.Items[0].Why)
}

func TestRoutesOfBothSpellings(t *testing.T) {
	g := load(t, network+`
resource "aws_route_table" "mixed" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block         = "10.1.0.0/16"
    transit_gateway_id = "tgw-1"
  }
}
resource "aws_route_table" "separate" {
  vpc_id           = aws_vpc.main.id
  propagating_vgws = ["vgw-1"]
}
resource "aws_route_table" "perhaps" {
  vpc_id           = aws_vpc.main.id
  propagating_vgws = var.any
}
resource "aws_route" "each" {
  for_each                    = { a = aws_route_table.mixed.id, b = aws_route_table.separate.id }
  route_table_id              = each.value
  destination_ipv6_cidr_block = "::/0"
  gateway_id                  = "igw-1"
}`)
	mixed := table(t, g, "aws_route_table.mixed")
	assert.True(t, mixed.Mixed)
	assert.Nil(t, mixed.Propagates)
	require.Len(t, mixed.Routes, 2)
	assert.Equal(t, "::/0", mixed.Routes[1].Prefix.V.String())
	separate := table(t, g, "aws_route_table.separate")
	assert.False(t, separate.Mixed)
	assert.NotNil(t, separate.Propagates)
	assert.NotNil(t, table(t, g, "aws_route_table.perhaps").Propagates)
}
