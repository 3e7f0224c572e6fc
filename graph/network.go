package graph

import (
	"net/netip"

	"github.com/ecrlint/ecrlint/parser"
)

// VPC is a virtual private cloud.
type VPC struct {
	Node
	CIDRs        List[Value[netip.Prefix]] // primary and secondary, IPv4
	CIDRs6       List[Value[netip.Prefix]]
	DNSSupport   Value[bool]
	DNSHostnames Value[bool]
	// Default says that it is the account's default VPC (aws_default_vpc).
	Default bool
	// DHCP is the associated option set; none: Amazon's own.
	DHCP Link[DHCPOptions]
	// Main is the main route table: adopted, replaced, or the implicit one (see RouteTable.Implicit).
	Main Link[RouteTable]
	// DefaultGroup and DefaultACL are the adopted ones, or implicit ones with AWS's own rules.
	DefaultGroup *SecurityGroup
	DefaultACL   *NetworkACL
	// What is linked here from the other side, sorted by ID.
	Subnets   []*Subnet
	Endpoints []*Endpoint
	Gateways  []*InternetGateway
	Zones     []*HostedZone
	// LostEndpoints, LostZones: something in view may add endpoints or hosted zones to this VPC
	// or to one that cannot be told apart from it (an endpoint whose vpc_id is not known).
	LostEndpoints, LostZones []*parser.Origin

	// original is the main route table that AWS makes with the VPC, or the resource that adopts it.
	original *RouteTable
}

// Subnet is a subnet of a VPC.
type Subnet struct {
	Node
	VPC         Link[VPC]
	CIDR        Value[netip.Prefix]
	CIDR6       Value[netip.Prefix]
	Zone        Value[string]
	MapPublicIP Value[bool]
	IPv6Native  Value[bool]
	DNS64       Value[bool]
	// RouteTable is the associated table, else the VPC's main one. More than one association
	// that may apply makes it unknown.
	RouteTable Link[RouteTable]
	// Explicit says that an association names the table.
	Explicit bool
	ACL      Link[NetworkACL]
}

// RouteTable is a route table. The local routes are not listed.
type RouteTable struct {
	Node
	VPC Link[VPC]
	// Implicit says that no resource declares it: a new VPC's own main table. Its ID is then
	// that of the VPC with ".main_route_table_id" behind it.
	Implicit bool
	Routes   []*Route
	// Propagates is set when virtual private gateways may add routes.
	Propagates *parser.Origin
	// Mixed says that inline routes and separate aws_route resources both write this table.
	Mixed bool
	// Endpoints holds the gateway endpoints associated with it.
	Endpoints []*Endpoint
	// LostEndpoints: gateway endpoints in view that may be associated.
	LostEndpoints []*parser.Origin
}

// TargetKind is the kind of a route's target.
type TargetKind string

// The kinds of route target.
const (
	TargetInternetGateway TargetKind = "internet_gateway"
	TargetNATGateway      TargetKind = "nat_gateway"
	TargetEgressOnly      TargetKind = "egress_only_gateway"
	TargetInstance        TargetKind = "instance"          // EC2 instance, perhaps a NAT instance
	TargetInterface       TargetKind = "network_interface" // elastic network interface
	TargetTransitGateway  TargetKind = "transit_gateway"
	TargetPeering         TargetKind = "peering"
	TargetVPNGateway      TargetKind = "vpn_gateway"
	TargetEndpoint        TargetKind = "vpc_endpoint" // gateway load balancer or firewall endpoint
	TargetCarrier         TargetKind = "carrier_gateway"
	TargetLocalGateway    TargetKind = "local_gateway"
	TargetCoreNetwork     TargetKind = "core_network"
	TargetLocal           TargetKind = "local"
	TargetUnknown         TargetKind = "unknown"
	TargetNone            TargetKind = "none" // no target given
)

// Route is one route. Exactly one of Prefix and PrefixList is meant.
type Route struct {
	Prefix     Value[netip.Prefix] // IPv4 or IPv6; the zero Prefix when PrefixList is used
	PrefixList Link[PrefixList]
	Kind       TargetKind
	// The target in view, by kind; Why says why none is.
	InternetGateway *InternetGateway
	NATGateway      *NATGateway
	EgressOnly      *EgressOnlyGateway
	Instance        *Instance
	Interface       *NetworkInterface
	Why             *parser.Origin
	Text            string
	Maybe           *parser.Origin
	Site            Site // the route block, or the aws_route
}

// InternetGateway is an internet gateway.
type InternetGateway struct {
	Node
	VPC Link[VPC] // none: not attached
}

// EgressOnlyGateway is an egress-only internet gateway (IPv6).
type EgressOnlyGateway struct {
	Node
	VPC Link[VPC]
}

