package graph

import (
	"net/netip"
	"slices"

	"github.com/ecrlint/ecrlint/parser"
)

// groupReaders read security groups and their rules. The default groups come first: they say what
// the identity of a VPC's default group means.
var groupReaders = []reader{
	node("aws_default_security_group", (*builder).declareGroup, (*builder).adoptGroup),
	join("data.aws_security_group", (*builder).joinReadGroup),
	node("aws_security_group", (*builder).declareGroup, (*builder).linkGroup),
	join("aws_security_group_rule", (*builder).joinRule),
	join("aws_vpc_security_group_egress_rule", (*builder).joinEgress),
	join("aws_vpc_security_group_ingress_rule", (*builder).joinIngress),
	join("aws_vpc_security_group_rules_exclusive", (*builder).joinExclusive),
	join("aws_vpc_security_group_vpc_association", (*builder).joinAbroad),

	join("Custom::VpcRestrictDefaultSG", (*builder).joinRestriction),
	node("AWS::EC2::SecurityGroup", (*builder).declareGroup, (*builder).linkOpenGroup).
		spelled(groupNames),
	join("AWS::EC2::SecurityGroupEgress", (*builder).joinEgress).spelled(groupNames),
	join("AWS::EC2::SecurityGroupIngress", (*builder).joinIngress).spelled(groupNames),
	join("AWS::EC2::SecurityGroupVpcAssociation", (*builder).joinAbroad).
		spelled(spelling{"security_group_id": "GroupId"}),
}

// groupNames are the properties of security groups and their rules.
var groupNames = spelling{
	"egress":         "SecurityGroupEgress",
	"ingress":        "SecurityGroupIngress",
	"cidr_ipv4":      "CidrIp",
	"prefix_list_id": "DestinationPrefixListId|SourcePrefixListId",
	"referenced_security_group_id": "DestinationSecurityGroupId|SourceSecurityGroupId|" +
		"SourceSecurityGroupName",
	"security_group_id": "GroupId|GroupName",
}

// openDefaultGroup gives a default security group AWS's rules: in from itself, out to everywhere.
// https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
func openDefaultGroup(g *SecurityGroup) {
	site := Site{Resource: g.Resource}
	all := Value[string]{V: "-1", Site: site}
	g.Ingress = []*GroupRule{{
		Protocol: all, Site: site,
		Groups: List[Link[SecurityGroup]]{
			Given: true, Site: site, Items: []Link[SecurityGroup]{{To: g, Text: g.ID, Site: site}},
		},
	}}
	g.Egress = []*GroupRule{openEgress(site)}
}

// openEgress is the rule that AWS puts into every new group: out to everywhere.
func openEgress(site Site) *GroupRule {
	everywhere := func(prefix netip.Prefix) List[Value[netip.Prefix]] {
		return List[Value[netip.Prefix]]{
			Given: true, Site: site, Items: []Value[netip.Prefix]{{V: prefix, Given: true, Site: site}},
		}
	}
	return &GroupRule{
		Protocol: Value[string]{V: "-1", Site: site}, Site: site,
		CIDRs: everywhere(allIPv4), CIDRs6: everywhere(allIPv6),
	}
}

func (b *builder) declareGroup(o block) *SecurityGroup {
	g := &SecurityGroup{Node: b.node(o.res)}
	b.graph.Groups = append(b.graph.Groups, g)
	return g
}

// linkGroup reads a group. Terraform takes the allow-all egress rule off a new group, so that it
// has the rules that are declared and no others.
// https://registry.terraform.io/providers/hashicorp/aws (security_group).
func (b *builder) linkGroup(o block, g *SecurityGroup) {
	g.VPC = b.vpc(o, "vpc_id")
	b.readRules(o, g)
}

// linkOpenGroup reads a group of a template: where it lists no egress rule, the one that AWS puts
// into it stays. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference
// (AWS::EC2::SecurityGroup).
func (b *builder) linkOpenGroup(o block, g *SecurityGroup) {
	b.linkGroup(o, g)
	g.DefaultEgress = !g.EgressInline
	doubt := func(rule *GroupRule) bool { return rule.Maybe == nil }
	if len(g.Egress) > 0 && !slices.ContainsFunc(g.Egress, doubt) {
		g.LostEgress = append(g.LostEgress, g.Egress[0].Maybe) // there may be none
	}
}

// settleDefaultEgress doubts the egress rule of AWS's own where rules that are resources of their
// own stand beside it: CloudFormation takes it away when it adds such a rule, which is reported
// (https://github.com/aws/aws-cdk/pull/998) and not documented.
func (b *builder) settleDefaultEgress() {
	if !b.cloudFormation {
		return
	}
	groups := slices.Clone(b.graph.Groups)
	for _, v := range b.graph.VPCs {
		groups = append(groups, v.DefaultGroup)
	}
	for _, g := range groups {
		if !g.EgressSeparate && g.egressLost == nil || !g.DefaultEgress && !g.Implicit {
			continue
		}
		why := &parser.Origin{
			What: "the default egress rule of " + g.ID,
			Why:  "may be taken away by the rules that are resources of their own",
			Hint: "list every egress rule in the security group itself",
		}
		g.DefaultDoubt = why
		if g.DefaultEgress {
			g.DefaultEgress = false
			g.Egress = append(g.Egress, openEgress(Site{Resource: g.Resource}))
		}
		for _, rule := range g.Egress {
			if !rule.Separate {
				rule.Maybe = first(rule.Maybe, why)
			}
		}
	}
}

