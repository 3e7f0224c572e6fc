package policy

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/pull"
	"github.com/ecrlint/ecrlint/report"
)

// entries returns a number that no entry of the direction has and that comes before every denial,
// and whether the ACL lists its entries itself.
func entries(acl *graph.NetworkACL, egress bool) (number string, inline bool) {
	list := acl.Ingress
	if egress {
		list = acl.Egress
	}
	used, lowest := map[int]bool{}, 100
	for _, entry := range list {
		used[entry.Number.V] = true
		if entry.Number.Known() && entry.Allow.Known() && !entry.Allow.V {
			lowest = min(lowest, entry.Number.V-1)
		}
	}
	for lowest > 1 && used[lowest] {
		lowest--
	}
	for _, entry := range slices.Concat(acl.Egress, acl.Ingress) {
		inline = inline || entry.Site.Resource == acl.Resource
	}
	return strconv.Itoa(max(lowest, 1)), inline || len(acl.Egress)+len(acl.Ingress) == 0
}

// endpointsOrNATFix gives the subnet a way: the route table that leads out already, a route to a
// NAT gateway of the VPC, or endpoints.
func endpointsOrNATFix(m *mending) report.Fix {
	if turned, ok := m.leadOut(); ok {
		return turned
	}
	if table := m.leadingTable(); table != nil {
		return m.associate(table)
	}
	if nat := m.natGateway(); nat != nil {
		return natRouteFix(m)
	}
	return m.say(m.endpointBlocks("ecr.api", "ecr.dkr", "s3"),
		"Give the VPC endpoints for ecr.api, ecr.dkr and S3 "+
			"(or the route table of %s a default route to a NAT gateway).", m.subnet())
}

// leadingTable returns a route table of the VPC with a default route to a gateway that is not the
// one of the subnet; only where the subnet is associated with none.
func (m *mending) leadingTable() *graph.RouteTable {
	place := m.bounds.placement
	if place == nil || place.Subnet == nil || place.Subnet.Explicit || place.VPC == nil {
		return nil
	}
	for _, table := range m.pull.Graph.RouteTables {
		if table.VPC.To != place.VPC || table.Implicit {
			continue
		}
		for _, route := range table.Routes {
			if route.Prefix.V.Bits() == 0 && route.Prefix.V.Addr().Is4() &&
				(route.InternetGateway != nil || route.NATGateway != nil) {
				return table
			}
		}
	}
	return nil
}

// associate puts the subnet on the table.
func (m *mending) associate(table *graph.RouteTable) report.Fix {
	subnet := m.bounds.placement.Subnet
	m.module = m.home(table.ID)
	return m.say(one(block("aws_route_table_association", label(subnet.ID),
		argument{"subnet_id", m.ref(subnet.ID, "id")},
		argument{"route_table_id", m.ref(table.ID, "id")})),
		"Associate %s with %s, which leads to the internet; without an association it has the "+
			"VPC's main route table.", subnet.ID, table.ID)
}

// natGateway returns a public NAT gateway of the VPC.
func (m *mending) natGateway() *graph.NATGateway {
	vpc := m.vpc()
	if vpc == nil {
		return nil
	}
	for _, nat := range m.pull.Graph.NATGateways {
		home := nat.VPC.To
		if nat.Subnet.To != nil {
			home = nat.Subnet.To.VPC.To
		}
		if home == vpc && nat.Public.V {
			return nat
		}
	}
	return nil
}

// natFix mends the NAT by the reason for which it does not work.
func natFix(m *mending) report.Fix {
	switch m.Reason {
	case "private":
		return m.say(one(in("aws_nat_gateway", m.resource,
			argument{"connectivity_type", text("public")})),
			"Make %s public, with an elastic IP.", m.resource)
	case "no_address":
		return m.say(nil, "Give %s the allocation of an elastic IP address.", m.NAT)
	case "source_dest_check":
		return m.say(one(in("aws_instance", m.checking(),
			argument{"source_dest_check", literal("false")})),
			"Turn the source/destination check of %s off, as every NAT instance needs.", m.resource)
	case "instance_ingress":
		return m.forwarderIngress()
	case "instance_egress":
		if m.group(m.resource) == nil {
			return m.say(nil, "Let TCP 443 out of the security group of %s.", m.NAT)
		}
		return m.say(one(m.groupRule(anywhere())), "Let TCP 443 out of %s, the security group of %s.",
			m.resource, m.NAT)
	}
	if public := m.publicSubnet(); public != nil {
		return m.say(one(in("aws_nat_gateway", m.NAT,
			argument{"subnet_id", m.ref(public.ID, "id")})),
			"Put %s into a subnet that leads to the internet gateway, such as %s.", m.NAT, public.ID)
	}
	return m.say(nil,
		"Put %s into a subnet whose route table has a default route to the internet gateway.",
		m.NAT)
}

