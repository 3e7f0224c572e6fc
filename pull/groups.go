package pull

import (
	"sort"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// direction is a direction of rules.
type direction bool

// The directions.
const (
	egress  direction = false
	ingress direction = true
)

// String names the direction as the attributes do.
func (d direction) String() string {
	if d == ingress {
		return "ingress"
	}
	return "egress"
}

// groupSet is the security groups of one interface.
type groupSet struct {
	groups []*graph.SecurityGroup
	// why says which groups there are besides that cannot be seen.
	why []parser.Origin
}

// groupsOf resolves the security groups of an interface; left out, they are the VPC's default
// group. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html
func groupsOf(list graph.List[graph.Link[graph.SecurityGroup]], vpc *graph.VPC,
	unseen []parser.Origin,
) groupSet {
	var set groupSet
	seen := map[*graph.SecurityGroup]bool{}
	for _, link := range list.Items {
		if link.To != nil && !seen[link.To] {
			seen[link.To] = true
			set.groups = append(set.groups, link.To)
		}
		set.why = merge(set.why, pointers([]*parser.Origin{link.Why}))
	}
	set.why = merge(set.why, pointers([]*parser.Origin{list.Open}))
	if len(set.groups) == 0 && len(set.why) == 0 {
		if vpc == nil || vpc.DefaultGroup == nil {
			set.why = unseen
			return set
		}
		set.groups = []*graph.SecurityGroup{vpc.DefaultGroup}
	}
	sort.Slice(set.groups, func(i, j int) bool { return set.groups[i].ID < set.groups[j].ID })
	return set
}

// ids returns the names of the groups.
func (s groupSet) ids() []string { return idsOf(s.groups) }

// idsOf returns the names of groups.
func idsOf(groups []*graph.SecurityGroup) []string {
	out := make([]string, 0, len(groups))
	for _, g := range groups {
		out = append(out, g.ID)
	}
	sort.Strings(out)
	return out
}

// side is one direction of a group.
type side struct {
	rules                       []*graph.GroupRule
	inline, separate, exclusive bool
	lost                        []*parser.Origin
}

// sideOf selects the direction of a group.
func sideOf(g *graph.SecurityGroup, d direction) side {
	if d == ingress {
		return side{g.Ingress, g.IngressInline, g.IngressSeparate, g.IngressExclusive, g.LostIngress}
	}
	return side{g.Egress, g.EgressInline, g.EgressSeparate, g.EgressExclusive, g.LostEgress}
}

// mixed reports whether both styles of rule write this direction of the group: the result then
// alternates between two readings from one apply to the next.
func (s side) mixed() bool { return s.inline && s.separate && !s.exclusive }

// allows returns what the groups let through; inlineOnly is the reading without separate rules.
func (s groupSet) allows(d direction, protocol string, port int, inlineOnly bool) *reach {
	r := &reach{}
	for _, g := range s.groups {
		half := sideOf(g, d)
		r.inline, r.separate = r.inline || half.inline, r.separate || half.separate
		if d == egress && g.DefaultEgress {
			r.builder.AddPrefix(everything4)
			r.builder.AddPrefix(everything6)
		}
		r.why = merge(r.why, pointers(half.lost))
		r.why = merge(r.why, pointers([]*parser.Origin{g.Open}))
		for _, rule := range half.rules {
			if (half.exclusive && !rule.Listed) || (inlineOnly && half.mixed() && rule.Separate) {
				continue
			}
			r.add(rule, protocol, port)
		}
	}
	r.why = merge(r.why, s.why)
	r.addresses, _ = r.builder.IPSet()
	return r
}

// first returns the group that a new rule of a direction belongs to: the first that has such rules
// already, for people keep a group for what comes in beside one for what goes out; else the first
// of all, and nil where there is none.
func (s groupSet) first(d direction) *graph.SecurityGroup {
	for _, g := range s.groups {
		if len(sideOf(g, d).rules) > 0 {
			return g
		}
	}
	if len(s.groups) > 0 {
		return s.groups[0]
	}
	return nil
}

// lets reports whether some rule lets TCP through, or may do so, on any port.
func (s groupSet) lets(d direction) bool {
	for _, g := range s.groups {
		for _, rule := range sideOf(g, d).rules {
			p := rule.Protocol
			if !p.Known() || p.V == "-1" || p.V == "all" || protocolName(p.V) == "tcp" {
				if leadsAnywhere(rule) {
					return true
				}
			}
		}
	}
	return false
}

// distinct sorts and removes what is twice.
func distinct(list []string) []string {
	sort.Strings(list)
	out := list[:0]
	for i, s := range list {
		if i == 0 || s != list[i-1] {
			out = append(out, s)
		}
	}
	return out
}
