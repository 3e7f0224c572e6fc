package pull

import (
	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"go4.org/netipx"
)

// check is one thing that a network ACL must let through.
type check struct {
	side      string // puller, endpoint or nat
	subnet    *graph.Subnet
	direction direction
	returning bool // the answer's way
	protocol  string
	ports     ports
	remote    remote
}

// aclGate is the gate of a check; the doubt is set when a part of the ephemeral ports is closed.
func (s *spot) aclGate(k check) (Gate, *Doubt) {
	gate := Gate{Name: "acl", State: Open, Reason: "outbound"}
	if k.returning {
		gate.Reason = "return"
	}
	x := cross(k.subnet.ACL, k.direction, k.protocol, k.ports, k.remote)
	gate.Detail = k.detail(x)
	gate.By, gate.Site = k.subnet.ACL.Text, place(k.subnet.ACL.Site, k.subnet.Node)
	if acl := k.subnet.ACL.To; acl != nil {
		gate.By, gate.Site = acl.ID, graph.Site{Resource: acl.Resource}
		if x.stopper != nil && x.stopper.Site.Resource != nil {
			gate.Site = x.stopper.Site
		}
	}
	gate.By = s.c.text(gate.By)
	worst, best := x.worst, x.best
	if k.returning && k.ports.low != k.ports.high {
		return s.returning(gate, x)
	}
	switch {
	case worst == all:
	case best == none:
		gate.State = Closed
	default:
		gate.State, gate.Why = Unknown, x.why
		if len(gate.Why) == 0 {
			gate.Why = []parser.Origin{partly(gate.By)}
		}
	}
	return gate, nil
}

// returning decides the gate of an ephemeral range: a part of the ports that is open lets some
// connections through, which is a doubt; whether a part of the addresses does is not known.
func (s *spot) returning(gate Gate, x crossing) (Gate, *Doubt) {
	switch {
	case x.best == none:
		gate.State = Closed
		return gate, nil
	case x.worst == none, x.worst == part && !x.uneven:
		gate.State, gate.Why = Unknown, x.why
		if len(gate.Why) == 0 {
			gate.Why = []parser.Origin{partly(gate.By)}
		}
	}
	if x.worst == all || x.worst == part && !x.uneven {
		return gate, nil
	}
	doubt := &Doubt{
		Name: "acl_partial_return", State: Closed, By: gate.By, Site: gate.Site,
		Detail: gate.Detail,
	}
	if x.best == all {
		doubt.State = Unknown
	}
	return gate, doubt
}

// partly is the reason of an ACL that lets some of the addresses through.
func partly(acl string) parser.Origin {
	return parser.Origin{
		What: "addresses that " + acl + " lets through",
		Why:  "it lets a part of them through and it is not known which are in use",
	}
}

// detail holds the facts of a check.
func (k check) detail(x crossing) map[string]any {
	entry := 0
	if x.stopper != nil {
		entry = x.stopper.Number.V
	}
	return map[string]any{
		"subnet": k.subnet.ID, "side": k.side, "direction": k.direction.String(), "entry": entry,
		"ports": portText(k.ports.low, k.ports.high), "remote": k.remote.text(),
		"protocol": k.protocol,
	}
}

// crossings collects gates of network ACLs.
type crossings struct {
	gates  []Gate
	doubts []Doubt
}

// add asks one check.
func (x *crossings) add(s *spot, k check) {
	gate, doubt := s.aclGate(k)
	x.gates = append(x.gates, gate)
	if doubt != nil {
		x.doubts = append(x.doubts, *doubt)
	}
}

// answer asks whether the answer reaches the puller, whichever of its ports the call came from.
func (x *crossings) answer(s *spot, k check) {
	k.returning, k.ports = true, s.ephemeral.ports
	gate, doubt := s.aclGate(k)
	if why := s.ephemeral.why; why != nil {
		k.ports = s.ephemeral.or
		other, more := s.aclGate(k)
		gate, doubt = eitherGate(gate, other, why), eitherDoubt(doubt, more)
	}
	x.gates = append(x.gates, gate)
	if doubt != nil {
		x.doubts = append(x.doubts, *doubt)
	}
}

// eitherGate is one of two gates where it is not known which.
func eitherGate(a, b Gate, why *parser.Origin) Gate {
	if a.State == b.State {
		return a
	}
	if a.State == Open {
		a, b = b, a
	}
	a.State, a.Why = Unknown, merge(merge(a.Why, b.Why), []parser.Origin{*why})
	return a
}

// eitherDoubt is one of two doubts, each of which may be none, where it is not known which.
func eitherDoubt(a, b *Doubt) *Doubt {
	if a == nil {
		a, b = b, a
	}
	if a != nil && (b == nil || b.State != a.State) {
		a.State = Unknown
	}
	return a
}

// outward asks the ACL of the puller's subnet for a call to the remote and its answer.
func (s *spot) outward(protocol string, port int, r remote) crossings {
	var x crossings
	if s.subnet == nil {
		return x
	}
	k := check{
		side: "puller", subnet: s.subnet, direction: egress, protocol: protocol,
		ports: ports{port, port}, remote: r,
	}
	x.add(s, k)
	k.direction = ingress
	x.answer(s, k)
	return x
}

// subnetRemote is a subnet as the other side.
func subnetRemote(subnets ...*graph.Subnet) remote {
	r := remote{kind: toEndpoint, addresses: nothing}
	var b netipx.IPSetBuilder
	for _, subnet := range subnets {
		if !subnet.CIDR.Known() {
			r.why = merge(r.why, pointers([]*parser.Origin{subnet.CIDR.Why}))
			continue
		}
		if subnet.CIDR.V.IsValid() {
			b.AddPrefix(subnet.CIDR.V.Masked())
		}
	}
	if len(r.why) > 0 {
		b.AddPrefix(everything4)
	}
	r.addresses, _ = b.IPSet()
	return r
}

// publicRemote is the public addresses as the other side.
func publicRemote(d destination) remote {
	if d.translated { // known to the last address
		return remote{kind: toEndpoint, addresses: d.seen(), six: true}
	}
	return remote{kind: d.kind, addresses: publicOf(d.six), six: d.six}
}
