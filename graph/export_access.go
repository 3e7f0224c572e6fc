package graph

import (
	"net/netip"
	"strconv"
)

// endpoints exports endpoints, prefix lists and hosted zones.
func (x *exporter) endpoints() {
	for _, e := range x.graph.Endpoints {
		n := x.node(&e.Node, "vpc_endpoint")
		value(n, "service", e.Service)
		value(n, "region", e.ServiceRegion)
		value(n, "private_dns", e.PrivateDNS)
		if e.Type.Known() {
			n.set("endpoint_type", string(e.Type.V))
		}
		n.set("policy", e.Policy.Text.Given)
		n.add()
		edge(x, e.ID, "vpc", e.VPC)
		edges(x, e.ID, "subnet", e.Subnets)
		edges(x, e.ID, "security_group", e.Groups)
		edges(x, e.ID, "route_table", e.RouteTables)
	}
	for _, list := range x.graph.PrefixLists {
		n := x.node(&list.Node, "prefix_list")
		n.set("service", list.Service)
		n.set("region", list.Region)
		n.ranges("entries", list.Entries)
		n.add()
	}
	for _, z := range x.graph.Zones {
		n := x.node(&z.Node, "hosted_zone")
		value(n, "name", z.Name)
		n.set("records", strconv.Itoa(len(z.Records)))
		n.add()
		edges(x, z.ID, "vpc", z.VPCs)
		for _, record := range z.Records {
			edge(x, z.ID, x.known(record.Name), record.Endpoint)
		}
	}
}

func (x *exporter) prefixText(prefix Value[netip.Prefix]) string {
	if prefix.Why != nil {
		return "?"
	}
	if !prefix.V.IsValid() {
		return ""
	}
	return prefix.V.String()
}

// access exports roles, instance profiles, repositories and secrets.
func (x *exporter) access() {
	for _, r := range x.graph.Roles {
		n := x.node(&r.Node, "role")
		value(n, "name", r.Name)
		var policies []string
		for _, p := range r.Policies {
			policies = append(policies, p.Name)
		}
		n.lines("policies", policies)
		n.set("boundary", r.Boundary.Name)
		n.add()
	}
	for _, p := range x.graph.Profiles {
		n := x.node(&p.Node, "instance_profile")
		value(n, "name", p.Name)
		n.add()
		edge(x, p.ID, "role", p.Role)
	}
	for _, r := range x.graph.Repositories {
		n := x.node(&r.Node, "repository")
		value(n, "name", r.Name)
		n.set("region", r.Region)
		n.set("account", r.Account)
		n.set("policy", len(r.Policies) > 0)
		n.add()
	}
	for _, s := range x.graph.Secrets {
		n := x.node(&s.Node, "secret")
		value(n, "name", s.Name)
		n.add()
	}
	for _, rule := range x.graph.CacheRules {
		n := x.node(&rule.Node, "pull_through_cache_rule")
		value(n, "prefix", rule.Prefix)
		value(n, "upstream", rule.Upstream)
		n.add()
	}
}

// compute exports task definitions with their containers, workloads and fleets.
func (x *exporter) compute() {
	for _, t := range x.graph.TaskDefinitions {
		n := x.node(&t.Node, "task_definition")
		value(n, "network_mode", t.NetworkMode)
		var images []string
		for _, c := range t.Containers.Items {
			images = append(images, x.known(c.Name)+": "+x.known(c.Image))
		}
		n.lines("containers", images)
		n.add()
		edge(x, t.ID, "execution_role", t.ExecutionRole)
	}
	fleets := map[*Fleet]bool{}
	for _, w := range x.graph.Workloads {
		if w.Kind == WorkloadTaskDefinition {
			continue
		}
		n := x.node(&w.Node, string(w.Kind))
		var kinds []string
		for _, launch := range w.Launches.Items {
			kinds = append(kinds, string(launch.Kind))
			edge(x, w.ID, "fleet", launch.Fleet)
			if f := launch.Fleet.To; f != nil && !fleets[f] {
				fleets[f] = true
				x.fleet(f)
			}
		}
		n.lines("launches", kinds)
		n.add()
		edge(x, w.ID, "task_definition", w.Task)
		edges(x, w.ID, "subnet", w.Network.Subnets)
		edges(x, w.ID, "security_group", w.Network.Groups)
	}
}

func (x *exporter) fleet(f *Fleet) {
	n := x.node(&f.Node, "fleet")
	n.add()
	edges(x, f.ID, "subnet", f.Subnets)
	for i := range f.Hosts.Items {
		h := &f.Hosts.Items[i]
		edges(x, f.ID, "security_group", h.Groups)
		edge(x, f.ID, "instance_profile", h.Profile)
	}
}
