package graph

import (
	"net/netip"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// protocolName spells a protocol as GroupRule and ACLEntry do.
// https://www.iana.org/assignments/protocol-numbers
func protocolName(s string) string {
	s = strings.ToLower(s)
	switch s {
	case "all":
		return "-1"
	case "6":
		return "tcp"
	case "17":
		return "udp"
	case "1":
		return "icmp"
	case "58":
		return "icmpv6"
	}
	return s
}

// direction is the side of a group that a rule is on.
type direction int

const (
	egress direction = iota
	ingress
	eitherWay
)

// joinRule reads aws_security_group_rule.
func (b *builder) joinRule(o block) {
	way := eitherWay
	if kind := o.text("type", ""); kind.Known() {
		switch kind.V {
		case "egress":
			way = egress
		case "ingress":
			way = ingress
		}
	}
	b.attach(o, way, func(g *SecurityGroup) *GroupRule {
		rule := b.ports(o, "protocol")
		b.peers(o, rule)
		rule.Groups = one(link(o, "source_security_group_id", findGroup))
		addSelf(o, rule, g)
		return rule
	})
}

func (b *builder) joinEgress(o block)  { b.attach(o, egress, b.singleRule(o)) }
func (b *builder) joinIngress(o block) { b.attach(o, ingress, b.singleRule(o)) }

// singleRule reads aws_vpc_security_group_*_rule: a rule with one peer.
func (b *builder) singleRule(o block) func(*SecurityGroup) *GroupRule {
	return func(*SecurityGroup) *GroupRule {
		rule := b.ports(o, "ip_protocol")
		rule.CIDRs = single(o.prefix("cidr_ipv4"))
		rule.CIDRs6 = single(o.prefix("cidr_ipv6"))
		rule.Lists = one(link(o, "prefix_list_id", findPrefixList))
		rule.Groups = one(link(o, "referenced_security_group_id", findGroup))
		return rule
	}
}

func single(value Value[netip.Prefix]) List[Value[netip.Prefix]] {
	list := List[Value[netip.Prefix]]{Given: value.Given, Site: value.Site}
	if value.Given {
		list.Items = []Value[netip.Prefix]{value}
	}
	return list
}

// one is the list of one link, or of none.
func one[N any](l Link[N]) List[Link[N]] {
	list := List[Link[N]]{Site: l.Site}
	if !l.None() {
		list.Given, list.Items = true, []Link[N]{l}
	}
	return list
}

// attach adds a separate rule to its group. Where the group or the direction is not known, the rule
// is lost to every group that it may belong to.
func (b *builder) attach(o block, way direction, read func(*SecurityGroup) *GroupRule) {
	l := link(o, "security_group_id", findGroup)
	if l.To == nil {
		for _, g := range b.mayBeGroups(l.Why) {
			g.lose(way, l.Why)
			if way == egress && !handedIn(l.Why) {
				g.egressLost = first(g.egressLost, l.Why)
			}
		}
		return
	}
	g := l.To
	if way == eitherWay {
		why := o.text("type", "").Why
		g.lose(way, first(why, nonsense(o.site("type"), "is neither ingress nor egress")))
		return
	}
	rule := read(g)
	rule.Separate, rule.Maybe = true, o.res.Maybe
	if way == egress {
		g.Egress = append(g.Egress, rule)
		g.EgressSeparate = !b.cloudFormation || !g.EgressInline
	} else {
		g.Ingress = append(g.Ingress, rule)
		g.IngressSeparate = !b.cloudFormation || !g.IngressInline
	}
	b.network.rules[o.res.Address] = rule
}

// handedIn reports whether a value is that of a parameter, which is given before the resources of
// the template are there: it names none of them.
func handedIn(why *parser.Origin) bool { return why.Address == "" && why.Attr != "" }

// lose notes that a rule may belong to the group.
func (g *SecurityGroup) lose(way direction, why *parser.Origin) {
	if way != ingress {
		g.LostEgress = append(g.LostEgress, why)
	}
	if way != egress {
		g.LostIngress = append(g.LostIngress, why)
	}
}

// mayBeGroups lists the groups that a reference may mean that could not be resolved.
func (b *builder) mayBeGroups(why *parser.Origin) []*SecurityGroup {
	groups := filter(b.graph.Groups, func(g *SecurityGroup) bool { return b.mayBe(why, &g.Node) })
	for _, v := range b.graph.VPCs {
		if v.DefaultGroup.Implicit && b.mayBe(why, &v.DefaultGroup.Node) {
			groups = append(groups, v.DefaultGroup)
		}
	}
	return groups
}

// joinAbroad reads the association of a group with another VPC than its own.
func (b *builder) joinAbroad(o block) {
	why := &parser.Origin{What: o.res.Address, Why: "lends the group to another VPC"}
	l := link(o, "security_group_id", findGroup)
	if l.To != nil {
		l.To.Abroad = why
		return
	}
	for _, g := range b.mayBeGroups(l.Why) {
		g.Abroad = why
	}
}

// joinExclusive reads aws_vpc_security_group_rules_exclusive: what it does not list is removed.
// https://registry.terraform.io/providers/hashicorp/aws (vpc_security_group_rules_exclusive)
func (b *builder) joinExclusive(o block) {
	l := link(o, "security_group_id", findGroup)
	for _, g := range b.mayBeGroups(l.Why) {
		doubtUnlisted(g.Egress, l.Why)
		doubtUnlisted(g.Ingress, l.Why)
	}
	if l.To == nil {
		return
	}
	b.exclude(o, "egress_rule_ids", l.To, egress)
	b.exclude(o, "ingress_rule_ids", l.To, ingress)
}

// exclude marks the listed rules of one direction.
func (b *builder) exclude(o block, attr string, g *SecurityGroup, way direction) {
	rules, exclusive := g.Egress, &g.EgressExclusive
	if way == ingress {
		rules, exclusive = g.Ingress, &g.IngressExclusive
	}
	listed := links(o, attr, func(b *builder, r ref) *GroupRule {
		return b.network.rules[r.address]
	})
	for _, item := range listed.Items {
		if item.To != nil {
			item.To.Listed = true
			continue
		}
		g.lose(way, item.Why)
	}
	if why := first(listed.Open, o.res.Maybe); why != nil {
		doubtUnlisted(rules, why)
		return
	}
	*exclusive = true
}

func doubtUnlisted(rules []*GroupRule, why *parser.Origin) {
	for _, rule := range rules {
		if !rule.Listed && rule.Maybe == nil {
			rule.Maybe = why
		}
	}
}
