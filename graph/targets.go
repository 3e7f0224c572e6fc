package graph

import (
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// targetAttrs are the attributes that name a route's target, with the kind that each implies.
var targetAttrs = []struct {
	name string
	kind TargetKind
}{
	{"gateway_id", TargetUnknown},
	{"nat_gateway_id", TargetNATGateway},
	{"egress_only_gateway_id", TargetEgressOnly},
	{"network_interface_id", TargetInterface},
	{"instance_id", TargetInstance},
	{"transit_gateway_id", TargetTransitGateway},
	{"vpc_peering_connection_id", TargetPeering},
	{"vpc_endpoint_id", TargetEndpoint},
	{"carrier_gateway_id", TargetCarrier},
	{"local_gateway_id", TargetLocalGateway},
	{"core_network_arn", TargetCoreNetwork},
	{"odb_network_arn", TargetUnknown},
}

// targetPrefixes tells the kind of target from a literal id.
var targetPrefixes = []struct {
	prefix string
	kind   TargetKind
}{
	{"igw-", TargetInternetGateway},
	{"vgw-", TargetVPNGateway},
	{"nat-", TargetNATGateway},
	{"eigw-", TargetEgressOnly},
	{"eni-", TargetInterface},
	{"i-", TargetInstance},
	{"tgw-", TargetTransitGateway},
	{"pcx-", TargetPeering},
	{"vpce-", TargetEndpoint},
	{"cagw-", TargetCarrier},
	{"lgw-", TargetLocalGateway},
}

// targetTypes tells the kind of target from the type of resource that is referred to.
var targetTypes = map[string]TargetKind{
	"aws_vpn_gateway":                  TargetVPNGateway,
	"aws_internet_gateway":             TargetInternetGateway,
	"aws_nat_gateway":                  TargetNATGateway,
	"aws_egress_only_internet_gateway": TargetEgressOnly,
	"aws_ec2_transit_gateway":          TargetTransitGateway,
	"aws_ec2_carrier_gateway":          TargetCarrier,
	"aws_ec2_local_gateway":            TargetLocalGateway,
	"aws_vpc_peering_connection":       TargetPeering,
	"aws_network_interface":            TargetInterface,
	"aws_instance":                     TargetInstance,
	"aws_vpc_endpoint":                 TargetEndpoint,

	"AWS::EC2::VPNGateway":               TargetVPNGateway,
	"AWS::EC2::TransitGateway":           TargetTransitGateway,
	"AWS::EC2::TransitGatewayAttachment": TargetTransitGateway,
	"AWS::EC2::CarrierGateway":           TargetCarrier,
	"AWS::EC2::VPCPeeringConnection":     TargetPeering,
}

// target finds what a route leads to. One target is allowed; where some attributes are known to be
// set and others not known, the known one is it.
func (b *builder) target(o block, r *Route) {
	r.Kind = TargetNone
	var doubts int
	var doubt *parser.Origin
	for _, attr := range targetAttrs {
		if !o.given(attr.name) {
			continue
		}
		d := o.get(attr.name)
		text := b.textOf(d, "", o.site(attr.name))
		if text.Why != nil && !telling(text.Why) {
			doubts++
			doubt = first(doubt, text.Why)
			r.Kind = attr.kind
			continue
		}
		b.aim(o, r, attr.name, attr.kind)
		return
	}
	if doubts > 1 {
		r.Kind = TargetUnknown
	}
	if doubts > 0 {
		r.Why, r.Text = doubt, labelOf(doubt)
	}
}

// aim sets the target that an attribute names.
func (b *builder) aim(o block, r *Route, attr string, kind TargetKind) {
	var found any
	l := link(o, attr, func(b *builder, to ref) *any {
		if n, ok := b.nodes[to.address]; ok {
			found = n
			return &found
		}
		return nil
	})
	r.Text, r.Kind, r.Why = l.Text, kind, l.Why
	switch n := found.(type) {
	case *InternetGateway:
		r.Kind, r.InternetGateway = TargetInternetGateway, n
	case *NATGateway:
		r.Kind, r.NATGateway = TargetNATGateway, n
	case *EgressOnlyGateway:
		r.Kind, r.EgressOnly = TargetEgressOnly, n
	case *Instance:
		r.Kind, r.Instance = TargetInstance, n
	case *NetworkInterface:
		r.Kind, r.Interface = TargetInterface, n
	case *Endpoint:
		r.Kind = TargetEndpoint
	case *VPC: // the id of something that AWS makes with a VPC
		r.Kind, r.Why = TargetUnknown, nonsense(r.Site, "leads to no gateway")
	default:
		b.unseenTarget(o, r, attr)
	}
}

// unseenTarget tells the kind of a target that is no node.
func (b *builder) unseenTarget(o block, r *Route, attr string) {
	text := b.textOf(o.get(attr), "", o.site(attr))
	if text.V == "local" {
		r.Kind, r.Why = TargetLocal, nil
		return
	}
	if r.Why == nil {
		return
	}
	if target := b.resources[r.Why.Address]; target != nil {
		if kind, ok := targetTypes[target.Type]; ok {
			r.Kind = kind
		}
		return
	}
	for _, known := range targetPrefixes {
		if strings.HasPrefix(text.V, known.prefix) {
			r.Kind = known.kind
			return
		}
	}
}
