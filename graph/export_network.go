package graph

// network exports VPCs and what is in them.
func (x *exporter) network() {
	options := map[*DHCPOptions]bool{}
	for _, v := range x.graph.VPCs {
		n := x.node(&v.Node, "vpc")
		n.ranges("cidrs", v.CIDRs)
		value(n, "dns_support", v.DNSSupport)
		value(n, "dns_hostnames", v.DNSHostnames)
		n.set("default", v.Default)
		n.add()
		edge(x, v.ID, "main_route_table", v.Main)
		edge(x, v.ID, "dhcp_options", v.DHCP)
		if v.DHCP.To != nil && !options[v.DHCP.To] {
			options[v.DHCP.To] = true
			x.dhcp(v.DHCP.To)
		}
	}
	for _, s := range x.graph.Subnets {
		n := x.node(&s.Node, "subnet")
		if s.CIDR.Given {
			n.set("cidr", x.prefixText(s.CIDR))
		}
		value(n, "zone", s.Zone)
		value(n, "map_public_ip", s.MapPublicIP)
		value(n, "ipv6_native", s.IPv6Native)
		n.add()
		edge(x, s.ID, "vpc", s.VPC)
		edge(x, s.ID, "route_table", s.RouteTable)
		edge(x, s.ID, "network_acl", s.ACL)
	}
	x.tables()
	x.gateways()
	for _, g := range x.graph.Groups {
		n := x.node(&g.Node, "security_group")
		n.rules("egress", g.Egress)
		n.rules("ingress", g.Ingress)
		n.add()
		edge(x, g.ID, "vpc", g.VPC)
	}
	for _, a := range x.graph.ACLs {
		n := x.node(&a.Node, "network_acl")
		n.entries("egress", a.Egress)
		n.entries("ingress", a.Ingress)
		n.add()
		edge(x, a.ID, "vpc", a.VPC)
	}
}

func (x *exporter) dhcp(d *DHCPOptions) {
	n := x.node(&d.Node, "dhcp_options")
	var servers []string
	for _, server := range d.Servers.Items {
		servers = append(servers, x.known(server))
	}
	if len(servers) > 0 {
		n.node.Attributes = map[string]any{"servers": servers}
	}
	n.add()
}

func (e *exported) rules(name string, rules []*GroupRule) {
	var lines []string
	for _, rule := range rules {
		lines = append(lines, e.ruleText(rule))
	}
	e.lines(name, lines)
}

func (e *exported) entries(name string, entries []*ACLEntry) {
	var lines []string
	for _, entry := range entries {
		action := "deny"
		if entry.Allow.V {
			action = "allow"
		}
		if entry.Allow.Why != nil {
			action = "?"
		}
		prefix := e.prefixText(entry.CIDR)
		if !entry.CIDR.Given {
			prefix = e.prefixText(entry.CIDR6)
		}
		lines = append(lines, portText(entry.Number)+" "+action+" "+e.known(entry.Protocol)+" "+
			portText(entry.From)+"-"+portText(entry.To)+" "+prefix)
	}
	e.lines(name, lines)
}

func (e *exported) lines(name string, lines []string) {
	if len(lines) == 0 {
		return
	}
	if e.node.Attributes == nil {
		e.node.Attributes = map[string]any{}
	}
	e.node.Attributes[name] = lines
}

// tables exports route tables; every route is an edge.
func (x *exporter) tables() {
	for _, t := range x.graph.RouteTables {
		n := x.node(&t.Node, "route_table")
		var lines []string
		for _, r := range t.Routes {
			lines = append(lines, x.destination(r)+" -> "+x.plain(r.Text))
			if to := target(r); to != "" {
				x.export.Edges = append(x.export.Edges, ExportEdge{
					From: t.ID, To: to, Label: x.destination(r),
				})
			}
		}
		n.lines("routes", lines)
		n.add()
		edge(x, t.ID, "vpc", t.VPC)
	}
}

// target returns the ID of the node that a route leads to.
func target(r *Route) string {
	switch {
	case r.InternetGateway != nil:
		return r.InternetGateway.ID
	case r.NATGateway != nil:
		return r.NATGateway.ID
	case r.EgressOnly != nil:
		return r.EgressOnly.ID
	case r.Instance != nil:
		return r.Instance.ID
	case r.Interface != nil:
		return r.Interface.ID
	}
	return ""
}

func (x *exporter) gateways() {
	for _, gate := range x.graph.InternetGates {
		x.node(&gate.Node, "internet_gateway").add()
		edge(x, gate.ID, "vpc", gate.VPC)
	}
	for _, nat := range x.graph.NATGateways {
		n := x.node(&nat.Node, "nat_gateway")
		value(n, "public", nat.Public)
		value(n, "regional", nat.Regional)
		n.add()
		edge(x, nat.ID, "subnet", nat.Subnet)
		edge(x, nat.ID, "vpc", nat.VPC)
	}
	seen := map[string]bool{}
	for _, t := range x.graph.RouteTables {
		for _, r := range t.Routes {
			x.routeTarget(r, seen)
		}
	}
}

// routeTarget exports the targets that the graph lists nowhere else.
func (x *exporter) routeTarget(r *Route, seen map[string]bool) {
	id := target(r)
	if id == "" || seen[id] {
		return
	}
	seen[id] = true
	switch {
	case r.EgressOnly != nil:
		x.node(&r.EgressOnly.Node, "egress_only_gateway").add()
		edge(x, id, "vpc", r.EgressOnly.VPC)
	case r.Instance != nil:
		n := x.node(&r.Instance.Node, "instance")
		value(n, "source_dest_check", r.Instance.SourceDestCheck)
		n.add()
		edge(x, id, "subnet", r.Instance.Subnet)
		edges(x, id, "security_group", r.Instance.Groups)
	case r.Interface != nil:
		n := x.node(&r.Interface.Node, "network_interface")
		value(n, "source_dest_check", r.Interface.SourceDestCheck)
		n.add()
		edge(x, id, "subnet", r.Interface.Subnet)
		edges(x, id, "security_group", r.Interface.Groups)
	}
}