// NATGateway is a NAT gateway.
type NATGateway struct {
	Node
	Public Value[bool] // connectivity_type
	// Regional says that availability_mode is regional: VPC is set and Subnet is not.
	Regional   Value[bool]
	Subnet     Link[Subnet]
	VPC        Link[VPC]
	Allocation Value[bool] // an elastic IP allocation is given
}

// Instance is an EC2 instance (as far as a NAT instance matters).
type Instance struct {
	Node
	Subnet          Link[Subnet]
	SourceDestCheck Value[bool]
	PublicIP        Value[bool]
	Groups          List[Link[SecurityGroup]]
}

// NetworkInterface is an elastic network interface.
type NetworkInterface struct {
	Node
	Subnet          Link[Subnet]
	SourceDestCheck Value[bool]
	Groups          List[Link[SecurityGroup]]
	Instance        Link[Instance]
	// PublicIP says that an elastic IP address is associated with it.
	PublicIP Value[bool]
}

// DHCPOptions is a DHCP option set.
type DHCPOptions struct {
	Node
	// Servers are the domain name servers as written; empty and not given: AmazonProvidedDNS.
	Servers List[Value[string]]
}

// PrefixList is a managed prefix list: AWS's own by service, or a customer's with entries.
type PrefixList struct {
	Node
	// Service and Region are set for AWS's own: "s3", "dynamodb"; Region may be a token.
	Service string
	Region  string
	Entries List[Value[netip.Prefix]]
}

// SecurityGroup is a security group with the rules of every style that writes it.
type SecurityGroup struct {
	Node
	VPC Link[VPC]
	// Implicit says that no resource declares it: a VPC's own default group.
	Implicit bool
	// Abroad is set when interfaces of other VPCs may have the group too.
	Abroad  *parser.Origin
	Egress  []*GroupRule
	Ingress []*GroupRule
	// EgressInline and IngressInline say that the group itself lists rules of that direction;
	// with separate rules beside them the result alternates between the two readings. In
	// CloudFormation the two styles add up: of a group that lists rules the separate ones do not
	// set EgressSeparate or IngressSeparate.
	EgressInline, IngressInline bool
	// EgressSite and IngressSite are where the group would list its rules.
	EgressSite, IngressSite         Site
	EgressSeparate, IngressSeparate bool
	// EgressExclusive and IngressExclusive: a rules_exclusive resource removes what it does not list.
	EgressExclusive, IngressExclusive bool
	// DefaultEgress says that the default allow-all egress rule is in force (CloudFormation).
	DefaultEgress bool
	// DefaultDoubt is set when the default allow-all egress rule may have been taken away by
	// separate egress rules (CloudFormation): the rule is then among Egress, not Separate, and
	// this is its Maybe.
	DefaultDoubt *parser.Origin
	// LostRules: rules in view that may belong to this group.
	LostEgress, LostIngress []*parser.Origin

	// egressLost is set when an egress rule that is a resource of its own may belong to this group
	// (CloudFormation).
	egressLost *parser.Origin
}

// GroupRule is one rule of a security group: one protocol and port range, any number of peers.
type GroupRule struct {
	Protocol Value[string] // "-1", "tcp", "udp", "icmp", "icmpv6", or a number as text
	From, To Value[int]    // meaningless for protocol -1
	CIDRs    List[Value[netip.Prefix]]
	CIDRs6   List[Value[netip.Prefix]]
	Lists    List[Link[PrefixList]]
	Groups   List[Link[SecurityGroup]] // self is the group itself
	Separate bool
	Listed   bool // a rules_exclusive resource lists it
	Maybe    *parser.Origin
	Site     Site
}

// NetworkACL is a network ACL.
type NetworkACL struct {
	Node
	VPC Link[VPC]
	// Implicit says that no resource declares it: a VPC's own default ACL, which allows everything.
	Implicit bool
	Egress   []*ACLEntry
	Ingress  []*ACLEntry
	// LostEntries: entries in view that may belong to this ACL.
	LostEntries []*parser.Origin
}

// ACLEntry is one entry of a network ACL.
type ACLEntry struct {
	Number   Value[int]
	Allow    Value[bool]
	Protocol Value[string]
	From, To Value[int]
	CIDR     Value[netip.Prefix] // IPv4, or the zero Prefix for an IPv6 entry
	CIDR6    Value[netip.Prefix]
	Maybe    *parser.Origin
	Site     Site
}

// BlockPublicAccess is the account's VPC Block Public Access in a region.
type BlockPublicAccess struct {
	Node
	Mode       Value[string] // off, block-bidirectional, block-ingress
	Exclusions []*BlockExclusion
}

// BlockExclusion exempts a VPC or a subnet.
type BlockExclusion struct {
	Node
	VPC    Link[VPC]
	Subnet Link[Subnet]
	Mode   Value[string] // allow-bidirectional, allow-egress
}
