package graph

import "github.com/ecrlint/ecrlint/parser"

// gatewayReaders read the gateways that routes lead to.
var gatewayReaders = []reader{
	node("aws_internet_gateway", (*builder).declareInternetGateway, linkInternetGateway),
	node("data.aws_internet_gateway", declareReadGateway, linkReadGateway),
	join("aws_internet_gateway_attachment", (*builder).joinGateway),
	node("aws_egress_only_internet_gateway", declareEgressOnly, linkEgressOnly),
	node("aws_nat_gateway", (*builder).declareNAT, linkNAT),
	join("aws_nat_gateway_eip_association", (*builder).joinAllocation),

	node("AWS::EC2::InternetGateway", (*builder).declareInternetGateway, nil),
	join("AWS::EC2::VPCGatewayAttachment", (*builder).joinGateway),
	node("AWS::EC2::EgressOnlyInternetGateway", declareEgressOnly, linkEgressOnly),
	node("AWS::EC2::NatGateway", (*builder).declareNAT, linkNAT),
}

func (b *builder) declareInternetGateway(o block) *InternetGateway {
	gate := &InternetGateway{Node: b.node(o.res)}
	b.graph.InternetGates = append(b.graph.InternetGates, gate)
	return gate
}

func linkInternetGateway(_ *builder, o block, gate *InternetGateway) {
	gate.VPC = link(o, "vpc_id", findVPC)
}

// declareReadGateway declares an internet gateway that a data source finds. It is none of those
// that the configuration attaches.
func declareReadGateway(b *builder, o block) *InternetGateway {
	return &InternetGateway{Node: b.node(o.res)}
}

// linkReadGateway reads by which VPC the data source finds it: the one that it is attached to.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInternetGateways.html
func linkReadGateway(_ *builder, o block, gate *InternetGateway) {
	gate.VPC = Link[VPC]{Why: &parser.Origin{
		What: "the VPC of " + gate.ID, Why: "is read at plan time",
		Hint: "find it by the filter attachment.vpc-id",
	}}
	filters, open := o.blocks("filter")
	if open != nil {
		return
	}
	for _, filter := range filters {
		if name := filter.text("name", ""); !name.Known() || name.V != "attachment.vpc-id" {
			continue
		}
		if vpcs := links(filter, "values", findVPC); vpcs.Open == nil && len(vpcs.Items) == 1 {
			gate.VPC = vpcs.Items[0]
		}
	}
}

func findInternetGateway(b *builder, r ref) *InternetGateway {
	return at[InternetGateway](b, r.address)
}

// joinGateway reads the attachment of an internet gateway.
func (b *builder) joinGateway(o block) {
	target := link(o, "internet_gateway_id", findInternetGateway)
	vpc := link(o, "vpc_id", findVPC)
	for _, gate := range b.graph.InternetGates {
		switch {
		case target.To != nil && target.To != gate:
		case target.To == nil && (gate.VPC.To != nil || !b.mayBe(target.Why, &gate.Node)):
		case gate.VPC.To != nil: // a gateway has one VPC
		case target.Why != nil || beyond(o.res.Maybe, gate.Maybe) != nil:
			gate.VPC = Link[VPC]{
				Why: first(target.Why, o.res.Maybe), Text: vpc.Text, Site: o.here(),
			}
		default:
			gate.VPC = vpc
		}
	}
}

func declareEgressOnly(b *builder, o block) *EgressOnlyGateway {
	return &EgressOnlyGateway{Node: b.node(o.res)}
}

func linkEgressOnly(_ *builder, o block, gate *EgressOnlyGateway) {
	gate.VPC = link(o, "vpc_id", findVPC)
}

func (b *builder) declareNAT(o block) *NATGateway {
	nat := &NATGateway{Node: b.node(o.res)}
	nat.Public = isText(o.text("connectivity_type", "public"), "public")
	nat.Regional = isText(o.text("availability_mode", "zonal"), "regional")
	allocation := o.raw("allocation_id", "")
	nat.Allocation = Value[bool]{
		V: allocation.V != "", Why: allocation.Why, Given: allocation.Given, Site: allocation.Site,
	}
	b.graph.NATGateways = append(b.graph.NATGateways, nat)
	return nat
}

// isText compares a text with a word.
func isText(text Value[string], word string) Value[bool] {
	return Value[bool]{V: text.V == word, Why: text.Why, Given: text.Given, Site: text.Site}
}

func linkNAT(_ *builder, o block, nat *NATGateway) {
	nat.Subnet = link(o, "subnet_id", findSubnet)
	nat.VPC = link(o, "vpc_id", findVPC)
}

// joinAllocation reads an elastic IP address that a NAT gateway is given separately.
func (b *builder) joinAllocation(o block) {
	l := link(o, "nat_gateway_id", func(b *builder, r ref) *NATGateway {
		return at[NATGateway](b, r.address)
	})
	for _, nat := range b.graph.NATGateways {
		if l.To == nat || l.To == nil && b.mayBe(l.Why, &nat.Node) {
			why := first(l.Why, beyond(o.res.Maybe, nat.Maybe))
			nat.Allocation.V, nat.Allocation.Why = why == nil, why
		}
	}
}
