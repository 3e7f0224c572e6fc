package graph

import (
	"slices"

	"github.com/ecrlint/ecrlint/parser"
)

// instanceReaders read instances and network interfaces, which routes may lead to, and their
// addresses.
var instanceReaders = []reader{
	node("aws_network_interface", declareInterface, linkInterface),
	node("aws_instance", declareInstance, linkInstance),
	node("aws_spot_instance_request", declareInstance, linkInstance),
	join("aws_network_interface_attachment", (*builder).joinInterface),
	join("aws_network_interface_sg_attachment", (*builder).joinInterfaceGroup),
	join("aws_eip", (*builder).joinAddress),
	join("aws_eip_association", (*builder).joinAddress),

	node("AWS::EC2::NetworkInterface", declareInterface, linkInterface).spelled(spelling{
		"security_groups": "GroupSet",
	}),
	node("AWS::EC2::Instance", declareInstance, linkInstance).spelled(spelling{
		"vpc_security_group_ids": "SecurityGroupIds",
		"network_interface":      "NetworkInterfaces",
		"groups":                 "GroupSet",
	}),
	join("AWS::EC2::NetworkInterfaceAttachment", (*builder).joinInterface),
	join("AWS::EC2::EIP", (*builder).joinAddress),
	join("AWS::EC2::EIPAssociation", (*builder).joinAddress),
}

func declareInstance(b *builder, o block) *Instance {
	return &Instance{
		Node:            b.node(o.res),
		SourceDestCheck: o.boolean("source_dest_check", true),
		PublicIP:        o.boolean("associate_public_ip_address", false),
	}
}

func linkInstance(b *builder, o block, instance *Instance) {
	instance.Subnet = link(o, "subnet_id", findSubnet)
	instance.Groups = links(o, "vpc_security_group_ids", findGroup)
	if !instance.Groups.Given {
		instance.Groups = links(o, "security_groups", findGroup)
	}
	if plan, ok := o.first("launch_template"); ok {
		b.inherit(plan, instance)
	}
	for _, attr := range []string{"primary_network_interface", "network_interface"} {
		inner, ok := o.first(attr)
		if !ok {
			continue
		}
		primary := link(inner, "network_interface_id", findInterface)
		if primary.None() {
			instance.embed(inner)
			return
		}
		if primary.To == nil {
			instance.Subnet = Link[Subnet]{Why: primary.Why, Text: primary.Text, Site: primary.Site}
			instance.Groups = List[Link[SecurityGroup]]{Open: primary.Why, Given: true}
			return
		}
		inside := primary.To
		instance.Subnet, instance.Groups = inside.Subnet, inside.Groups
		instance.SourceDestCheck = inside.SourceDestCheck
		inside.Instance = Link[Instance]{To: instance, Text: instance.ID, Site: primary.Site}
		if inside.PublicIP.V || inside.PublicIP.Why != nil {
			instance.PublicIP = inside.PublicIP
		}
		return
	}
}

// inherit takes from the launch template of an instance what the instance itself leaves out.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html (LaunchTemplate)
func (b *builder) inherit(o block, instance *Instance) {
	l := b.template(o)
	if why := first(o.maybe, l.Why); why != nil || l.To == nil {
		if !instance.Groups.Given {
			instance.Groups = List[Link[SecurityGroup]]{Open: why, Given: true}
		}
		if instance.Subnet.None() {
			instance.Subnet = Link[Subnet]{Why: why, Text: l.Text, Site: l.Site}
		}
		if !instance.PublicIP.Given {
			instance.PublicIP.Why = why
		}
		return
	}
	template := b.block(l.To.Resource)
	if !instance.Groups.Given {
		instance.Groups = links(template, "vpc_security_group_ids", findGroup)
	}
	inside, ok := primaryInterface(template)
	if !ok {
		return
	}
	if groups := links(inside, "security_groups", findGroup); groups.Given &&
		!instance.Groups.Given {
		instance.Groups = groups
	}
	if instance.Subnet.None() {
		instance.Subnet = link(inside, "subnet_id", findSubnet)
	}
	if public := inside.boolean("associate_public_ip_address", false); !instance.PublicIP.Given {
		instance.PublicIP = public
	}
}

