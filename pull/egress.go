package pull

import (
	"sort"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"go4.org/netipx"
)

// The kinds of destination.
const (
	toEndpoint = "endpoint" // the network interfaces of an endpoint
	toS3       = "s3"       // the public addresses of Amazon S3 in one region
	toAmazon   = "amazon"   // public addresses of some AWS service; "internet" in documents
	toInternet = "internet" // any public address
	toServers  = "servers"  // name servers
	toAnywhere = "anywhere" // it cannot be seen where
)

// destination is where packets go.
type destination struct {
	kind string
	// addresses and groups of an endpoint, or addresses of name servers.
	addresses *netipx.IPSet
	groups    groupSet
	// why says which of the addresses are not known.
	why []parser.Origin
	// within are addresses among which they are, known or not; nil where that is not known either.
	within   *netipx.IPSet
	endpoint *graph.Endpoint
	region   string
	six      bool
	// translated says that NAT64 leads there: packets go to its addresses.
	translated bool
}

// lets answers whether what is let through holds the destination.
func (c *cutter) lets(r *reach, d destination) answer {
	switch d.kind {
	case toEndpoint:
		return letsEndpoint(r, d)
	case toServers:
		if !empty(intersect(r.addresses, d.addresses)) {
			return yes()
		}
		return noUnless(merge(r.why, merge(r.whyLists, r.whyGroups)))
	case toAnywhere:
		return letsAnywhere(r, d)
	}
	if covers(r.addresses, d.seen()) {
		return yes()
	}
	listed := no()
	if d.kind == toS3 {
		listed = c.listed(r, d)
	}
	if listed.state == Open {
		return yes()
	}
	why := merge(merge(r.why, r.whyLists), listed.why)
	if len(why) == 0 && !empty(intersect(r.addresses, d.seen())) {
		why = []parser.Origin{{
			What: "addresses of " + placeOf(d.kind),
			Why:  "the rules let some public addresses through and it is not known which are in use",
			Hint: "allow the service's prefix list, or every address, on port 443",
		}}
	}
	return noUnless(why)
}

// noUnless is no, or unknown when there are reasons.
func noUnless(why []parser.Origin) answer {
	if len(why) > 0 {
		return because(why)
	}
	return no()
}

// seen is the addresses that the interface sends to.
func (d destination) seen() *netipx.IPSet {
	if d.translated {
		return setOf(nat64)
	}
	return publicOf(d.six)
}

// publicOf is the public addresses of a family.
func publicOf(six bool) *netipx.IPSet {
	if six {
		return public6
	}
	return public4
}

// plausible is where addresses of the destination may be.
func plausible(d destination) *netipx.IPSet {
	switch {
	case d.six:
		return public6
	case d.kind == toInternet:
		return public4
	}
	return amazon4
}

// placeOf names a destination.
func placeOf(kind string) string {
	if kind == toS3 {
		return "Amazon S3"
	}
	return "the registry"
}

// listed answers whether the prefix list of Amazon S3 in the region is among the lists.
func (c *cutter) listed(r *reach, d destination) answer {
	out := no()
	for _, list := range r.lists {
		if list.Service == "s3" {
			out = out.or(c.same(list.Region, d.region))
		}
	}
	return out
}

// letsEndpoint answers for an endpoint: one of its groups is referred to, or all of the addresses
// that its interfaces may have are covered. A group stands for the private addresses of the
// interfaces in it: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
func letsEndpoint(r *reach, d destination) answer {
	for _, g := range r.groups {
		for _, own := range d.groups.groups {
			if g == own {
				return yes()
			}
		}
	}
	if covers(r.addresses, all4) || d.isWithin(r.addresses) {
		return yes()
	}
	why := merge(merge(r.why, r.whyGroups), r.whyLists)
	if len(r.groups) > 0 {
		why = merge(why, d.groups.why)
	}
	if len(d.why) > 0 && !empty(r.addresses) {
		why = merge(why, d.why)
	}
	if len(why) == 0 && !empty(intersect(r.addresses, d.addresses)) {
		why = []parser.Origin{{
			What: "addresses of " + d.endpoint.ID,
			Why:  "the rules let a part of its subnets through and it is not known where it is placed",
			Hint: "refer to the endpoint's security group instead",
		}}
	}
	return noUnless(why)
}

// letsAnywhere answers for a destination that cannot be seen: yes when everything is let through,
// no when nothing is.
func letsAnywhere(r *reach, d destination) answer {
	switch {
	case covers(r.addresses, all4):
		return yes()
	case !covers(unroutable, r.addresses) || len(r.groups) > 0 || len(r.lists) > 0:
		return because(merge(d.why, r.why))
	}
	return noUnless(merge(merge(r.why, r.whyGroups), r.whyLists))
}

