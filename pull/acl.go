package pull

import (
	"net/netip"
	"sort"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"go4.org/netipx"
)

// ports is a range of ports, both ends included.
type ports struct{ low, high int }

// The port ranges that clients use.
var (
	https   = ports{443, 443}
	anyPort = ports{0, 65535}
	// linuxEphemeral is net.ipv4.ip_local_port_range of Linux, windowsEphemeral that of Windows,
	// natEphemeral that of a NAT gateway.
	// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
	linuxEphemeral   = ports{32768, 60999}
	windowsEphemeral = ports{49152, 65535}
	natEphemeral     = ports{1024, 65535}
)

// clientPorts are the ports that a client calls from: a range, or another one where it is not known
// which, for the reason why.
type clientPorts struct {
	ports
	or  ports
	why *parser.Origin
}

// share says how much of something passes.
type share int

// The shares.
const (
	none share = iota
	part
	all
)

// remote is the other side of packets that pass a network ACL.
type remote struct {
	addresses *netipx.IPSet
	// kind is toEndpoint for addresses that are exact, else a kind of public destination.
	kind string
	why  []parser.Origin
	six  bool
}

// text writes the other side.
func (r remote) text() []string {
	if r.kind != toEndpoint {
		return []string{"internet"}
	}
	return texts(r.addresses)
}

// measure says how much of the addresses is allowed.
func (r remote) measure(allowed *netipx.IPSet) share {
	if covers(allowed, r.addresses) {
		return all
	}
	if r.kind == toEndpoint {
		if empty(allowed) {
			return none
		}
		return part
	}
	place := plausible(destination{kind: r.kind, six: r.six})
	denied := intersect(minus(r.addresses, allowed), place)
	switch {
	case r.kind == toInternet && count4(denied) < 1<<24, !sizable(denied):
		return all
	case empty(intersect(allowed, publicOf(r.six))):
		return none
	}
	return part
}

// count4 counts IPv4 addresses.
func count4(s *netipx.IPSet) int {
	n := 0
	for _, p := range s.Prefixes() {
		if p.Addr().Is4() {
			n += 1 << (32 - p.Bits())
		} else {
			n += 1 << 32
		}
	}
	return n
}

// line is an entry as a bound reads it.
type line struct {
	number int
	allow  bool
	prefix netip.Prefix
	ports  ports
	entry  *graph.ACLEntry
}

// readEntry gives the reading of an entry at a bound; ok is false when it cannot matter there.
// What the bound wishes for is widened and put first, what it does not wish for is left out unless
// all of it is known.
func readEntry(e *graph.ACLEntry, best bool, protocol string, six bool) (l line, ok bool) {
	cidr := e.CIDR
	if six {
		cidr = e.CIDR6
	}
	whole := !e.Protocol.Known() || e.Protocol.V == "-1" || e.Protocol.V == "all"
	switch {
	case cidr.Known() && !cidr.V.IsValid(): // an entry of the other family
		return line{}, false
	case !whole && protocolName(e.Protocol.V) != protocol:
		return line{}, false
	}
	l = line{
		number: e.Number.V, allow: e.Allow.V, ports: ports{e.From.V, e.To.V}, entry: e,
		prefix: cidr.V.Masked(),
	}
	if whole {
		l.ports = anyPort
	}
	if !e.Allow.Known() {
		l.allow = best
	}
	if l.allow == best {
		l.widen(whole, cidr, six)
		return l, true
	}
	known := whole && e.Protocol.Known() || !whole && e.From.Known() && e.To.Known()
	return l, known && e.Allow.Known() && e.Maybe == nil && e.Number.Known() && cidr.Known()
}

// widen makes of what is not known of a line what matches most and first.
func (l *line) widen(whole bool, cidr graph.Value[netip.Prefix], six bool) {
	if !l.entry.Number.Known() {
		l.number = 0
	}
	if !whole && (!l.entry.From.Known() || !l.entry.To.Known()) {
		l.ports = anyPort
	}
	switch {
	case cidr.Known():
	case six:
		l.prefix = everything6
	default:
		l.prefix = everything4
	}
}

