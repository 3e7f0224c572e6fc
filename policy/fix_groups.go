package policy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/report"
)

// destination is where a security group rule leads, in the three spellings of the provider.
type destination struct {
	inline, single, rule [2]string // argument of an inline block, of the newest and the older resource
	name, text           string    // name of a resource, words
	data                 string    // data source that it needs
}

// egressFix lets 443 out to where the legs lead: the group of an endpoint, the S3 prefix list, and
// every address only where a leg goes over the internet.
func egressFix(m *mending) report.Fix {
	var snippets, words []string
	for _, d := range m.destinations() {
		snippets = append(snippets, m.groupRule(d)+d.data)
		words = append(words, d.text)
	}
	return say(strings.Join(snippets, "\n"),
		"Let TCP 443 out of %s to %s.", m.resource, strings.Join(words, " and "))
}

// destinations returns where the legs of the fix lead, each once.
func (m *mending) destinations() []destination {
	var found []destination
	for _, leg := range m.bounds.best.Legs {
		if !slices.Contains(m.Legs, leg.Name) {
			continue
		}
		d := m.destination(leg.Name, leg.Exit.Kind, leg.Exit.ID, leg.Region)
		same := func(other destination) bool { return other.text == d.text }
		if !slices.ContainsFunc(found, same) {
			found = append(found, d)
		}
	}
	return found
}

// destination returns where one leg leads.
func (m *mending) destination(leg, kind, exit, region string) destination {
	switch {
	case leg == "layers" && kind != "interface_endpoint":
		return m.prefixList(region)
	case kind == "interface_endpoint":
		if e := m.endpoint(exit); e != nil && len(e.Groups.Items) > 0 && e.Groups.Items[0].To != nil {
			group := e.Groups.Items[0].To
			return peerGroup(m.ref(group.ID, "id"), group.ID, "endpoints")
		}
		return peerGroup("var.endpoint_security_group_id", "the group of "+exit, "endpoints")
	}
	return destination{
		inline: [2]string{"cidr_blocks", `["0.0.0.0/0"]`},
		single: [2]string{"cidr_ipv4", `"0.0.0.0/0"`},
		rule:   [2]string{"cidr_blocks", `["0.0.0.0/0"]`},
		name:   "https",
		text:   "the internet (or add VPC endpoints and let it out to those only)",
	}
}

// peerGroup is a destination or source that is a security group.
func peerGroup(ref, id, name string) destination {
	return destination{
		inline: [2]string{"security_groups", "[" + ref + "]"},
		single: [2]string{"referenced_security_group_id", ref},
		rule:   [2]string{"source_security_group_id", ref},
		name:   name,
		text:   id,
	}
}

// prefixList is the S3 prefix list: the one of the gateway endpoint beside the group, else the one
// that AWS manages, read by name.
func (m *mending) prefixList(region string) destination {
	name := "com.amazonaws." + region + ".s3"
	id, data := "data.aws_ec2_managed_prefix_list.s3.id", ""
	if e := m.gatewayEndpoint(); e != nil && moduleOf(e.ID) == m.module {
		id = local(e.ID) + ".prefix_list_id"
	} else {
		data = "\ndata \"aws_ec2_managed_prefix_list\" \"s3\" {\n  name = " + quote(name) + "\n}\n"
	}
	return destination{
		inline: [2]string{"prefix_list_ids", "[" + id + "]"},
		single: [2]string{"prefix_list_id", id},
		rule:   [2]string{"prefix_list_ids", "[" + id + "]"},
		name:   "s3",
		text:   "the S3 prefix list (" + name + ")",
		data:   data,
	}
}

// groupRule writes an egress rule in the style that the group has already.
func (m *mending) groupRule(d destination) string {
	return m.ruleOf(m.resource, "egress", d, "443", "tcp")
}

// ruleOf writes a rule of a group for one port.
func (m *mending) ruleOf(id, direction string, d destination, port, protocol string) string {
	g := m.group(id)
	name := label(id) + "_" + d.name
	switch style(g, direction) {
	case "inline":
		return in(id, nested(direction, [2]string{"from_port", port}, [2]string{"to_port", port},
			[2]string{"protocol", quote(protocol)}, d.inline))
	case "aws_security_group_rule":
		return block("aws_security_group_rule", name,
			[2]string{"type", quote(direction)}, [2]string{"security_group_id", m.ref(id, "id")},
			[2]string{"from_port", port}, [2]string{"to_port", port},
			[2]string{"protocol", quote(protocol)}, d.rule)
	}
	return block("aws_vpc_security_group_"+direction+"_rule", name,
		[2]string{"security_group_id", m.ref(id, "id")}, [2]string{"ip_protocol", quote(protocol)},
		[2]string{"from_port", port}, [2]string{"to_port", port}, d.single)
}

