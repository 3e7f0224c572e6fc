package pull

import (
	"net/netip"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"go4.org/netipx"
)

// special holds the IPv4 blocks that are no public addresses.
// https://www.iana.org/assignments/iana-ipv4-special-registry
var special = []string{
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
	"198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
}

// amazonBlocks are first octets of blocks that hold addresses of AWS services, as
// https://ip-ranges.amazonaws.com/ip-ranges.json publishes them. The list may lack some, so it says
// only which routes and denials elsewhere are of no consequence; no pull is said to fail by it.
var amazonBlocks = []byte{
	1, 3, 13, 15, 16, 18, 34, 35, 36, 43, 44, 46, 50, 51, 52, 54, 56, 57, 63, 64, 67, 69, 70, 71,
	72, 75, 76, 79, 96, 98, 99, 100, 103, 107, 108, 116, 122, 136, 140, 142, 150, 161, 172, 174,
	175, 176, 177, 184, 185, 204, 205, 216,
}

// smallest is the longest prefix that can be a copy of some service's address ranges.
const smallest = 24

var (
	// everything4 and everything6 are all addresses of a family.
	everything4 = netip.MustParsePrefix("0.0.0.0/0")
	everything6 = netip.MustParsePrefix("::/0")
	// all4 holds everything4, nothing is the empty set.
	all4    = setOf(everything4)
	nothing = setOf()
	// public4 and public6 are the public addresses, amazon4 those that may be of AWS services.
	public4 = publicSpace()
	public6 = setOf(netip.MustParsePrefix("2000::/3"))
	amazon4 = amazonSpace()
)

// publicSpace builds public4.
func publicSpace() *netipx.IPSet {
	var b netipx.IPSetBuilder
	b.AddPrefix(everything4)
	for _, s := range special {
		b.RemovePrefix(netip.MustParsePrefix(s))
	}
	set, _ := b.IPSet() // fails only for addresses of different families
	return set
}

// amazonSpace builds amazon4.
func amazonSpace() *netipx.IPSet {
	var b netipx.IPSetBuilder
	for _, octet := range amazonBlocks {
		b.AddPrefix(netip.PrefixFrom(netip.AddrFrom4([4]byte{octet}), 8))
	}
	b.Intersect(public4)
	set, _ := b.IPSet()
	return set
}

// setOf makes a set of prefixes.
func setOf(prefixes ...netip.Prefix) *netipx.IPSet {
	var b netipx.IPSetBuilder
	for _, p := range prefixes {
		if p.IsValid() {
			b.AddPrefix(p)
		}
	}
	set, _ := b.IPSet()
	return set
}

// intersect, minus and union combine sets.
func intersect(a, b *netipx.IPSet) *netipx.IPSet {
	switch { // by far the most frequent cases, without building a set
	case covers(b, a):
		return a
	case covers(a, b):
		return b
	}
	var s netipx.IPSetBuilder
	s.AddSet(a)
	s.Intersect(b)
	set, _ := s.IPSet()
	return set
}

func minus(a, b *netipx.IPSet) *netipx.IPSet {
	if covers(b, a) {
		return nothing
	}
	var s netipx.IPSetBuilder
	s.AddSet(a)
	s.RemoveSet(b)
	set, _ := s.IPSet()
	return set
}

func union(a, b *netipx.IPSet) *netipx.IPSet {
	switch {
	case covers(a, b):
		return a
	case covers(b, a):
		return b
	}
	var s netipx.IPSetBuilder
	s.AddSet(a)
	s.AddSet(b)
	set, _ := s.IPSet()
	return set
}

// empty reports whether there is nothing in the set.
func empty(s *netipx.IPSet) bool { return len(s.Ranges()) == 0 }

// covers reports whether every address of b is in a.
func covers(a, b *netipx.IPSet) bool {
	for _, r := range b.Ranges() {
		if !a.ContainsRange(r) {
			return false
		}
	}
	return true
}

// sizable reports whether the set holds a block that can be a copy of a service's ranges.
func sizable(s *netipx.IPSet) bool {
	for _, p := range s.Prefixes() {
		if p.Addr().Is6() || p.Bits() <= smallest {
			return true
		}
	}
	return false
}

// prefixes returns the known prefixes of a list and why others are not.
func prefixes(list graph.List[graph.Value[netip.Prefix]]) ([]netip.Prefix, []parser.Origin) {
	var out []netip.Prefix
	why := pointers([]*parser.Origin{list.Open})
	for _, item := range list.Items {
		if item.Known() {
			out = append(out, item.V)
			continue
		}
		why = merge(why, pointers([]*parser.Origin{item.Why}))
	}
	return out, why
}

// rangesOf returns the addresses of a VPC, among which are those of every interface in it; nil
// where they are not known.
func rangesOf(v *graph.VPC) *netipx.IPSet {
	if v == nil || v.Open != nil {
		return nil
	}
	ranges, why := prefixes(v.CIDRs)
	if len(why) > 0 || len(ranges) == 0 {
		return nil
	}
	return setOf(ranges...)
}

// isWithin reports whether all addresses of an endpoint are certainly among those that are given.
func (d destination) isWithin(addresses *netipx.IPSet) bool {
	return len(d.why) == 0 && !empty(d.addresses) && covers(addresses, d.addresses) ||
		d.within != nil && covers(addresses, d.within)
}

// publicGate asks whether the interface has a public IPv4 address for an internet gateway.
func (s *spot) publicGate(gateway string) Gate {
	return Gate{
		Name: "public_ip", State: s.public.state, Reason: "none", Why: s.public.why,
		By: s.publicBy, Site: s.publicSite,
		Detail: map[string]any{
			"gateway": gateway, "subnet": s.subnet.ID, "route_table": s.table.ID,
			"interface": s.kind, "attribute": lastName(s.publicSite),
		},
	}
}

// lastName is the name of the attribute at a site.
func lastName(site graph.Site) string {
	text := writePath(site.Path)
	for i := len(text) - 1; i >= 0; i-- {
		if text[i] == '.' {
			return text[i+1:]
		}
	}
	return text
}
