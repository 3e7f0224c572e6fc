package pull

import (
	"net/netip"
	"strconv"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"go4.org/netipx"
)

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