// embed reads an interface that is made with the instance.
func (i *Instance) embed(o block) {
	i.Subnet = link(o, "subnet_id", findSubnet)
	i.Groups = links(o, "groups", findGroup)
	if public := o.boolean("associate_public_ip_address", false); public.Given {
		i.PublicIP = public
	}
}

// findInstance finds an instance by its id.
func findInstance(b *builder, r ref) *Instance {
	if r.attr == "primary_network_interface_id" {
		return nil
	}
	return at[Instance](b, r.address)
}

func declareInterface(b *builder, o block) *NetworkInterface {
	return &NetworkInterface{
		Node:            b.node(o.res),
		SourceDestCheck: o.boolean("source_dest_check", true),
		PublicIP:        Value[bool]{Site: o.here()},
	}
}

func linkInterface(_ *builder, o block, inside *NetworkInterface) {
	inside.Subnet = link(o, "subnet_id", findSubnet)
	inside.Groups = links(o, "security_groups", findGroup)
	if attachment, ok := o.first("attachment"); ok {
		inside.Instance = link(attachment, "instance", findInstance)
	}
}

func findInterface(b *builder, r ref) *NetworkInterface {
	return at[NetworkInterface](b, r.address)
}

func (b *builder) joinInterface(o block) {
	inside := link(o, "network_interface_id", findInterface).To
	if inside == nil {
		return
	}
	inside.Instance = link(o, "instance_id", findInstance)
	if o.res.Maybe != nil {
		inside.Instance = Link[Instance]{Why: o.res.Maybe, Site: o.here()}
	}
}

// joinInterfaceGroup adds a security group to a network interface or to an instance's own.
func (b *builder) joinInterfaceGroup(o block) {
	group := link(o, "security_group_id", findGroup)
	add := func(groups *List[Link[SecurityGroup]]) {
		groups.Given = true
		if o.res.Maybe != nil {
			groups.Open = o.res.Maybe
			return
		}
		groups.Items = append(slices.Clip(groups.Items), group)
	}
	d := o.get("network_interface_id")
	if inside := resolve(b, o.res, d, o.here(), findInterface); inside.To != nil {
		add(&inside.To.Groups)
		if instance := inside.To.Instance.To; instance != nil {
			add(&instance.Groups)
		}
		return
	}
	instance := resolve(b, o.res, d, o.here(), anyInstance)
	if instance.To != nil {
		add(&instance.To.Groups)
		return
	}
	for _, n := range b.nodes { // any that may be meant
		switch n := n.(type) {
		case *Instance:
			b.perhapsGrouped(&n.Node, &n.Groups, instance.Why)
		case *NetworkInterface:
			b.perhapsGrouped(&n.Node, &n.Groups, instance.Why)
		}
	}
}

// perhapsGrouped opens the groups of a node that a reference may mean that could not be resolved.
func (b *builder) perhapsGrouped(
	n *Node, groups *List[Link[SecurityGroup]], why *parser.Origin,
) {
	if b.mayBe(why, n) {
		groups.Given, groups.Open = true, first(groups.Open, why)
	}
}

// anyInstance finds an instance by any attribute that tells it, also its primary interface's id.
func anyInstance(b *builder, r ref) *Instance { return at[Instance](b, r.address) }

// joinAddress reads an elastic IP address that an instance or interface is given.
func (b *builder) joinAddress(o block) {
	instanceAttr, interfaceAttr := "instance_id", "network_interface_id"
	if o.res.Type == "aws_eip" {
		instanceAttr, interfaceAttr = "instance", "network_interface"
	}
	give := func(public *Value[bool]) {
		if !public.V || public.Why != nil {
			*public = Value[bool]{V: true, Given: true, Why: o.res.Maybe, Site: o.here()}
		}
	}
	if instance := link(o, instanceAttr, anyInstance); instance.To != nil {
		give(&instance.To.PublicIP)
	}
	d := o.get(interfaceAttr)
	if inside := resolve(b, o.res, d, o.here(), findInterface).To; inside != nil {
		give(&inside.PublicIP)
		if inside.Instance.To != nil {
			give(&inside.Instance.To.PublicIP)
		}
	}
	if instance := resolve(b, o.res, d, o.here(), anyInstance); instance.To != nil {
		give(&instance.To.PublicIP)
	}
}
