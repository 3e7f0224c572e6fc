package graph_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/graph"
)

func TestEndpointDefaults(t *testing.T) {
	g := load(t, network+`
resource "aws_vpc_endpoint" "x" {
  vpc_id       = aws_vpc.main.id
  service_name = "com.amazonaws.eu-west-1.ecr.dkr"
}`)
	x := endpoint(t, g, "aws_vpc_endpoint.x")
	assert.Equal(t, "ecr.dkr", x.Service.V)
	assert.Equal(t, "eu-west-1", x.ServiceRegion.V)
	assert.Equal(t, graph.EndpointGateway, x.Type.V)
	assert.False(t, x.Type.Given)
	assert.False(t, x.PrivateDNS.V)
	assert.True(t, x.InboundOnly.V)
	assert.False(t, x.Groups.Given)
	assert.False(t, x.Policy.Text.Given)
	assert.Len(t, vpc(t, g, "aws_vpc.main").Endpoints, 1)
}

func TestEndpointServices(t *testing.T) {
	cases := map[string]struct{ name, service, region string }{
		"plain":       {`"com.amazonaws.us-east-1.ecr.api"`, "ecr.api", "us-east-1"},
		"china":       {`"cn.com.amazonaws.cn-north-1.ecr.dkr"`, "ecr.dkr", "cn-north-1"},
		"of a region": {`"com.amazonaws.${data.aws_region.here.region}.s3"`, "s3", "eu-west-1"},
		"looked up":   {"data.aws_vpc_endpoint_service.x.service_name", "ecr.api", "eu-west-1"},
		"private": {
			`"com.amazonaws.vpce.eu-west-1.vpce-svc-0abc"`,
			"com.amazonaws.vpce.eu-west-1.vpce-svc-0abc", "eu-west-1",
		},
		"not known": {"var.any", "", ""},
		"half known": {
			`"com.amazonaws.eu-west-1.${var.any}"`, "", "",
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			g := load(t, network+`
data "aws_region" "here" {}
data "aws_vpc_endpoint_service" "x" {
  service = "ecr.api"
}
resource "aws_vpc_endpoint" "x" {
  vpc_id       = aws_vpc.main.id
  service_name = `+c.name+`
}`)
			x := endpoint(t, g, "aws_vpc_endpoint.x")
			if c.service == "" {
				assert.NotNil(t, x.Service.Why)
				return
			}
			require.Nil(t, x.Service.Why)
			assert.Equal(t, c.service, x.Service.V)
			assert.Equal(t, c.region, x.ServiceRegion.V)
		})
	}
}

func TestEndpointAssociations(t *testing.T) {
	g := load(t, network+`
resource "aws_security_group" "x" {
  vpc_id = aws_vpc.main.id
}
resource "aws_vpc_endpoint" "x" {
  vpc_id            = aws_vpc.main.id
  service_name      = "com.amazonaws.eu-west-1.ecr.api"
  vpc_endpoint_type = "Interface"
}
resource "aws_vpc_endpoint" "y" {
  vpc_id            = aws_vpc.main.id
  service_name      = "com.amazonaws.eu-west-1.ecr.dkr"
  vpc_endpoint_type = "Interface"
}
resource "aws_vpc_endpoint_subnet_association" "x" {
  vpc_endpoint_id = aws_vpc_endpoint.x.id
  subnet_id       = aws_subnet.a.id
}
resource "aws_vpc_endpoint_security_group_association" "x" {
  vpc_endpoint_id   = aws_vpc_endpoint.x.id
  security_group_id = aws_security_group.x.id
}
resource "aws_vpc_endpoint_security_group_association" "y" {
  vpc_endpoint_id             = aws_vpc_endpoint.y.id
  security_group_id           = aws_security_group.x.id
  replace_default_association = true
}
resource "aws_vpc_endpoint_private_dns" "x" {
  vpc_endpoint_id     = aws_vpc_endpoint.x.id
  private_dns_enabled = true
}
resource "aws_vpc_endpoint_policy" "x" {
  vpc_endpoint_id = aws_vpc_endpoint.x.id
  policy          = jsonencode({ Statement = [] })
}`)
	x := endpoint(t, g, "aws_vpc_endpoint.x")
	require.Len(t, x.Subnets.Items, 1)
	require.Len(t, x.Groups.Items, 2)
	assert.True(t, x.Groups.Items[0].To.Implicit)
	assert.Equal(t, "aws_security_group.x", x.Groups.Items[1].To.ID)
	assert.True(t, x.PrivateDNS.V)
	assert.JSONEq(t, `{"Statement":[]}`, x.Policy.Text.V)
	y := endpoint(t, g, "aws_vpc_endpoint.y")
	require.Len(t, y.Groups.Items, 1)
	assert.Equal(t, "aws_security_group.x", y.Groups.Items[0].To.ID)
}

