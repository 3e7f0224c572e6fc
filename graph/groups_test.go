package graph_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestInlineRules(t *testing.T) {
	g := load(t, network+`
resource "aws_security_group" "other" {
  vpc_id = aws_vpc.main.id
}
resource "aws_security_group" "x" {
  vpc_id = aws_vpc.main.id
  egress {
    protocol         = "6"
    from_port        = 443
    to_port          = 443
    cidr_blocks      = ["10.0.0.0/16"]
    ipv6_cidr_blocks = ["::/0"]
    security_groups  = [aws_security_group.other.id]
    self             = true
  }
  dynamic "ingress" {
    for_each = var.many
    content {
      protocol    = "all"
      from_port   = 0
      to_port     = 0
      cidr_blocks = [ingress.value]
    }
  }
}`)
	x := group(t, g, "aws_security_group.x")
	require.Len(t, x.Egress, 1)
	rule := x.Egress[0]
	assert.Equal(t, "tcp", rule.Protocol.V)
	assert.Equal(t, 443, rule.From.V)
	assert.Equal(t, "10.0.0.0/16", rule.CIDRs.Items[0].V.String())
	assert.Equal(t, "::/0", rule.CIDRs6.Items[0].V.String())
	require.Len(t, rule.Groups.Items, 2)
	assert.Equal(t, "aws_security_group.other", rule.Groups.Items[0].To.ID)
	assert.Same(t, x, rule.Groups.Items[1].To)
	assert.True(t, x.EgressInline)
	assert.False(t, x.EgressSeparate)
	require.Len(t, x.Ingress, 1)
	assert.Equal(t, "-1", x.Ingress[0].Protocol.V)
	assert.NotNil(t, x.Ingress[0].Maybe)
	assert.NotNil(t, x.Ingress[0].CIDRs.Items[0].Why)
}

func TestANewGroupLetsNothingOut(t *testing.T) {
	g := load(t, network+`
resource "aws_security_group" "x" {
  vpc_id = aws_vpc.main.id
}`)
	x := group(t, g, "aws_security_group.x")
	assert.Empty(t, x.Egress)
	assert.False(t, x.EgressInline)
	assert.Empty(t, x.LostEgress)
}

func TestSeparateRulesOfBothSpellings(t *testing.T) {
	g := load(t, network+`
resource "aws_security_group" "x" {
  vpc_id = aws_vpc.main.id
}
resource "aws_security_group_rule" "out" {
  type                     = "egress"
  security_group_id        = aws_security_group.x.id
  source_security_group_id = aws_security_group.x.id
  protocol                 = "tcp"
  from_port                = 443
  to_port                  = 443
}
resource "aws_vpc_security_group_egress_rule" "out" {
  security_group_id = aws_security_group.x.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}
resource "aws_vpc_security_group_ingress_rule" "in" {
  count             = var.create ? 1 : 0
  security_group_id = aws_security_group.x.id
  cidr_ipv6         = "::/0"
  ip_protocol       = "tcp"
  from_port         = 80
  to_port           = 80
}`)
	x := group(t, g, "aws_security_group.x")
	require.Len(t, x.Egress, 2)
	assert.Same(t, x, x.Egress[0].Groups.Items[0].To)
	assert.Equal(t, "0.0.0.0/0", x.Egress[1].CIDRs.Items[0].V.String())
	assert.True(t, x.EgressSeparate)
	require.Len(t, x.Ingress, 1)
	assert.NotNil(t, x.Ingress[0].Maybe)
	assert.Nil(t, x.Egress[0].Maybe)
}

func TestRulesOfAGroupThatIsNotKnown(t *testing.T) {
	cases := map[string]struct {
		group string
		lost  bool
	}{
		"variable":    {"var.any", true},
		"literal":     {`"sg-0abc"`, false},
		"data source": {"data.aws_security_group.theirs.id", false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			g := load(t, network+`
data "aws_security_group" "theirs" {
  id = "sg-0abc"
}
resource "aws_security_group" "x" {
  vpc_id = aws_vpc.main.id
}
resource "aws_vpc_security_group_egress_rule" "out" {
  security_group_id = `+c.group+`
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}`)
			x := group(t, g, "aws_security_group.x")
			assert.Equal(t, c.lost, len(x.LostEgress) > 0)
			assert.Empty(t, x.LostIngress)
		})
	}
}

func TestDefaultGroupIsAdopted(t *testing.T) {
	g := load(t, network+`
resource "aws_default_security_group" "main" {
  vpc_id = aws_vpc.main.id
}`)
	v := vpc(t, g, "aws_vpc.main")
	assert.Equal(t, "aws_default_security_group.main", v.DefaultGroup.ID)
	assert.Empty(t, v.DefaultGroup.Egress)
	assert.Empty(t, v.DefaultGroup.Ingress)
}

