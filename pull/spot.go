package pull

import (
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// spot is one network interface that may fetch: everything that the way of a call depends on.
type spot struct {
	c      *cutter
	subnet *graph.Subnet
	vpc    *graph.VPC
	table  *graph.RouteTable
	groups groupSet
	// unseen says why the subnet, its VPC or its route table is not in view.
	unseenSubnet, unseenVPC, unseenTable []parser.Origin
	// public answers whether the interface has a public IPv4 address, as the site says.
	public     answer
	publicSite graph.Site
	publicBy   string
	ephemeral  clientPorts
	// kind is "task" or "instance".
	kind string
	site graph.Site
	by   string
	legs map[target]network
	// told is what the user says of the way to the internet; nil where nothing.
	told *parser.Fact
}

// target is where a leg goes.
type target struct {
	name LegName
	// host is the name that is looked up; it may hold tokens.
	host string
	// service and region are those of an endpoint that would serve it; none for registries that
	// no endpoint serves.
	service, region string
	// six says that the host has an IPv6 address beside its IPv4 address.
	six  bool
	port int
	// kind is the kind of destination outside of endpoints.
	kind string
	// private says that the host may be inside somebody's own network.
	private bool
	// unsure says that the registry is not known at all.
	unsure bool
}

// network is what was found for a leg from a spot; it knows no role and no repository.
type network struct {
	ways   []Way
	why    []parser.Origin
	nearby Nearby
	doubts []Doubt
	// mended is what would be found if what closes the exit were mended.
	mended *network
}

// spotKey tells spots apart.
type spotKey struct {
	subnet    *graph.Subnet
	unseen    string
	groups    string
	public    State
	publicWhy string
	publicAt  string
	ephemeral clientPorts
	kind      string
	by        string
	told      *parser.Fact
}

// spotAt returns the spot of a subnet and interface; equal ones are one.
func (c *cutter) spotAt(link graph.Link[graph.Subnet], f iface) *spot {
	s := &spot{
		c: c, subnet: link.To, kind: f.kind, ephemeral: f.ephemeral, site: f.site, by: f.by,
		legs: map[target]network{}, told: c.toldInternet(link),
	}
	s.locate(link, f.groups)
	s.groups = groupsOf(f.groups, s.vpc, s.unseenVPC)
	s.public, s.publicSite, s.publicBy = f.publicIn(s.subnet)
	key := spotKey{
		subnet: s.subnet, unseen: join(s.unseenSubnet), public: s.public.state,
		groups:    strings.Join(s.groups.ids(), "\x00") + "\x01" + join(s.groups.why),
		publicWhy: join(s.public.why), publicAt: at(s.publicSite), ephemeral: s.ephemeral,
		kind: s.kind, by: at(s.site), told: s.told,
	}
	if old := c.spots[key]; old != nil {
		return old
	}
	c.spots[key] = s
	return s
}

// locate finds the VPC and the route table.
func (s *spot) locate(
	link graph.Link[graph.Subnet], groups graph.List[graph.Link[graph.SecurityGroup]],
) {
	if s.subnet == nil {
		s.unseenSubnet = orSynthetic(link.Why, "subnet of "+s.by, "it is not in view")
		s.unseenVPC, s.unseenTable = s.unseenSubnet, s.unseenSubnet
		s.vpc = s.c.vpcOfGroups(groups)
		return
	}
	s.vpc, s.table = s.c.theVPC(s.subnet.VPC), s.subnet.RouteTable.To
	if s.subnet.VPC.To == nil {
		s.unseenVPC = orSynthetic(s.subnet.VPC.Why, "VPC of "+s.subnet.ID, "it is not in view")
	}
	if s.table == nil {
		s.unseenTable = orSynthetic(s.subnet.RouteTable.Why,
			"route table of "+s.subnet.ID, "it is not in view")
	}
}

// orSynthetic returns the reason, or one made of the words.
func orSynthetic(why *parser.Origin, what, because string) []parser.Origin {
	if why != nil {
		return []parser.Origin{*why}
	}
	return []parser.Origin{{What: what, Why: because}}
}

// join makes a key of reasons.
func join(why []parser.Origin) string {
	var b strings.Builder
	for _, w := range why {
		b.WriteString(w.What + "\x00" + w.Address + "\x00" + w.Attr + "\x00" + w.Why + "\x00")
	}
	return b.String()
}

// blame returns what places the interface, for faults that no group or subnet is to blame for.
func (s *spot) blame() (string, graph.Site) { return s.by, s.site }

// iface is the interface of a puller wherever it is placed.
type iface struct {
	kind      string
	groups    graph.List[graph.Link[graph.SecurityGroup]]
	ephemeral clientPorts
	site      graph.Site
	by        string
	// public is the argument that gives it a public address; not Given where the subnet decides
	// (subnetDecides) or else none.
	public        graph.Value[bool]
	subnetDecides bool
	// noAddress says why a public address may not help.
	noAddress *parser.Origin
	// masked says why the pull may not take the way that the interface's network says.
	masked []parser.Origin
}

// publicIn answers whether the interface has a public address in a subnet.
func (f iface) publicIn(subnet *graph.Subnet) (answer, graph.Site, string) {
	public, site, by := f.addressIn(subnet)
	if public.state == Open && f.noAddress != nil {
		public = perhaps(f.noAddress)
	}
	return public, site, by
}

// addressIn says what gives the interface a public address, or does not.
func (f iface) addressIn(subnet *graph.Subnet) (answer, graph.Site, string) {
	if !f.subnetDecides || f.public.Given || !f.public.Known() {
		site := f.public.Site
		if site.Resource == nil {
			site = f.site
		}
		if site.Resource == nil {
			return is(f.public), site, f.by
		}
		// A job's is its definition's to say, an instance's its launch template's.
		return is(f.public), site, site.Resource.Address
	}
	if subnet == nil {
		return perhaps(), f.site, f.by
	}
	return is(subnet.MapPublicIP), place(subnet.MapPublicIP.Site, subnet.Node), subnet.ID
}