func TestGatewayEndpointsOnTables(t *testing.T) {
	g := load(t, network+`
resource "aws_route_table" "x" {
  vpc_id = aws_vpc.main.id
}
resource "aws_route_table" "y" {
  vpc_id = aws_vpc.main.id
}
resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.main.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_route_table.x.id, aws_vpc.main.main_route_table_id]
}
resource "aws_vpc_endpoint_route_table_association" "y" {
  count           = var.create ? 1 : 0
  vpc_endpoint_id = aws_vpc_endpoint.s3.id
  route_table_id  = aws_route_table.y.id
}`)
	assert.Len(t, table(t, g, "aws_route_table.x").Endpoints, 1)
	assert.Empty(t, table(t, g, "aws_route_table.x").LostEndpoints)
	assert.Len(t, table(t, g, "aws_vpc.main.main_route_table_id").Endpoints, 1)
	assert.Empty(t, table(t, g, "aws_route_table.y").Endpoints)
	assert.Len(t, table(t, g, "aws_route_table.y").LostEndpoints, 1)
}

func TestGatewayEndpointOnTablesThatAreNotKnown(t *testing.T) {
	cases := map[string]struct {
		tables string
		lost   bool
	}{
		"variable":                 {"var.many", true},
		"read from the same VPC":   {"data.aws_route_tables.ours.ids", true},
		"read from somewhere else": {"data.aws_route_tables.theirs.ids", false},
		"literal":                  {`["rtb-0abc"]`, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			g := load(t, network+`
data "aws_route_tables" "ours" {
  vpc_id = aws_vpc.main.id
}
data "aws_route_tables" "theirs" {
  vpc_id = "vpc-0abc"
}
resource "aws_route_table" "x" {
  vpc_id = aws_vpc.main.id
}
resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.main.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = `+c.tables+`
}`)
			assert.Equal(t, c.lost, len(table(t, g, "aws_route_table.x").LostEndpoints) > 0)
		})
	}
}

func TestEndpointOfAVPCThatIsNotKnown(t *testing.T) {
	for vpcID, lost := range map[string]bool{"var.any": true, `"vpc-0abc"`: false} {
		g := load(t, network+`
resource "aws_vpc_endpoint" "x" {
  vpc_id       = `+vpcID+`
  service_name = "com.amazonaws.eu-west-1.ecr.api"
}`)
		v := vpc(t, g, "aws_vpc.main")
		assert.Empty(t, v.Endpoints)
		assert.Equal(t, lost, len(v.LostEndpoints) > 0, vpcID)
	}
}

func TestHostedZones(t *testing.T) {
	g := load(t, network+`
resource "aws_vpc_endpoint" "api" {
  vpc_id            = aws_vpc.main.id
  service_name      = "com.amazonaws.eu-west-1.ecr.api"
  vpc_endpoint_type = "Interface"
}
resource "aws_route53_zone" "api" {
  name = "api.ecr.eu-west-1.amazonaws.com."
  vpc {
    vpc_id = aws_vpc.main.id
  }
}
resource "aws_route53_zone" "public" {
  name = "example.com"
}
resource "aws_route53_record" "api" {
  zone_id = aws_route53_zone.api.zone_id
  name    = ""
  type    = "A"
  alias {
    name                   = aws_vpc_endpoint.api.dns_entry[0].dns_name
    zone_id                = aws_vpc_endpoint.api.dns_entry[0].hosted_zone_id
    evaluate_target_health = false
  }
}
resource "aws_route53_record" "star" {
  zone_id = aws_route53_zone.api.zone_id
  name    = "*"
  type    = "CNAME"
  ttl     = 60
  records = [aws_vpc_endpoint.api.dns_entry[0]["dns_name"]]
}`)
	require.Len(t, g.Zones, 1)
	zone := g.Zones[0]
	assert.Equal(t, "api.ecr.eu-west-1.amazonaws.com", zone.Name.V)
	require.Len(t, zone.Records, 2)
	assert.Equal(t, "api.ecr.eu-west-1.amazonaws.com", zone.Records[0].Name.V)
	assert.Equal(t, "*.api.ecr.eu-west-1.amazonaws.com", zone.Records[1].Name.V)
	for _, record := range zone.Records {
		require.NotNil(t, record.Endpoint.To, record.ID)
		assert.Equal(t, "aws_vpc_endpoint.api", record.Endpoint.To.ID)
	}
	assert.Len(t, vpc(t, g, "aws_vpc.main").Zones, 1)
}