// egressGate is the gate of the interface's security groups towards a destination.
func (s *spot) egressGate(d destination, port int, protocol string) Gate {
	r := s.groups.allows(egress, protocol, port, false)
	state := s.c.lets(r, d)
	gate := Gate{Name: "egress", State: state.state, Reason: "no_rule", Why: state.why}
	gate.Detail = map[string]any{
		"groups": s.groups.ids(), "port": port, "protocol": protocol, "destination": kindText(d.kind),
		"reaches": r.reaches(), "style": r.style(), "group": "",
	}
	if group := s.groups.first(egress); group != nil {
		gate.By, gate.Site = group.ID, groupSite(group, egress)
		gate.Detail["group"] = group.ID
	} else {
		gate.By, gate.Site = s.blame()
	}
	if d.endpoint != nil {
		gate.Detail["endpoint"] = d.endpoint.ID
		gate.Detail["endpoint_groups"] = d.groups.ids()
		gate.Detail["endpoint_cidrs"] = texts(d.addresses)
	}
	if d.kind == toS3 {
		gate.Detail["region"] = s.c.text(d.region)
	}
	return gate
}

// kindText is the kind of a destination as documents have it.
func kindText(kind string) string {
	if kind == toAmazon {
		return toInternet
	}
	return kind
}

// texts writes a set of addresses.
func texts(set *netipx.IPSet) []string {
	out := []string{}
	if set == nil {
		return out
	}
	for _, p := range set.Prefixes() {
		out = append(out, p.String())
	}
	sort.Strings(out)
	return out
}

// groupSite is the attribute of a group that holds the rules of a direction; the group itself
// where they are written elsewhere.
func groupSite(g *graph.SecurityGroup, d direction) graph.Site {
	if g.Resource == nil {
		return graph.Site{}
	}
	if !sideOf(g, d).inline {
		return graph.Site{Resource: g.Resource}
	}
	site := g.EgressSite
	if d == ingress {
		site = g.IngressSite
	}
	if site.Resource == nil {
		return attribute(g.Node, d.String())
	}
	return site
}

// egressDoubts are the doubts about the rules that let the pull out.
func (s *spot) egressDoubts(d destination, port int) []Doubt {
	return append(s.mixedDoubts(d, port, "tcp"), s.strippedDoubts(d, port, "tcp")...)
}

// strippedDoubts names the groups whose default egress rule alone lets the pull out, while the
// rules that are resources of their own may have taken it away.
func (s *spot) strippedDoubts(d destination, port int, protocol string) []Doubt {
	var doubted []*graph.SecurityGroup
	var defaults []parser.Origin
	for _, g := range s.groups.groups {
		if g.DefaultDoubt != nil {
			doubted, defaults = append(doubted, g), append(defaults, *g.DefaultDoubt)
		}
	}
	if doubted == nil {
		return nil
	}
	out := s.c.lets(s.groups.allows(egress, protocol, port, false), d)
	if out.state != Unknown || len(merge(defaults, out.why)) > len(merge(nil, defaults)) {
		return nil
	}
	doubts := make([]Doubt, 0, len(doubted))
	for _, g := range doubted {
		doubt := Doubt{
			Name: "default_egress", State: Closed, By: g.ID, Site: graph.Site{Resource: g.Resource},
			Detail: map[string]any{"group": g.ID},
		}
		for _, rule := range g.Egress {
			if rule.Separate {
				doubt.Related = append(doubt.Related, Related{
					Site: rule.Site, Message: "the rule that may take the default one away",
				})
			}
		}
		doubts = append(doubts, doubt)
	}
	return doubts
}

// mixedDoubts names the groups whose separate rules the pull depends on while inline rules beside
// them take them away again.
func (s *spot) mixedDoubts(d destination, port int, protocol string) []Doubt {
	mixed := false
	for _, g := range s.groups.groups {
		mixed = mixed || sideOf(g, egress).mixed()
	}
	if !mixed || s.c.lets(s.groups.allows(egress, protocol, port, true), d).state == Open {
		return nil
	}
	var doubts []Doubt
	for _, g := range s.groups.groups {
		if sideOf(g, egress).mixed() {
			doubts = append(doubts, Doubt{
				Name: "mixed_rules", State: Closed, By: g.ID, Site: groupSite(g, egress),
				Detail: map[string]any{"direction": "egress", "group": g.ID},
			})
		}
	}
	return doubts
}
