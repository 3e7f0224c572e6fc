package pull

import (
	"net/netip"
	"sort"
	"strconv"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"go4.org/netipx"
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

// reach is what the rules of a group set let through on one port.
type reach struct {
	addresses *netipx.IPSet
	groups    []*graph.SecurityGroup
	lists     []*graph.PrefixList
	// why says what may add to it; whyGroups and whyLists only a group or a list that cannot
	// be seen.
	why, whyGroups, whyLists []parser.Origin
	// inline and separate say which style of rule the groups have in this direction.
	inline, separate bool
	builder          netipx.IPSetBuilder
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

// add adds what a rule lets through.
func (r *reach) add(rule *graph.GroupRule, protocol string, port int) {
	matches := matchesRule(rule.Protocol, rule.From, rule.To, protocol, port)
	if rule.Maybe != nil {
		matches = matches.and(perhaps(rule.Maybe))
	}
	switch matches.state {
	case Closed:
		return
	case Unknown:
		r.why = merge(r.why, matches.why)
		return
	default: // it matches
	}
	four, why4 := prefixes(rule.CIDRs)
	six, why6 := prefixes(rule.CIDRs6)
	r.addAll(four)
	r.addAll(six)
	r.why = merge(merge(r.why, why4), why6)
	for _, link := range rule.Groups.Items {
		if link.To != nil {
			r.groups = append(r.groups, link.To)
		}
		r.whyGroups = merge(r.whyGroups, pointers([]*parser.Origin{link.Why}))
	}
	r.whyGroups = merge(r.whyGroups, pointers([]*parser.Origin{rule.Groups.Open}))
	for _, link := range rule.Lists.Items {
		r.addList(link)
	}
	r.whyLists = merge(r.whyLists, pointers([]*parser.Origin{rule.Lists.Open}))
}

// addList adds a prefix list: a customer's by its entries.
func (r *reach) addList(link graph.Link[graph.PrefixList]) {
	if link.To == nil {
		r.whyLists = merge(r.whyLists, pointers([]*parser.Origin{link.Why}))
		return
	}
	if link.To.Service != "" {
		r.lists = append(r.lists, link.To)
		return
	}
	entries, why := prefixes(link.To.Entries)
	r.addAll(entries)
	r.why = merge(r.why, why)
	r.why = merge(r.why, pointers([]*parser.Origin{link.To.Open}))
}

// addAll adds prefixes.
func (r *reach) addAll(list []netip.Prefix) {
	for _, p := range list {
		if p.IsValid() {
			r.builder.AddPrefix(p.Masked())
		}
	}
}

// matchesRule answers whether a rule speaks of a protocol and port. Ports are ignored where the
// protocol is all: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
func matchesRule(protocol graph.Value[string], from, to graph.Value[int], wanted string, port int,
) answer {
	switch {
	case !protocol.Known():
		return perhaps(protocol.Why)
	case protocol.V == "-1" || protocol.V == "all":
		return yes()
	case protocolName(protocol.V) != wanted:
		return no()
	}
	low, high := atMost(from, port), atLeast(to, port)
	return low.and(high)
}

// atMost and atLeast compare a bound of a port range.
func atMost(v graph.Value[int], port int) answer {
	if !v.Known() {
		return perhaps(v.Why)
	}
	return truth(v.V <= port)
}

func atLeast(v graph.Value[int], port int) answer {
	if !v.Known() {
		return perhaps(v.Why)
	}
	return truth(v.V >= port)
}

// protocolName names the protocols by number that matter here.
// https://www.iana.org/assignments/protocol-numbers
func protocolName(p string) string {
	switch p {
	case "6":
		return "tcp"
	case "17":
		return "udp"
	}
	return p
}

// reaches writes what is let through, for messages.
func (r *reach) reaches() []string {
	out := []string{}
	for _, p := range r.addresses.Prefixes() {
		out = append(out, p.String())
	}
	for _, g := range r.groups {
		out = append(out, g.ID)
	}
	for _, l := range r.lists {
		out = append(out, "prefix list of "+l.Service)
	}
	return distinct(out)
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

// style names the style of the rules.
func (r *reach) style() string {
	switch {
	case r.inline:
		return "inline"
	case r.separate:
		return "separate"
	}
	return "none"
}

// portText writes a port range.
func portText(low, high int) string {
	if low == high {
		return strconv.Itoa(low)
	}
	return strconv.Itoa(low) + "-" + strconv.Itoa(high)
}