// style says how the rules of a group are written: inline, by aws_security_group_rule, or by the
// resources of one rule each, which is what the provider recommends.
func style(g *graph.SecurityGroup, direction string) string {
	if g == nil {
		return ""
	}
	inline, rules := g.EgressInline, g.Egress
	if direction == "ingress" {
		inline, rules = g.IngressInline, g.Ingress
	}
	if inline {
		return "inline"
	}
	for _, rule := range append(slices.Clone(rules), append(g.Egress, g.Ingress...)...) {
		if rule.Separate && rule.Site.Resource != nil {
			return rule.Site.Resource.Type
		}
	}
	return ""
}

// ingressFix lets the puller's group in to the endpoint's.
func ingressFix(m *mending) report.Fix {
	from := destination{text: "the VPC", name: "vpc"}
	if len(m.Groups) > 0 {
		from = peerGroup(m.ref(m.Groups[0], "id"), m.Groups[0], label(m.Groups[0]))
	} else {
		from.inline = [2]string{"cidr_blocks", "[var.vpc_cidr]"}
		from.rule = from.inline
		from.single = [2]string{"cidr_ipv4", "var.vpc_cidr"}
	}
	id := m.resource
	if m.group(id) == nil {
		return say("", "Give %s a security group that lets TCP 443 in from %s.", id, from.text)
	}
	return say(m.ruleOf(id, "ingress", from, "443", "tcp"),
		"Let TCP 443 in to %s from %s.", id, from.text)
}

// dnsFix lets port 53 out to the name servers.
func dnsFix(m *mending) report.Fix {
	servers := strings.Join(m.Servers, ", ")
	if m.group(m.resource) == nil || len(m.Servers) == 0 {
		return say("", "Let UDP and TCP 53 out of %s to the name servers (%s).", m.resource, servers)
	}
	cidrs := make([]string, 0, len(m.Servers))
	for _, server := range m.Servers {
		bits := "/32"
		if strings.Contains(server, ":") {
			bits = "/128"
		}
		cidrs = append(cidrs, quote(server+bits))
	}
	list := [2]string{"cidr_blocks", "[" + strings.Join(cidrs, ", ") + "]"}
	var snippets []string
	for _, protocol := range []string{"udp", "tcp"} {
		d := destination{inline: list, rule: list, name: "dns_" + protocol}
		if !single(style(m.group(m.resource), "egress")) {
			snippets = append(snippets, m.ruleOf(m.resource, "egress", d, "53", protocol))
			continue
		}
		for i, cidr := range cidrs {
			d.single = [2]string{"cidr_ipv4", cidr}
			d.name = fmt.Sprintf("dns_%s_%d", protocol, i+1)
			snippets = append(snippets, m.ruleOf(m.resource, "egress", d, "53", protocol))
		}
	}
	return say(strings.Join(snippets, "\n"),
		"Let UDP and TCP 53 out of %s to %s.", m.resource, servers)
}

// single reports whether a style of rules has one peer in each.
func single(style string) bool { return style != "inline" && style != "aws_security_group_rule" }

// aclFix adds the entry that is missing, under a number that is free before the entries that deny.
func aclFix(m *mending) report.Fix {
	egress, from, to := m.Direction == "egress", "443", "443"
	if low, high, ranged := strings.Cut(m.Ports, "-"); ranged {
		from, to = low, high
	} else if m.Ports != "" {
		from, to = m.Ports, m.Ports
	}
	way, name := "in", "ingress"
	if egress {
		way, name = "out", "egress"
	}
	protocol := orText(m.Protocol, "tcp")
	words := strings.ToUpper(protocol) + " " + from
	if to != from {
		words += "-" + to
	}
	acl := byID(m.pull.Graph.ACLs, m.resource, func(a *graph.NetworkACL) string { return a.ID })
	if acl == nil {
		return say("", "Let %s %s at %s, before any entry that denies it.", words, way, m.resource)
	}
	number, inline := entries(acl, egress)
	cidr := [2]string{"cidr_block", `"0.0.0.0/0"`}
	if len(m.Remote) > 0 && m.Remote[0] != "internet" {
		cidr[1] = quote(m.Remote[0])
	}
	tail := [][2]string{{"protocol", quote(protocol)}, {"from_port", from}, {"to_port", to}, cidr}
	head := [][2]string{{"rule_no", number}, {"action", `"allow"`}}
	snippet := in(acl.ID, nested(name, append(head, tail...)...))
	if !inline {
		head = [][2]string{
			{"network_acl_id", m.ref(acl.ID, "id")},
			{"egress", strconv.FormatBool(egress)},
			{"rule_number", number},
			{"rule_action", `"allow"`},
		}
		snippet = block("aws_network_acl_rule", label(acl.ID)+"_"+name, append(head, tail...)...)
	}
	return say(snippet,
		"Let %s %s with an entry of %s whose number is lower than of those that deny it.",
		words, way, acl.ID)
}