func TestDefaultGroupIsPerhapsAdopted(t *testing.T) {
	g := load(t, network+`
resource "aws_default_security_group" "main" {
  count  = var.create ? 1 : 0
  vpc_id = aws_vpc.main.id
}`)
	v := vpc(t, g, "aws_vpc.main")
	assert.True(t, v.DefaultGroup.Implicit)
	assert.NotNil(t, v.DefaultGroup.Egress[0].Maybe)
	assert.NotEmpty(t, v.DefaultGroup.LostIngress)
}

func TestDefaultGroupByTheVPCsAttributeOrByName(t *testing.T) {
	g := load(t, network+`
data "aws_security_group" "standard" {
  vpc_id = aws_vpc.main.id
  name   = "default"
}
resource "aws_security_group_rule" "in" {
  type              = "ingress"
  security_group_id = aws_vpc.main.default_security_group_id
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = [aws_vpc.main.cidr_block]
}
resource "aws_security_group_rule" "in2" {
  type              = "ingress"
  security_group_id = data.aws_security_group.standard.id
  protocol          = "tcp"
  from_port         = 80
  to_port           = 80
  cidr_blocks       = [aws_vpc.main.cidr_block]
}`)
	v := vpc(t, g, "aws_vpc.main")
	assert.Len(t, v.DefaultGroup.Ingress, 3)
	assert.Len(t, v.DefaultGroup.Egress, 1)
}

func TestExclusiveRules(t *testing.T) {
	g := load(t, network+`
resource "aws_security_group" "x" {
  vpc_id = aws_vpc.main.id
}
resource "aws_vpc_security_group_egress_rule" "kept" {
  security_group_id = aws_security_group.x.id
  cidr_ipv4         = "10.0.0.0/16"
  ip_protocol       = "-1"
}
resource "aws_vpc_security_group_egress_rule" "removed" {
  security_group_id = aws_security_group.x.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}
resource "aws_vpc_security_group_rules_exclusive" "x" {
  security_group_id = aws_security_group.x.id
  egress_rule_ids   = [aws_vpc_security_group_egress_rule.kept.id]
  ingress_rule_ids  = []
}`)
	x := group(t, g, "aws_security_group.x")
	assert.True(t, x.EgressExclusive)
	assert.True(t, x.Egress[0].Listed)
	assert.False(t, x.Egress[1].Listed)
}

func TestAddressesOfAnEndpointAreItsPrefixList(t *testing.T) {
	g := load(t, network+`
resource "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.main.id
  service_name = "com.amazonaws.eu-west-1.s3"
}
resource "aws_security_group" "x" {
  vpc_id = aws_vpc.main.id
  egress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = aws_vpc_endpoint.s3.cidr_blocks
  }
}`)
	rule := group(t, g, "aws_security_group.x").Egress[0]
	assert.Nil(t, rule.CIDRs.Open)
	require.Len(t, rule.Lists.Items, 1)
	assert.Equal(t, "s3", rule.Lists.Items[0].To.Service)
}

func TestNetworkACLs(t *testing.T) {
	g := load(t, network+`
resource "aws_network_acl" "x" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = [aws_subnet.a.id]
  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    from_port  = 443
    to_port    = 443
    cidr_block = "0.0.0.0/0"
  }
}
resource "aws_network_acl_rule" "in" {
  network_acl_id = aws_network_acl.x.id
  rule_number    = 50
  rule_action    = "deny"
  protocol       = "-1"
  cidr_block     = "10.9.0.0/16"
}
resource "aws_default_network_acl" "main" {
  default_network_acl_id = aws_vpc.main.default_network_acl_id
}`)
	x := acl(t, g, "aws_network_acl.x")
	require.Len(t, x.Egress, 1)
	assert.True(t, x.Egress[0].Allow.V)
	assert.Equal(t, 100, x.Egress[0].Number.V)
	require.Len(t, x.Ingress, 1)
	assert.False(t, x.Ingress[0].Allow.V)
	assert.Same(t, x, subnet(t, g, "aws_subnet.a").ACL.To)
	standard := subnet(t, g, "aws_subnet.b").ACL.To
	assert.Equal(t, "aws_default_network_acl.main", standard.ID)
	assert.Empty(t, standard.Egress)
}

func TestACLsOfSubnetsThatAreNotKnown(t *testing.T) {
	g := load(t, network+`
resource "aws_network_acl" "x" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = var.many
}
resource "aws_network_acl" "y" {
  vpc_id = aws_vpc.main.id
}
resource "aws_network_acl_association" "y" {
  network_acl_id = aws_network_acl.y.id
  subnet_id      = aws_subnet.b.id
}`)
	assert.NotNil(t, subnet(t, g, "aws_subnet.a").ACL.Why)
	assert.Equal(t, "aws_network_acl.y", subnet(t, g, "aws_subnet.b").ACL.To.ID)
}

func TestImplicitACLAllowsEverything(t *testing.T) {
	standard := subnet(t, load(t, network), "aws_subnet.a").ACL.To
	assert.True(t, standard.Implicit)
	assert.True(t, standard.Egress[0].Allow.V)
	assert.Equal(t, "0.0.0.0/0", standard.Ingress[0].CIDR.V.String())
}
