package graph

import "github.com/ecrlint/ecrlint/parser"

// EndpointType is the type of a VPC endpoint.
type EndpointType string

// The types of VPC endpoint that matter here.
const (
	EndpointGateway   EndpointType = "Gateway" // the default when none is given
	EndpointInterface EndpointType = "Interface"
)

// Endpoint is a VPC endpoint.
type Endpoint struct {
	Node
	VPC Link[VPC]
	// Service is the AWS service after the region: ecr.api, ecr.dkr, ecr-fips.dkr, s3,
	// secretsmanager, ...; Why when the service name is not known.
	Service Value[string]
	// ServiceRegion is the region in the service name (or service_region); may be a token.
	ServiceRegion Value[string]
	Type          Value[EndpointType]
	// PrivateDNS is private_dns_enabled, or what aws_vpc_endpoint_private_dns says.
	PrivateDNS Value[bool]
	// InboundOnly is private_dns_only_for_inbound_resolver_endpoint of an S3 interface endpoint.
	InboundOnly Value[bool]
	Subnets     List[Link[Subnet]]
	// Groups are the security groups; left out: the VPC's default group.
	Groups      List[Link[SecurityGroup]]
	RouteTables List[Link[RouteTable]]
	// Policy is the policy document; not given: full access.
	Policy Policy

	// list is the prefix list of a gateway endpoint's service, once something refers to it.
	list *PrefixList
}

// HostedZone is a Route 53 private hosted zone.
type HostedZone struct {
	Node
	Name    Value[string] // without the trailing dot, lower case
	VPCs    List[Link[VPC]]
	Records []*Record
	// LostRecords: records in view that may belong to this zone.
	LostRecords []*parser.Origin
}

// Record is a Route 53 record.
type Record struct {
	Node
	Name Value[string] // full name, without the trailing dot, lower case
	Type Value[string]
	// Endpoint is the VPC endpoint that an alias leads to, if that is in view.
	Endpoint Link[Endpoint]
}
