package graph

import "github.com/ecrlint/ecrlint/parser"

// Graph is one root as AWS would see it. Slices are sorted by ID.
type Graph struct {
	Root *parser.Root

	VPCs           []*VPC
	Subnets        []*Subnet
	RouteTables    []*RouteTable
	NATGateways    []*NATGateway
	InternetGates  []*InternetGateway
	Groups         []*SecurityGroup
	ACLs           []*NetworkACL
	Endpoints      []*Endpoint
	PrefixLists    []*PrefixList
	Zones          []*HostedZone
	PublicAccess   []*BlockPublicAccess
	Roles          []*Role
	Profiles       []*InstanceProfile
	Repositories   []*Repository
	RegistryPolicy []*RegistryPolicy
	CacheRules     []*CacheRule
	Templates      []*CreationTemplate
	Secrets        []*Secret
	Parameters     []*Parameter
	LogGroups      []*LogGroup
	Detectors      []*Detector
	Organizations  []*Organization
	// OrganizationPolicies are service and resource control policies.
	OrganizationPolicies []*OrganizationPolicy
	Keys                 []*Key
	TaskDefinitions      []*TaskDefinition
	Environments         []*ComputeEnvironment
	JobQueues            []*JobQueue
	JobDefinitions       []*JobDefinition
	Workloads            []*Workload
	Skipped              []Skipped

	organizationUnits []*OrganizationUnit
}
