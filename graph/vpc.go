package graph

import (
	"net/netip"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// vpcReaders read VPCs, their address ranges and DHCP options.
var vpcReaders = []reader{
	node("aws_vpc", (*builder).declareVPC, nil),
	node("aws_default_vpc", (*builder).declareDefaultVPC, nil),
	node("data.aws_vpc", (*builder).readDefaultVPC, nil),
	node("aws_vpc_dhcp_options", declareDHCP, nil),
	node("aws_default_vpc_dhcp_options", declareDefaultDHCP, nil),
	join("aws_vpc_ipv4_cidr_block_association", (*builder).joinCIDR),
	join("aws_vpc_ipv6_cidr_block_association", (*builder).joinCIDR6),
	join("aws_vpc_dhcp_options_association", (*builder).joinDHCP),

	node("AWS::EC2::VPC", (*builder).declareVPC, nil),
	node("AWS::EC2::DHCPOptions", declareDHCP, nil),
	join("AWS::EC2::VPCCidrBlock", (*builder).joinEitherCIDR),
	join("AWS::EC2::VPCDHCPOptionsAssociation", (*builder).joinDHCP),
}

// allIPv4 and allIPv6 are the default routes.
var (
	allIPv4 = netip.MustParsePrefix("0.0.0.0/0")
	allIPv6 = netip.MustParsePrefix("::/0")
)

// defaultVPCRange is the address range of every default VPC.
// https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
var defaultVPCRange = netip.MustParsePrefix("172.31.0.0/16")

// networkState is what is gathered about networks before it can be concluded from.
type networkState struct {
	tableClaims []subnetClaim         // associations of subnets with route tables
	lostTables  []lost                // likewise, of a subnet that is not known
	aclClaims   []subnetClaim         // associations of subnets with network ACLs
	lostACLs    []lost                // likewise, of a subnet that is not known
	endpoints   []*endpointOf         // in order of address
	rules       map[string]*GroupRule // separate security group rules by address
	mains       map[*VPC]int          // how many associations make a table the main one
}

// lost is an association whose one side is not known: why says why, and vpc, if it is known, where.
type lost struct {
	why *parser.Origin
	vpc *VPC
}

func (b *builder) declareVPC(o block) *VPC {
	v := &VPC{
		Node:         b.node(o.res),
		DNSSupport:   o.boolean("enable_dns_support", true),
		DNSHostnames: o.boolean("enable_dns_hostnames", false),
	}
	v.CIDRs = oneRange(o, "cidr_block", "ipv4_ipam_pool_id")
	v.CIDRs6 = oneRange(o, "ipv6_cidr_block", "ipv6_ipam_pool_id",
		"assign_generated_ipv6_cidr_block")
	b.furnish(v)
	return v
}

// oneRange is the list with the one address range that a VPC is made with. One that AWS picks is
// not known.
func oneRange(o block, attr string, picked ...string) List[Value[netip.Prefix]] {
	list := List[Value[netip.Prefix]]{Site: o.site(attr)}
	value := o.prefix(attr)
	for _, by := range picked {
		if d := o.get(by); !value.Given && (!d.known || !d.null() && !isFalse(d)) {
			value.Given = true
			value.Why = &parser.Origin{
				What: describe(value.Site), Why: "is picked by AWS", Address: o.res.Address, Attr: attr,
			}
		}
	}
	if value.Given {
		list.Given, list.Items = true, []Value[netip.Prefix]{value}
	}
	return list
}

func isFalse(d datum) bool {
	text, ok := scalar(d)
	return ok && (text == "false" || text == "")
}

// declareDefaultVPC adopts the default VPC: its main table leads to the internet and its names
// resolve. https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
func (b *builder) declareDefaultVPC(o block) *VPC {
	v := &VPC{
		Node: b.node(o.res), Default: true,
		DNSSupport:   o.boolean("enable_dns_support", true),
		DNSHostnames: o.boolean("enable_dns_hostnames", true),
	}
	v.CIDRs = List[Value[netip.Prefix]]{Site: o.here(), Items: []Value[netip.Prefix]{
		{V: defaultVPCRange, Site: o.here()},
	}}
	b.furnish(v)
	gate := &InternetGateway{
		Node: Node{ID: v.ID + ".internet_gateway", Resource: o.res, Maybe: v.Maybe, Home: v.Home},
		VPC:  Link[VPC]{To: v, Site: o.here()},
	}
	b.graph.InternetGates = append(b.graph.InternetGates, gate)
	v.original.Routes = []*Route{{
		Prefix: Value[netip.Prefix]{V: allIPv4, Site: o.here()},
		Kind:   TargetInternetGateway, InternetGateway: gate, Text: gate.ID, Site: o.here(),
	}}
	return v
}

// furnish gives a VPC what AWS makes with it: the main route table with the local route, the
// default security group and the default network ACL.
func (b *builder) furnish(v *VPC) {
	r := v.Resource
	site := Site{Resource: r}
	self := Link[VPC]{To: v, Site: site}
	part := func(attr string) Node {
		if b.cloudFormation { // VPC.DefaultSecurityGroup, as GetAtt names it
			attr = b.camel(strings.TrimSuffix(attr, "_id"))
		}
		return Node{ID: v.ID + "." + attr, Resource: r, Maybe: v.Maybe, Home: v.Home}
	}
	v.original = &RouteTable{Node: part("main_route_table_id"), VPC: self, Implicit: true}
	v.Main = Link[RouteTable]{To: v.original, Text: v.original.ID, Site: site}
	v.DefaultGroup = &SecurityGroup{
		Node: part("default_security_group_id"), VPC: self, Implicit: true,
	}
	openDefaultGroup(v.DefaultGroup)
	v.DefaultACL = &NetworkACL{Node: part("default_network_acl_id"), VPC: self, Implicit: true}
	openDefaultACL(v.DefaultACL)
	b.graph.VPCs = append(b.graph.VPCs, v)
}

// findVPC finds a VPC by its id, or by the vpc_id of something inside it.
func findVPC(b *builder, r ref) *VPC {
	if v := at[VPC](b, r.address); v != nil {
		return v
	}
	if r.attr != "vpc_id" {
		return nil
	}
	switch n := b.nodes[r.address].(type) {
	case *Subnet:
		return n.VPC.To
	case *SecurityGroup:
		return n.VPC.To
	case *RouteTable:
		return n.VPC.To
	case *InternetGateway:
		return n.VPC.To
	}
	return nil
}

// vpc resolves a vpc_id; where it is left out the default VPC is meant.
func (b *builder) vpc(o block, attr string) Link[VPC] {
	l := link(o, attr, findVPC)
	if l.None() {
		return b.defaultVPC(o)
	}
	return l
}

// defaultVPC returns the default VPC of where the resource lives.
func (b *builder) defaultVPC(o block) Link[VPC] {
	l := Link[VPC]{Text: "the default VPC", Site: o.here()}
	if l.To = b.defaultIn(o.res.Provider); l.To != nil {
		return l
	}
	l.Why = &parser.Origin{
		What: "the default VPC", Why: notDeclared,
		Hint: "declare it with aws_default_vpc, or name the VPC",
	}
	if b.cloudFormation {
		l.Why.Hint = "name the VPC"
	}
	return l
}

// mayBeVPC lists the VPCs that a link may lead to.
func (b *builder) mayBeVPC(l Link[VPC]) []*VPC {
	if l.To != nil {
		return []*VPC{l.To}
	}
	return filter(b.graph.VPCs, func(v *VPC) bool { return b.mayBe(l.Why, &v.Node) })
}

func (b *builder) joinCIDR(o block) {
	b.addRange(o, o.prefix("cidr_block"), func(v *VPC) *List[Value[netip.Prefix]] {
		return &v.CIDRs
	})
}

func (b *builder) joinCIDR6(o block) {
	b.addRange(o, o.prefix("ipv6_cidr_block"), func(v *VPC) *List[Value[netip.Prefix]] {
		return &v.CIDRs6
	})
}

// joinEitherCIDR reads AWS::EC2::VPCCidrBlock, which is of one family or the other.
func (b *builder) joinEitherCIDR(o block) {
	for _, attr := range []string{
		"ipv6_cidr_block", "ipv6_ipam_pool_id", "amazon_provided_ipv6_cidr_block",
	} {
		if o.given(attr) {
			b.joinCIDR6(o)
			return
		}
	}
	b.joinCIDR(o)
}

// addRange adds a secondary range to a VPC.
func (b *builder) addRange(
	o block, value Value[netip.Prefix], list func(*VPC) *List[Value[netip.Prefix]],
) {
	l := link(o, "vpc_id", findVPC)
	if !value.Given {
		value.Why = &parser.Origin{What: o.res.Address, Why: "is given a range by AWS"}
	}
	for _, v := range b.mayBeVPC(l) {
		ranges := list(v)
		if why := first(l.Why, o.res.Maybe); why != nil {
			ranges.Open = why
			continue
		}
		ranges.Items = append(ranges.Items, value)
	}
}

// first returns the first origin that is not nil.
func first(origins ...*parser.Origin) *parser.Origin {
	for _, origin := range origins {
		if origin != nil {
			return origin
		}
	}
	return nil
}

func declareDHCP(b *builder, o block) *DHCPOptions {
	return &DHCPOptions{Node: b.node(o.res), Servers: o.texts("domain_name_servers")}
}

// declareDefaultDHCP adopts the region's default option set, whose server is Amazon's own.
func declareDefaultDHCP(b *builder, o block) *DHCPOptions {
	return &DHCPOptions{
		Node:    b.node(o.res),
		Servers: List[Value[string]]{Site: o.here()},
	}
}

// findDHCP finds a DHCP option set by its id.
func findDHCP(b *builder, r ref) *DHCPOptions { return at[DHCPOptions](b, r.address) }

func (b *builder) joinDHCP(o block) {
	l := link(o, "vpc_id", findVPC)
	options := link(o, "dhcp_options_id", findDHCP)
	for _, v := range b.mayBeVPC(l) {
		why := first(l.Why, o.res.Maybe)
		if why == nil && (v.DHCP.To != nil || v.DHCP.Why != nil) {
			why = &parser.Origin{What: v.ID, Why: "has several DHCP option sets"}
		}
		if why != nil {
			v.DHCP = Link[DHCPOptions]{Why: why, Text: options.Text, Site: o.here()}
			continue
		}
		v.DHCP = options
	}
}
