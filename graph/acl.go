package graph

import (
	"net/netip"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// aclReaders read network ACLs, their entries and associations.
var aclReaders = []reader{
	node("aws_default_network_acl", (*builder).declareACL, (*builder).adoptACL),
	node("aws_network_acl", (*builder).declareACL, (*builder).linkACL),
	join("aws_network_acl_rule", (*builder).joinACLRule),
	join("aws_network_acl_association", (*builder).joinACL),

	node("AWS::EC2::NetworkAcl", (*builder).declareACL, (*builder).linkACL),
	join("AWS::EC2::NetworkAclEntry", (*builder).joinACLRule).spelled(spelling{
		"from_port": "PortRange.From",
		"to_port":   "PortRange.To",
	}),
	join("AWS::EC2::SubnetNetworkAclAssociation", (*builder).joinACL),
}

// openDefaultACL gives a default network ACL AWS's entries, which allow everything.
// https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
func openDefaultACL(acl *NetworkACL) {
	site := Site{Resource: acl.Resource}
	entry := func(number int) *ACLEntry {
		return &ACLEntry{
			Number:   Value[int]{V: number, Site: site},
			Allow:    Value[bool]{V: true, Site: site},
			Protocol: Value[string]{V: "-1", Site: site}, Site: site,
		}
	}
	four := func() *ACLEntry {
		e := entry(100)
		e.CIDR = Value[netip.Prefix]{V: allIPv4, Given: true, Site: site}
		return e
	}
	six := func() *ACLEntry {
		e := entry(101)
		e.CIDR6 = Value[netip.Prefix]{V: allIPv6, Given: true, Site: site}
		return e
	}
	acl.Egress = []*ACLEntry{four(), six()}
	acl.Ingress = []*ACLEntry{four(), six()}
}

func (b *builder) declareACL(o block) *NetworkACL {
	acl := &NetworkACL{Node: b.node(o.res)}
	b.graph.ACLs = append(b.graph.ACLs, acl)
	return acl
}

func (b *builder) linkACL(o block, acl *NetworkACL) {
	acl.VPC = link(o, "vpc_id", findVPC)
	b.readEntries(o, acl)
	subnets := links(o, "subnet_ids", findSubnet)
	for _, subnet := range subnets.Items {
		b.claimACL(o, subnet, Link[NetworkACL]{To: acl, Text: acl.ID, Site: subnet.Site})
	}
	if subnets.Open != nil {
		b.network.lostACLs = append(b.network.lostACLs, lost{why: subnets.Open, vpc: acl.VPC.To})
	}
}

// adoptACL reads aws_default_network_acl: it takes every entry off a VPC's default ACL and then
// adds its own. https://registry.terraform.io/providers/hashicorp/aws (default_network_acl).
func (b *builder) adoptACL(o block, acl *NetworkACL) {
	b.readEntries(o, acl)
	implicit := link(o, "default_network_acl_id", findACL)
	site := o.site("default_network_acl_id")
	if implicit.To == nil {
		acl.VPC = Link[VPC]{Why: implicit.Why, Text: implicit.Text, Site: site}
		for _, v := range b.graph.VPCs {
			if b.mayBe(implicit.Why, &v.Node) {
				doubtDefaultACL(v.DefaultACL, implicit.Why)
			}
		}
		b.claimSubnets(o, acl)
		return
	}
	acl.VPC = implicit.To.VPC
	v := acl.VPC.To
	switch {
	case v == nil:
	case beyond(acl.Maybe, v.Maybe) != nil:
		doubtDefaultACL(v.DefaultACL, acl.Maybe)
	default:
		v.DefaultACL = acl
	}
	b.claimSubnets(o, acl)
}

// claimSubnets puts the subnets that an adopted ACL lists behind it.
func (b *builder) claimSubnets(o block, acl *NetworkACL) {
	for _, subnet := range links(o, "subnet_ids", findSubnet).Items {
		b.claimACL(o, subnet, Link[NetworkACL]{To: acl, Text: acl.ID, Site: subnet.Site})
	}
}

// doubtDefaultACL notes that an ACL's own entries may have been replaced.
func doubtDefaultACL(acl *NetworkACL, why *parser.Origin) {
	if !acl.Implicit {
		return
	}
	for _, entries := range [][]*ACLEntry{acl.Egress, acl.Ingress} {
		for _, entry := range entries {
			entry.Maybe = why
		}
	}
	acl.LostEntries = append(acl.LostEntries, why)
}

// findACL finds a network ACL by its id, or a VPC's default ACL by the VPC's attribute.
func findACL(b *builder, r ref) *NetworkACL {
	if acl := at[NetworkACL](b, r.address); acl != nil {
		return acl
	}
	if r.attr != "default_network_acl_id" {
		return nil
	}
	if v := at[VPC](b, r.address); v != nil {
		return v.DefaultACL
	}
	return nil
}

// readEntries reads the entries that an ACL itself lists.
func (b *builder) readEntries(o block, acl *NetworkACL) {
	for _, side := range []struct {
		name    string
		entries *[]*ACLEntry
	}{{"egress", &acl.Egress}, {"ingress", &acl.Ingress}} {
		found, open := o.blocks(side.name)
		if open != nil {
			acl.LostEntries = append(acl.LostEntries, open)
		}
		for _, inner := range found {
			entry := readEntry(inner, "rule_no", "action")
			entry.Maybe = inner.maybe
			*side.entries = append(*side.entries, entry)
		}
	}
}

func readEntry(o block, number, action string) *ACLEntry {
	allow := o.text(action, "")
	entry := &ACLEntry{
		Number:   o.integer(number),
		Allow:    Value[bool]{Why: allow.Why, Given: allow.Given, Site: allow.Site},
		Protocol: o.text("protocol", "-1"),
		From:     o.integer("from_port"),
		To:       o.integer("to_port"),
		CIDR:     o.prefix("cidr_block"),
		CIDR6:    o.prefix("ipv6_cidr_block"),
		Site:     o.here(),
	}
	entry.Allow.V = strings.EqualFold(allow.V, "allow")
	entry.Protocol.V = protocolName(entry.Protocol.V)
	if entry.CIDR.Given && entry.CIDR.Known() && entry.CIDR6.Why != nil {
		entry.CIDR6 = Value[netip.Prefix]{Site: entry.CIDR6.Site} // an entry has one range
	}
	if entry.CIDR6.Given && entry.CIDR6.Known() && entry.CIDR.Why != nil {
		entry.CIDR = Value[netip.Prefix]{Site: entry.CIDR.Site}
	}
	return entry
}

func (b *builder) joinACLRule(o block) {
	l := link(o, "network_acl_id", findACL)
	if l.To == nil {
		for _, acl := range b.mayBeACLs(l.Why) {
			acl.LostEntries = append(acl.LostEntries, l.Why)
		}
		return
	}
	entry := readEntry(o, "rule_number", "rule_action")
	entry.Maybe = o.res.Maybe
	out := o.boolean("egress", false)
	switch {
	case out.Why != nil:
		l.To.LostEntries = append(l.To.LostEntries, out.Why)
	case out.V:
		l.To.Egress = append(l.To.Egress, entry)
	default:
		l.To.Ingress = append(l.To.Ingress, entry)
	}
}

// mayBeACLs lists the ACLs that a reference may mean that could not be resolved.
func (b *builder) mayBeACLs(why *parser.Origin) []*NetworkACL {
	acls := filter(b.graph.ACLs, func(acl *NetworkACL) bool { return b.mayBe(why, &acl.Node) })
	for _, v := range b.graph.VPCs {
		if v.DefaultACL.Implicit && b.mayBe(why, &v.DefaultACL.Node) {
			acls = append(acls, v.DefaultACL)
		}
	}
	return acls
}

func (b *builder) joinACL(o block) {
	b.claimACL(o, link(o, "subnet_id", findSubnet), link(o, "network_acl_id", findACL))
}

// claimACL notes that a subnet has an ACL.
func (b *builder) claimACL(o block, subnet Link[Subnet], acl Link[NetworkACL]) {
	if subnet.To != nil {
		b.network.aclClaims = append(b.network.aclClaims, subnetClaim{
			subnet: subnet.To, acl: acl, maybe: o.res.Maybe,
		})
		return
	}
	one := lost{why: subnet.Why}
	if acl.To != nil {
		one.vpc = acl.To.VPC.To
	}
	b.network.lostACLs = append(b.network.lostACLs, one)
}
