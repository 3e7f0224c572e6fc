package graph

import (
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// readDefaultVPC reads a data source that means the default VPC, which nothing in view declares: it
// is taken as AWS makes it.
func (b *builder) readDefaultVPC(o block) *VPC {
	if !o.res.AsMade {
		return nil
	}
	return b.standardVPC(o)
}

// standardVPC returns the default VPC of where a data source looks.
func (b *builder) standardVPC(o block) *VPC {
	if v := b.defaultIn(o.res.Provider); v != nil {
		if v.Maybe != nil {
			return nil
		}
		return v
	}
	for _, r := range b.kinds["data.aws_vpc"] { // the VPC of the own root gives the name
		if r.AsMade && !r.Foreign && r.Provider == o.res.Provider {
			return b.declareDefaultVPC(b.block(r))
		}
	}
	return b.declareDefaultVPC(o)
}

// defaultIn returns the default VPC of an account and region; nil where none is in view.
func (b *builder) defaultIn(home parser.Provider) *VPC {
	for _, v := range b.graph.VPCs {
		if v.Default && v.Home.Account == home.Account && v.Home.Region == home.Region {
			return v
		}
	}
	return nil
}

// readDefaultSubnet reads a data source that means one subnet of the default VPC.
func (b *builder) readDefaultSubnet(o block) *Subnet {
	if !o.res.AsMade {
		return nil
	}
	return b.standardSubnet(o, o.res.Address)
}

// standardSubnet makes a subnet as AWS makes it in the default VPC.
func (b *builder) standardSubnet(o block, id string) *Subnet {
	v := b.standardVPC(o)
	if v == nil {
		return nil
	}
	s := b.declareSubnet(o)
	s.ID, s.Self = id, b.standardID(o, id)
	s.VPC = Link[VPC]{To: v, Text: v.ID, Site: o.here()}
	v.Subnets = append(v.Subnets, s)
	return s
}

// standardID is what the configuration writes for the id of a default subnet.
func (b *builder) standardID(o block, id string) string {
	if id == o.res.Address {
		return b.self(o.res)
	}
	return b.origins.Token(parser.Origin{Kind: parser.Reference, Attr: "id", Address: id})
}

// readDefaultSubnets reads a data source that lists subnets of the default VPC.
func (b *builder) readDefaultSubnets(o block) {
	if !o.res.AsMade {
		return
	}
	if v := b.standardVPC(o); v != nil {
		b.nodes[o.res.Address] = v
	}
	for _, it := range o.items("ids").Items {
		text, ok := scalar(it.datum)
		if !ok {
			continue
		}
		origin, whole := b.origins.Whole(text)
		if !whole || !strings.HasPrefix(origin.Address, o.res.Address+".ids[") {
			continue
		}
		if s := b.standardSubnet(o, origin.Address); s != nil {
			b.nodes[origin.Address] = s
		}
	}
}

// byZone reports whether a data source asks for the subnets that AWS made by default, and not just
// for those of the VPC.
func (b *builder) byZone(r *parser.Resource) bool {
	o := b.block(r)
	if o.given("default_for_az") {
		return true
	}
	filters, _ := o.blocks("filter")
	for _, filter := range filters {
		switch name := filter.text("name", ""); name.V {
		case "default-for-az", "defaultForAz":
			return true
		}
	}
	return false
}

// settleDefaults doubts what is said of the default VPC where more may be in it than is seen: other
// subnets among those that are found by the VPC alone, and the same VPC under another name.
func (b *builder) settleDefaults() {
	for _, s := range b.graph.Subnets {
		if s.asMade() && s.VPC.To != nil {
			b.settleDefault(s, s.VPC.To)
		}
	}
	for i, v := range b.graph.VPCs {
		for _, other := range b.graph.VPCs[i+1:] {
			if v.Default && other.Default && mayEqual(v.Home.Account, other.Home.Account) &&
				mayEqual(v.Home.Region, other.Home.Region) {
				b.confuse(v, other)
				b.confuse(other, v)
			}
		}
	}
}

// settleDefault is settleDefaults for one subnet.
func (b *builder) settleDefault(s *Subnet, v *VPC) {
	if !b.byZone(s.Resource) {
		s.Open = first(s.Open, b.besides(s, v))
	}
	for _, other := range v.Subnets {
		declared := other.standard() && !other.asMade()
		if declared && (!other.MapPublicIP.Known() || !other.MapPublicIP.V) {
			s.MapPublicIP.Why = first(s.MapPublicIP.Why, sameAs(s, other))
		}
	}
}

// besides says which subnet of the VPC is none of those that AWS made.
func (b *builder) besides(s *Subnet, v *VPC) *parser.Origin {
	for _, other := range b.graph.Subnets {
		if !other.standard() && (other.VPC.To == v || b.mayBe(other.VPC.Why, &v.Node)) {
			return &parser.Origin{What: s.Resource.Address, Why: "may find " + other.ID + ", too"}
		}
	}
	return nil
}

// confuse notes that a default VPC may be another one: what is added to the one counts for both.
func (b *builder) confuse(v, other *VPC) {
	if v.Resource.Mode != parser.Data && other.Resource.Mode != parser.Data {
		return
	}
	why := &parser.Origin{What: v.ID, Why: "may be the same VPC as " + other.ID}
	b.open(v, why)
	for _, s := range v.Subnets {
		s.Open = first(s.Open, why)
	}
}

// asMade reports whether a data source means the subnet, which nothing in view declares.
func (s *Subnet) asMade() bool { return s.Resource.AsMade }

// standard reports whether the subnet is one that AWS made in the default VPC.
func (s *Subnet) standard() bool {
	return s.asMade() || s.Resource.Type == "aws_default_subnet"
}

// namesake returns the origin of a claim on a subnet of the default VPC that may be this one under
// another name.
func namesake(s *Subnet, claims []subnetClaim) *parser.Origin {
	if !s.standard() {
		return nil
	}
	for _, claim := range claims {
		other := claim.subnet
		if !other.standard() || other.VPC.To != s.VPC.To || !s.asMade() && !other.asMade() ||
			other.Resource == s.Resource || apart(s.Zone, other.Zone) {
			continue
		}
		return sameAs(s, other)
	}
	return nil
}

func sameAs(s, other *Subnet) *parser.Origin {
	return &parser.Origin{What: s.ID, Why: "may be the same subnet as " + other.ID}
}

// apart reports whether two subnets are in different zones.
func apart(a, b Value[string]) bool {
	return a.Given && b.Given && a.Known() && b.Known() && a.V != b.V
}
