package graph

import "github.com/ecrlint/ecrlint/parser"

// subnetReaders read subnets.
var subnetReaders = []reader{
	node("aws_subnet", (*builder).declareSubnet, (*builder).linkSubnet),
	node("aws_default_subnet", (*builder).declareSubnet, (*builder).linkSubnet),

	declares("data.aws_subnets", (*builder).readDefaultSubnets),
	declares("data.aws_subnet_ids", (*builder).readDefaultSubnets),
	node("data.aws_subnet", (*builder).readDefaultSubnet, nil),

	node("AWS::EC2::Subnet", (*builder).declareSubnet, (*builder).linkSubnet),
	join("AWS::EC2::SubnetCidrBlock", (*builder).joinSubnetCIDR6),
}

func (b *builder) declareSubnet(o block) *Subnet {
	s := &Subnet{
		Node:       b.node(o.res),
		CIDR:       o.prefix("cidr_block"),
		CIDR6:      o.prefix("ipv6_cidr_block"),
		Zone:       o.text("availability_zone", ""),
		IPv6Native: o.boolean("ipv6_native", false),
		DNS64:      o.boolean("enable_dns64", false),
		// Default subnets give public addresses, others do not.
		// https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
		MapPublicIP: o.boolean("map_public_ip_on_launch",
			o.res.Type == "aws_default_subnet" || o.res.AsMade),
	}
	if !s.Zone.Given {
		s.Zone = o.text("availability_zone_id", "")
	}
	picked := &parser.Origin{
		What: o.res.Address + "." + o.label("cidr_block"), Why: "is picked by AWS",
		Address: o.res.Address, Attr: "cidr_block",
	}
	native := s.IPv6Native.Known() && s.IPv6Native.V
	if !s.CIDR.Given && !native {
		s.CIDR.Why = picked
	}
	if native && !s.CIDR6.Given {
		s.CIDR6.Why = picked
	}
	b.graph.Subnets = append(b.graph.Subnets, s)
	return s
}

func (b *builder) linkSubnet(o block, s *Subnet) {
	s.VPC = b.vpc(o, "vpc_id")
	if s.VPC.To != nil {
		s.VPC.To.Subnets = append(s.VPC.To.Subnets, s)
	}
}

// joinSubnetCIDR6 reads an IPv6 range that a subnet is given separately.
func (b *builder) joinSubnetCIDR6(o block) {
	s := link(o, "subnet_id", findSubnet).To
	if s == nil || s.CIDR6.Given {
		return
	}
	s.CIDR6 = o.prefix("ipv6_cidr_block")
	s.CIDR6.Given = true
	if s.CIDR6.V.IsValid() {
		s.CIDR6.Why = beyond(o.res.Maybe, s.Maybe)
	} else if s.CIDR6.Why == nil {
		s.CIDR6.Why = &parser.Origin{What: o.res.Address, Why: "is given a range by AWS"}
	}
}

func findSubnet(b *builder, r ref) *Subnet { return at[Subnet](b, r.address) }

// subnetClaim is an association of a subnet that is known.
type subnetClaim struct {
	subnet *Subnet
	table  Link[RouteTable]
	acl    Link[NetworkACL]
	maybe  *parser.Origin
}

// decide returns the origin of what keeps the claims on one subnet from being decided; certain is
// the only claim that can hold, if there is one.
func decide(s *Subnet, claims []subnetClaim, same func(a, b subnetClaim) bool) (
	certain *subnetClaim, why *parser.Origin,
) {
	for i := range claims {
		claim := &claims[i]
		switch {
		case beyond(claim.maybe, s.Maybe) != nil:
			why = first(why, claim.maybe)
		case certain == nil:
			certain = claim
		case !same(*certain, *claim):
			return nil, &parser.Origin{What: s.ID, Why: "has several associations"}
		}
	}
	if certain != nil {
		return certain, nil
	}
	return nil, why
}

// settleSubnets gives every subnet its route table and network ACL.
func (b *builder) settleSubnets() {
	tables := bySubnet(b.network.tableClaims)
	acls := bySubnet(b.network.aclClaims)
	for _, s := range b.graph.Subnets {
		b.settleTable(s, tables[s])
		b.settleACL(s, acls[s])
	}
}

func bySubnet(claims []subnetClaim) map[*Subnet][]subnetClaim {
	grouped := make(map[*Subnet][]subnetClaim, len(claims))
	for _, claim := range claims {
		grouped[claim.subnet] = append(grouped[claim.subnet], claim)
	}
	return grouped
}

func (b *builder) settleTable(s *Subnet, claims []subnetClaim) {
	certain, why := decide(s, claims, func(a, b subnetClaim) bool {
		return a.table.To == b.table.To && a.table.Text == b.table.Text
	})
	site := Site{Resource: s.Resource}
	switch {
	case certain != nil:
		s.RouteTable, s.Explicit = certain.table, true
		return
	case why == nil:
		why = first(b.lostFor(s, b.network.lostTables), s.Open, namesake(s, b.network.tableClaims))
	}
	switch {
	case why != nil:
		s.RouteTable = Link[RouteTable]{Why: why, Text: labelOf(why), Site: site}
	case s.VPC.To != nil:
		s.RouteTable = s.VPC.To.Main
	default:
		s.RouteTable = Link[RouteTable]{Why: s.VPC.Why, Text: s.VPC.Text, Site: s.VPC.Site}
	}
}

func (b *builder) settleACL(s *Subnet, claims []subnetClaim) {
	certain, why := decide(s, claims, func(a, b subnetClaim) bool {
		return a.acl.To == b.acl.To && a.acl.Text == b.acl.Text
	})
	site := Site{Resource: s.Resource}
	switch {
	case certain != nil:
		s.ACL = certain.acl
		return
	case why == nil:
		why = first(b.lostFor(s, b.network.lostACLs), s.Open, namesake(s, b.network.aclClaims))
	}
	switch {
	case why != nil:
		s.ACL = Link[NetworkACL]{Why: why, Text: labelOf(why), Site: site}
	case s.VPC.To != nil:
		s.ACL = Link[NetworkACL]{To: s.VPC.To.DefaultACL, Text: s.VPC.To.DefaultACL.ID, Site: site}
	default:
		s.ACL = Link[NetworkACL]{Why: s.VPC.Why, Text: s.VPC.Text, Site: s.VPC.Site}
	}
}

// lostFor returns the origin of the first lost association that may be the subnet's.
func (b *builder) lostFor(s *Subnet, all []lost) *parser.Origin {
	for _, one := range all {
		elsewhere := one.vpc != nil && s.VPC.To != nil && one.vpc != s.VPC.To
		if !elsewhere && b.mayBe(one.why, &s.Node) {
			return one.why
		}
	}
	return nil
}
