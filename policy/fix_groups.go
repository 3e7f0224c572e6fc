package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/report"
)

// destination is where a security group rule leads, in the three spellings of the provider.
type destination struct {
	inline, single, rule argument // of an inline block, of the newest and the older resource
	name, text           string   // name of a resource, words
	data                 []part   // data source that it needs
	group                string   // address of the group that it is, if any
}

// egressFix lets 443 out to where the legs lead: the group of an endpoint, the S3 prefix list, and
// every address only where a leg goes over the internet.
func egressFix(m *mending) report.Fix {
	if m.modelled(m.resource) != nil && m.resourceType(m.resource) == "aws_default_security_group" {
		return m.groupOfItsOwn()
	}
	var parts []part
	var words []string
	for _, d := range m.destinations() {
		parts = append(append(parts, m.groupRule(d)), d.data...)
		words = append(words, d.text)
	}
	return m.say(parts, "Let TCP 443 out of %s to %s%s.", m.resource, strings.Join(words, " and "),
		m.kept(exclusiveRules, m.resource))
}

// exclusiveRules is the resource that removes the rules of a group which it does not list.
const exclusiveRules = "aws_vpc_security_group_rules_exclusive"

// destinations returns where the legs of the fix lead, each once; every address holds those of S3.
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
	if slices.ContainsFunc(found, func(d destination) bool { return d.name == "https" }) {
		found = slices.DeleteFunc(found, func(d destination) bool { return d.name == "s3" })
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
		return peerGroup(handed("endpoint_security_group_id"), "the group of "+exit, "endpoints")
	}
	d := anywhere()
	d.text = "the internet (or add VPC endpoints and let it out to those only)"
	if elsewhere(m.bounds.best.Image.Registry) {
		d.text = "the internet (no VPC endpoint leads to this registry)"
	}
	return d
}

// anywhere is every address.
func anywhere() destination {
	all := text("0.0.0.0/0")
	return destination{
		inline: argument{"cidr_blocks", list{all}},
		single: argument{"cidr_ipv4", all},
		rule:   argument{"cidr_blocks", list{all}},
		name:   "https",
		text:   "the internet",
	}
}

// peerGroup is a destination or source that is a security group.
func peerGroup(ref reference, id, name string) destination {
	return destination{
		inline: argument{"security_groups", list{ref}},
		single: argument{"referenced_security_group_id", ref},
		rule:   argument{"source_security_group_id", ref},
		name:   name,
		text:   id,
		group:  id,
	}
}

// prefixList is the S3 prefix list: the one of the gateway endpoint beside the group, else the one
// that AWS manages, read by name. A template can do neither and is handed its id.
func (m *mending) prefixList(region string) destination {
	name := "com.amazonaws." + region + ".s3"
	id := reference{terraform: "data.aws_ec2_managed_prefix_list.s3.id"}
	words := "the S3 prefix list (" + name + ")"
	var data []part
	if e := m.gatewayEndpoint(); m.template() {
		id = handed("s3_prefix_list_id")
		words += ", whose id `aws ec2 describe-managed-prefix-lists --filters " +
			"Name=prefix-list-name,Values=" + placeholders(name) +
			"` prints (here the parameter " + id.to + ")"
	} else if e != nil && moduleOf(e.ID) == m.module {
		id.terraform = local(e.ID) + ".prefix_list_id"
	} else {
		data = one(block(managedPrefixList, "s3", argument{"name", pattern(name)}))
	}
	return destination{
		inline: argument{"prefix_list_ids", list{id}},
		single: argument{"prefix_list_id", id},
		rule:   argument{"prefix_list_ids", list{id}},
		name:   "s3",
		text:   words,
		data:   data,
	}
}

// groupRule writes an egress rule in the style that the group has already.
func (m *mending) groupRule(d destination) part {
	return m.ruleOf(m.resource, "egress", d, "443", "tcp")
}