func TestZonesThatMayBeLost(t *testing.T) {
	cases := map[string]struct {
		source string
		lost   bool
	}{
		"registry zone of a variable VPC": {`
resource "aws_route53_zone" "x" {
  name = "dkr.ecr.eu-west-1.amazonaws.com"
  vpc {
    vpc_id = var.any
  }
}`, true},
		"own zone of a variable VPC": {`
resource "aws_route53_zone" "x" {
  name = "corp.example"
  vpc {
    vpc_id = var.any
  }
}`, false},
		"a variable zone": {`
resource "aws_route53_zone_association" "x" {
  zone_id = var.any
  vpc_id  = aws_vpc.main.id
}`, true},
		"forwarding of everything": {`
resource "aws_route53_resolver_rule" "x" {
  domain_name = "."
  rule_type   = "FORWARD"
}
resource "aws_route53_resolver_rule_association" "x" {
  resolver_rule_id = aws_route53_resolver_rule.x.id
  vpc_id           = aws_vpc.main.id
}`, true},
		"forwarding of an own domain": {`
resource "aws_route53_resolver_rule" "x" {
  domain_name = "corp.example"
  rule_type   = "FORWARD"
}
resource "aws_route53_resolver_rule_association" "x" {
  resolver_rule_id = aws_route53_resolver_rule.x.id
  vpc_id           = aws_vpc.main.id
}`, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			v := vpc(t, load(t, network+c.source), "aws_vpc.main")
			assert.Equal(t, c.lost, len(v.LostZones) > 0)
		})
	}
}

func TestBlockPublicAccess(t *testing.T) {
	g := load(t, network+`
resource "aws_vpc_block_public_access_options" "x" {
  internet_gateway_block_mode = "block-bidirectional"
}
resource "aws_vpc_block_public_access_exclusion" "x" {
  subnet_id                       = aws_subnet.a.id
  internet_gateway_exclusion_mode = "allow-egress"
}`)
	require.Len(t, g.PublicAccess, 1)
	assert.Equal(t, "block-bidirectional", g.PublicAccess[0].Mode.V)
	require.Len(t, g.PublicAccess[0].Exclusions, 1)
	assert.Equal(t, "aws_subnet.a", g.PublicAccess[0].Exclusions[0].Subnet.To.ID)
}

func TestUnseenModulesMayAddToWhatTheyAreHanded(t *testing.T) {
	g := load(t, network+`
resource "aws_security_group" "handed" {
  vpc_id = aws_vpc.main.id
}
resource "aws_security_group" "kept" {
  vpc_id = aws_vpc.main.id
}
resource "aws_vpc_security_group_egress_rule" "theirs" {
  security_group_id = module.x.security_group_id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}
module "x" {
  source  = "terraform-aws-modules/something/aws"
  vpc_id  = aws_vpc.main.id
  group   = aws_security_group.handed.id
  subnets = [aws_subnet.a.id]
}`)
	v := vpc(t, g, "aws_vpc.main")
	assert.NotNil(t, v.Open)
	assert.NotEmpty(t, v.LostEndpoints)
	assert.NotEmpty(t, group(t, g, "aws_security_group.handed").LostEgress)
	assert.Empty(t, group(t, g, "aws_security_group.kept").LostEgress)
	assert.NotNil(t, subnet(t, g, "aws_subnet.a").RouteTable.Why)
}
