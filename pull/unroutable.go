package pull

import (
	"net/netip"

	"github.com/ecrlint/ecrlint/graph"
)

// unroutable holds what no registry has as its address: this host, link-local, multicast and
// reserved addresses. Rules to them are written to let nothing out.
var unroutable = setOf(
	netip.MustParsePrefix("0.0.0.0/32"), netip.MustParsePrefix("127.0.0.0/8"),
	netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("224.0.0.0/3"),
	netip.MustParsePrefix("::/127"), netip.MustParsePrefix("fe80::/10"),
	netip.MustParsePrefix("ff00::/8"),
)

// leadsAnywhere reports whether a rule names, or may name, anything that is not unroutable.
func leadsAnywhere(rule *graph.GroupRule) bool {
	four, why := prefixes(rule.CIDRs)
	six, more := prefixes(rule.CIDRs6)
	named := len(rule.Groups.Items)+len(rule.Lists.Items) > 0 || rule.Groups.Open != nil ||
		rule.Lists.Open != nil
	return named || len(why)+len(more) > 0 ||
		!covers(unroutable, setOf(append(four, six...)...))
}
