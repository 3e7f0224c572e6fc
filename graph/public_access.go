package graph

// publicAccessReaders read VPC Block Public Access.
var publicAccessReaders = []reader{
	node("aws_vpc_block_public_access_options", (*builder).declarePublicAccess, nil),
	join("aws_vpc_block_public_access_exclusion", (*builder).joinExclusion),

	node("AWS::EC2::VPCBlockPublicAccessOptions", (*builder).declarePublicAccess, nil),
	join("AWS::EC2::VPCBlockPublicAccessExclusion", (*builder).joinExclusion),
}

func (b *builder) declarePublicAccess(o block) *BlockPublicAccess {
	p := &BlockPublicAccess{Node: b.node(o.res), Mode: o.text("internet_gateway_block_mode", "off")}
	b.graph.PublicAccess = append(b.graph.PublicAccess, p)
	return p
}

// joinExclusion reads an exclusion: it holds in the account and region where it lives.
func (b *builder) joinExclusion(o block) {
	exclusion := &BlockExclusion{
		Node:   b.node(o.res),
		VPC:    link(o, "vpc_id", findVPC),
		Subnet: link(o, "subnet_id", findSubnet),
		Mode:   o.text("internet_gateway_exclusion_mode", ""),
	}
	for _, p := range b.graph.PublicAccess {
		if mayEqual(p.Home.Region, exclusion.Home.Region) &&
			mayEqual(p.Home.Account, exclusion.Home.Account) {
			p.Exclusions = append(p.Exclusions, exclusion)
		}
	}
}