// reading is the lines of one direction of an ACL at a bound.
func reading(entries []*graph.ACLEntry, best bool, protocol string, six bool) []line {
	var lines []line
	for _, e := range entries {
		if l, ok := readEntry(e, best, protocol, six); ok {
			lines = append(lines, l)
		}
	}
	sort.SliceStable(lines, func(i, j int) bool {
		if lines[i].number != lines[j].number {
			return lines[i].number < lines[j].number
		}
		return lines[i].allow == best && lines[j].allow != best
	})
	return lines
}

// passes says how much passes the lines, whether more does on some ports than on others, and which
// entry stops the rest (nil: the last resort).
func passes(lines []line, p ports, r remote) (share, bool, *graph.ACLEntry) {
	var total share
	var uneven bool
	var stopper *graph.ACLEntry
	for i, seg := range segments(lines, p) {
		got, denier := pass(lines, seg, r)
		if got != all && stopper == nil {
			stopper = denier
		}
		if i > 0 && got != total {
			got, uneven = part, true
		}
		total = got
	}
	return total, uneven, stopper
}

// pass says how much passes on ports that no line tells apart. Lines match by ascending number and
// the first one decides. https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
func pass(lines []line, seg ports, r remote) (share, *graph.ACLEntry) {
	remaining, allowed := r.addresses, nothing
	var denier *graph.ACLEntry
	for _, l := range lines {
		if l.ports.low > seg.low || l.ports.high < seg.high {
			continue
		}
		hit := intersect(remaining, setOf(l.prefix))
		if empty(hit) {
			continue
		}
		if l.allow {
			allowed = union(allowed, hit)
		} else if denier == nil {
			denier = l.entry
		}
		remaining = minus(remaining, hit)
	}
	return r.measure(allowed), denier
}

// segments cuts a port range where lines begin or end.
func segments(lines []line, p ports) []ports {
	cuts := []int{p.low, p.high + 1}
	for _, l := range lines {
		if l.ports.low > p.low && l.ports.low <= p.high {
			cuts = append(cuts, l.ports.low)
		}
		if l.ports.high >= p.low && l.ports.high < p.high {
			cuts = append(cuts, l.ports.high+1)
		}
	}
	sort.Ints(cuts)
	var out []ports
	for i := 1; i < len(cuts); i++ {
		if cuts[i] > cuts[i-1] {
			out = append(out, ports{cuts[i-1], cuts[i] - 1})
		}
	}
	return out
}

// crossing is what an ACL does to packets: how much passes at best and at worst.
type crossing struct {
	best, worst share
	uneven      bool // more passes on some ports than on others
	stopper     *graph.ACLEntry
	why         []parser.Origin
}

// cross asks an ACL for packets of a direction. A link that is not known passes at best only.
func cross(link graph.Link[graph.NetworkACL], d direction, protocol string, p ports, r remote,
) crossing {
	acl := link.To
	switch {
	case acl == nil && link.Why != nil:
		return crossing{best: all, worst: none, why: []parser.Origin{*link.Why}}
	case acl == nil || acl.Implicit:
		return crossing{best: all, worst: all}
	}
	entries := acl.Egress
	if d == ingress {
		entries = acl.Ingress
	}
	var out crossing
	out.best, out.uneven, out.stopper = passes(reading(entries, true, protocol, r.six), p, r)
	worst, uneven, stopper := passes(reading(entries, false, protocol, r.six), p, r)
	out.worst, out.uneven = worst, out.uneven || uneven
	if out.best == all {
		out.stopper = stopper
	}
	if out.best != out.worst {
		out.why = merge(out.why, unknownsOf(entries))
	}
	if len(acl.LostEntries) > 0 {
		out.best, out.worst = all, none
		out.why = merge(out.why, pointers(acl.LostEntries))
	}
	if acl.Open != nil && out.best != all {
		out.best = all
		out.why = merge(out.why, pointers([]*parser.Origin{acl.Open}))
	}
	if len(r.why) > 0 && (out.best != none || out.worst != none) && out.worst != all {
		out.best, out.worst = all, none
		out.why = merge(out.why, r.why)
	}
	return out
}

// unknownsOf returns what is not known of entries.
func unknownsOf(entries []*graph.ACLEntry) []parser.Origin {
	var why []parser.Origin
	for _, e := range entries {
		why = merge(why, pointers([]*parser.Origin{
			e.Maybe, e.Number.Why, e.Allow.Why, e.Protocol.Why, e.From.Why, e.To.Why, e.CIDR.Why,
			e.CIDR6.Why,
		}))
	}
	return why
}
