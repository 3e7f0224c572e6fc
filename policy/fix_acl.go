package policy

import (
	"strconv"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/report"
)

// aclFix adds the entry that is missing, under a number that is free before the entries that deny.
func aclFix(m *mending) report.Fix {
	egress, from, to := m.Direction == "egress", "443", "443"
	if low, high, ranged := strings.Cut(m.Ports, "-"); ranged {
		from, to = low, high
	} else if m.Ports != "" {
		from, to = m.Ports, m.Ports
	}
	way := "in"
	if egress {
		way = "out"
	}
	protocol := orText(m.Protocol, "tcp")
	words := strings.ToUpper(protocol) + " " + from
	if to != from {
		words += "-" + to
	}
	acl := byID(m.pull.Graph.ACLs, m.resource, func(a *graph.NetworkACL) string { return a.ID })
	if acl == nil {
		return m.say(nil, "Let %s %s at %s, before any entry that denies it.", words, way, m.resource)
	}
	return m.say(one(m.entry(acl, egress, protocol, from, to)),
		"Let %s %s with an entry of %s whose number is lower than of those that deny it.",
		words, way, acl.ID)
}

// entry writes an entry of an ACL, in the style that the ACL has; a template has one style, and
// numbers of the protocols.
func (m *mending) entry(acl *graph.NetworkACL, egress bool, protocol, from, to string) part {
	number, inside := entries(acl, egress)
	name := "ingress"
	if egress {
		name = "egress"
	}
	cidr := argument{"cidr_block", text("0.0.0.0/0")}
	if len(m.Remote) > 0 && m.Remote[0] != "internet" {
		cidr.value = text(m.Remote[0])
	}
	tail := []argument{
		{"protocol", text(protocol)}, {"from_port", literal(from)}, {"to_port", literal(to)}, cidr,
	}
	if inside && !m.template() {
		head := section{{"rule_no", literal(number)}, {"action", text("allow")}}
		return in("aws_network_acl", acl.ID, argument{name, append(head, tail...)})
	}
	if m.template() {
		ports := object{{"from", literal(from)}, {"to", literal(to)}}
		tail = []argument{
			{"protocol", literal(protocolNumbers[protocol])}, {"port_range", ports}, cidr,
		}
	}
	return block("aws_network_acl_rule", label(acl.ID)+"_"+name, append([]argument{
		{"network_acl_id", m.ref(acl.ID, "id")},
		{"egress", literal(strconv.FormatBool(egress))},
		{"rule_number", literal(number)},
		{"rule_action", text("allow")},
	}, tail...)...)
}

// protocolNumbers are the numbers of the protocols of pulls. Source:
// https://www.iana.org/assignments/protocol-numbers/protocol-numbers.xhtml
var protocolNumbers = map[string]string{"tcp": "6", "udp": "17"}