// checking is the address of what holds the source/destination check of a NAT instance: its network
// interface where it is given one.
func (m *mending) checking() string {
	checks := func(gate pull.Gate) bool {
		return gate.Reason == "source_dest_check" && gate.By == m.resource && gate.Site.Resource != nil
	}
	for i := range m.pull.Placements {
		for _, leg := range m.pull.Placements[i].Legs {
			for _, way := range leg.Ways {
				if at := slices.IndexFunc(way.Gates, checks); at >= 0 {
					return way.Gates[at].Site.Resource.Address
				}
			}
		}
	}
	return m.resource
}

// forwarderIngress lets the subnets that a NAT instance serves in to its group.
func (m *mending) forwarderIngress() report.Fix {
	cidrs := m.cidrs()
	if m.group(m.resource) == nil || len(cidrs) == 0 {
		return m.say(nil, "Let TCP 443 in to the security group of %s from the private subnets.",
			m.NAT)
	}
	all := make(list, 0, len(cidrs))
	for _, cidr := range cidrs {
		all = append(all, text(cidr))
	}
	together := argument{"cidr_blocks", all}
	var parts []part
	if style := m.style(m.resource, "ingress"); !m.template() && !single(style) {
		d := destination{inline: together, rule: together, name: "https"}
		parts = one(m.ruleOf(m.resource, "ingress", d, "443", "tcp"))
	} else {
		for i, cidr := range all {
			d := destination{single: argument{"cidr_ipv4", cidr}, name: "https_" + strconv.Itoa(i+1)}
			parts = append(parts, m.ruleOf(m.resource, "ingress", d, "443", "tcp"))
		}
	}
	return m.say(parts, "Let TCP 443 in to %s, the security group of %s, from the subnets that it "+
		"serves (%s).", m.resource, m.NAT, strings.Join(cidrs, ", "))
}

// cidrs are the ranges of the subnets of the pull, as far as they are known, in order.
func (m *mending) cidrs() []string {
	var cidrs []string
	for _, place := range m.pull.Placements {
		if place.Subnet == nil {
			continue
		}
		if cidr := place.Subnet.CIDR; cidr.Known() && cidr.V.IsValid() {
			cidrs = append(cidrs, cidr.V.String())
		}
	}
	slices.Sort(cidrs)
	return slices.Compact(cidrs)
}

// publicSubnet returns a subnet of the VPC that leads to an internet gateway.
func (m *mending) publicSubnet() *graph.Subnet {
	vpc := m.vpc()
	if vpc == nil {
		return nil
	}
	for _, subnet := range vpc.Subnets {
		if subnet.RouteTable.To == nil {
			continue
		}
		for _, route := range subnet.RouteTable.To.Routes {
			if route.InternetGateway != nil && route.Prefix.V.Bits() == 0 {
				return subnet
			}
		}
	}
	return nil
}

// attachFix attaches the gateway, or points the route at one of this VPC.
func attachFix(m *mending) report.Fix {
	if m.Reason == "detached" {
		there := in("aws_internet_gateway", m.resource, argument{"vpc_id", m.vpcID()})
		if m.template() {
			there = block("aws_internet_gateway_attachment", label(m.resource),
				argument{"vpc_id", m.vpcID()},
				argument{"internet_gateway_id", m.ref(m.resource, "id")})
		}
		return m.say(one(there), "Attach %s to the VPC.", m.resource)
	}
	return m.say(nil, "Point the default route at a gateway of the VPC of %s.", m.subnet())
}

// publicAccessFix excludes the VPC from Block Public Access as little as works.
func publicAccessFix(m *mending) report.Fix {
	mode := "allow-egress"
	if m.Reason == "ingress" {
		mode = "allow-bidirectional"
	}
	return m.say(one(block("aws_vpc_block_public_access_exclusion", "pull",
		argument{"vpc_id", m.vpcID()}, argument{"internet_gateway_exclusion_mode", text(mode)})),
		"Use VPC endpoints, or exclude the VPC with %s.", mode)
}

// ipv6Fix names the host that speaks IPv6.
func ipv6Fix(m *mending) report.Fix {
	img := m.bounds.best.Image
	if m.bounds.best.Placement != nil && !m.bounds.best.Placement.IPv6Native || img.Registry != "ecr" {
		return m.say(nil, "Give %s a way out over IPv4: a NAT gateway, or VPC endpoints.", m.subnet())
	}
	return m.say(nil, "Name the image by the dual-stack host of the registry, %s.dkr-ecr.%s.on.aws, "+
		"or run the tasks in a subnet with IPv4.",
		orText(img.Account, "ACCOUNT"), orText(img.Region, "REGION"))
}

// orText returns the text, or what stands for it.
func orText(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