// ruleOf writes a rule of a group for one port.
func (m *mending) ruleOf(id, direction string, d destination, port, protocol string) part {
	name, kind := label(id)+"_"+d.name, "aws_vpc_security_group_"+direction+"_rule"
	ports := []argument{{"from_port", literal(port)}, {"to_port", literal(port)}}
	group := argument{"security_group_id", m.ref(id, "id")}
	inside := m.style(id, direction)
	switch {
	case inside == "inline" && m.template() && m.waits(d.group, id):
	case inside == "inline" && m.template():
		rule := object{{"ip_protocol", text(protocol)}, ports[0], ports[1], d.single}
		there := in(kind, id, argument{"security_group_" + direction, list{rule}})
		there.more = true
		return there
	case inside == "inline":
		return in("aws_security_group", id, argument{direction, section{
			ports[0], ports[1], {"protocol", text(protocol)}, d.inline,
		}})
	case inside == "aws_security_group_rule":
		return block(inside, name, argument{"type", text(direction)}, group, ports[0], ports[1],
			argument{"protocol", text(protocol)}, d.rule)
	}
	return block(kind, name, group, argument{"ip_protocol", text(protocol)}, ports[0], ports[1],
		d.single)
}

// waits reports whether one resource waits for another: a template cannot let the other wait for it
// too, and needs a resource between them.
func (m *mending) waits(address, other string) bool {
	for _, resource := range m.pull.Graph.Root.Resources {
		if resource.Address == address {
			return slices.Contains(resource.Needs, other)
		}
	}
	return false
}

// style says how the rules of a group are written: inline, by aws_security_group_rule, or by the
// resources of one rule each, which is what the provider recommends. In a template a group whose
// rules are all its own keeps them so.
func (m *mending) style(id, direction string) string {
	g := m.group(id)
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
		from.inline = argument{"cidr_blocks", list{m.vpcRange()}}
		from.rule = from.inline
		from.single = argument{"cidr_ipv4", m.vpcRange()}
	}
	id := m.resource
	if m.group(id) == nil {
		return m.say(nil, "Give %s a security group that lets TCP 443 in from %s.", id, from.text)
	}
	return m.say(one(m.ruleOf(id, "ingress", from, "443", "tcp")),
		"Let TCP 443 in to %s from %s%s.", id, from.text, m.kept(exclusiveRules, id))
}

// dnsFix lets port 53 out to the name servers.
func dnsFix(m *mending) report.Fix {
	servers := strings.Join(m.Servers, ", ")
	if m.group(m.resource) == nil || len(m.Servers) == 0 {
		return m.say(nil, "Let UDP and TCP 53 out of %s to the name servers (%s).",
			m.resource, servers)
	}
	cidrs, singles := make(list, 0, len(m.Servers)), make([]argument, 0, len(m.Servers))
	for _, server := range m.Servers {
		name, bits := "cidr_ipv4", "/32"
		if strings.Contains(server, ":") {
			name, bits = "cidr_ipv6", "/128"
		}
		cidrs = append(cidrs, text(server+bits))
		singles = append(singles, argument{name, text(server + bits)})
	}
	together := argument{"cidr_blocks", cidrs}
	var parts []part
	for _, protocol := range []string{"udp", "tcp"} {
		d := destination{inline: together, rule: together, name: "dns_" + protocol}
		if !m.template() && !single(m.style(m.resource, "egress")) {
			parts = append(parts, m.ruleOf(m.resource, "egress", d, "53", protocol))
			continue
		}
		for i, cidr := range singles {
			d.single = cidr
			d.name = fmt.Sprintf("dns_%s_%d", protocol, i+1)
			parts = append(parts, m.ruleOf(m.resource, "egress", d, "53", protocol))
		}
	}
	return m.say(parts, "Let UDP and TCP 53 out of %s to %s.", m.resource, servers)
}

// single reports whether a style of rules has one peer in each.
func single(style string) bool { return style != "inline" && style != "aws_security_group_rule" }