// adoptGroup reads aws_default_security_group: it takes every rule off a VPC's default group and
// then adds its own. https://registry.terraform.io/providers/hashicorp/aws
// (default_security_group).
func (b *builder) adoptGroup(o block, g *SecurityGroup) {
	g.VPC = b.vpc(o, "vpc_id")
	defer b.readRules(o, g) // which may name the group as the VPC's default
	for _, v := range b.mayBeVPC(g.VPC) {
		why := first(g.VPC.Why, beyond(g.Maybe, v.Maybe))
		if why == nil {
			v.DefaultGroup = g
			continue
		}
		if implicit := v.DefaultGroup; implicit.Implicit {
			doubtRules(implicit.Egress, why)
			doubtRules(implicit.Ingress, why)
			implicit.LostEgress = append(implicit.LostEgress, why)
			implicit.LostIngress = append(implicit.LostIngress, why)
		}
	}
}

// joinRestriction reads the custom resource by which the AWS CDK empties a VPC's default security
// group. https://docs.aws.amazon.com/cdk/v2/guide/featureflags.html (restrictDefaultSecurityGroup).
func (b *builder) joinRestriction(o block) {
	g := link(o, "default_security_group_id", findGroup).To
	switch {
	case g == nil || !g.Implicit:
	case beyond(o.res.Maybe, g.Maybe) != nil:
		doubtRules(g.Egress, o.res.Maybe)
		doubtRules(g.Ingress, o.res.Maybe)
	default:
		g.Egress, g.Ingress = nil, nil
	}
}

func doubtRules(rules []*GroupRule, why *parser.Origin) {
	for _, rule := range rules {
		rule.Maybe = why
	}
}

// findGroup finds a security group by its id, or a VPC's default group by the VPC's attribute.
func findGroup(b *builder, r ref) *SecurityGroup {
	if g := at[SecurityGroup](b, r.address); g != nil {
		return g
	}
	if r.attr != "default_security_group_id" {
		return nil
	}
	if v := at[VPC](b, r.address); v != nil {
		return v.DefaultGroup
	}
	return nil
}

// joinReadGroup follows a data source that reads the default group of a VPC in view.
func (b *builder) joinReadGroup(o block) {
	name, vpc := o.text("name", ""), link(o, "vpc_id", findVPC)
	filters, open := o.blocks("filter")
	if open != nil {
		return
	}
	for _, filter := range filters {
		values := filter.texts("values")
		if values.Open != nil || len(values.Items) != 1 {
			return
		}
		switch by := filter.text("name", ""); {
		case by.Known() && by.V == "group-name":
			name = b.strict(values.Items[0])
		case by.Known() && by.V == "vpc-id":
			vpc = links(filter, "values", findVPC).Items[0]
		}
	}
	if v := vpc.To; v != nil && name.Known() && name.V == "default" {
		b.nodes[o.res.Address] = v.DefaultGroup
	}
}

// readRules reads the rules that a group itself lists.
func (b *builder) readRules(o block, g *SecurityGroup) {
	g.EgressSite, g.IngressSite = o.site("egress"), o.site("ingress")
	egress, open := o.blocks("egress")
	g.EgressInline = len(egress) > 0 || open != nil
	if open != nil {
		g.LostEgress = append(g.LostEgress, open)
	}
	for _, inner := range egress {
		g.Egress = append(g.Egress, b.inlineRule(inner, g))
	}
	ingress, open := o.blocks("ingress")
	g.IngressInline = len(ingress) > 0 || open != nil
	if open != nil {
		g.LostIngress = append(g.LostIngress, open)
	}
	for _, inner := range ingress {
		g.Ingress = append(g.Ingress, b.inlineRule(inner, g))
	}
}

// inlineRule reads an ingress or egress block.
func (b *builder) inlineRule(o block, g *SecurityGroup) *GroupRule {
	if b.cloudFormation {
		rule := b.singleRule(o)(g)
		rule.Maybe = o.maybe
		return rule
	}
	rule := b.ports(o, "protocol")
	rule.Maybe = o.maybe
	b.peers(o, rule)
	rule.Groups = links(o, "security_groups", findGroup)
	addSelf(o, rule, g)
	return rule
}

// ports reads the protocol and the ports of a rule.
func (b *builder) ports(o block, protocol string) *GroupRule {
	rule := &GroupRule{
		Protocol: o.text(protocol, "-1"),
		From:     o.integer("from_port"),
		To:       o.integer("to_port"),
		Site:     o.here(),
	}
	rule.Protocol.V = protocolName(rule.Protocol.V)
	return rule
}

// peers reads the lists of peers that inline rules and aws_security_group_rule share. The
// addresses of a prefix list, listed one by one, are that list.
func (b *builder) peers(o block, rule *GroupRule) {
	rule.CIDRs = o.prefixes("cidr_blocks")
	rule.CIDRs6 = o.prefixes("ipv6_cidr_blocks")
	rule.Lists = links(o, "prefix_list_ids", findPrefixList)
	open := rule.CIDRs.Open
	if open == nil || !telling(open) {
		return
	}
	if list := findPrefixList(b, ref{address: open.Address, attr: open.Attr}); list != nil {
		rule.CIDRs.Open = nil
		rule.Lists.Items = append(rule.Lists.Items, Link[PrefixList]{
			To: list, Text: list.ID, Site: rule.CIDRs.Site,
		})
	}
}

// addSelf adds the group itself to a rule's peers where the rule says so.
func addSelf(o block, rule *GroupRule, g *SecurityGroup) {
	self := o.boolean("self", false)
	switch {
	case self.Why != nil:
		rule.Groups.Open = first(rule.Groups.Open, self.Why)
	case self.V:
		rule.Groups.Given = true
		rule.Groups.Items = append(rule.Groups.Items, Link[SecurityGroup]{
			To: g, Text: g.ID, Site: self.Site,
		})
	}
}
