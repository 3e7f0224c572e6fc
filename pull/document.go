package pull

// Document is one pull in one placement at one bound (best, worst, or mended: best with the way
// that a leg without exit would have), as the rules see it (input). Positions are
// strings of the form ADDRESS#attribute.path that Sites of the builder resolves, so that equal
// stacks yield equal documents.
type Document struct {
	Bound     Bound         `json:"bound"`
	Language  string        `json:"language"`
	Workload  DocWorkload   `json:"workload"`
	Container DocContainer  `json:"container"`
	Image     DocImage      `json:"image"`
	Puller    DocPuller     `json:"puller"`
	Placement *DocPlacement `json:"placement,omitempty"`
	Legs      []DocLeg      `json:"legs"`
	// Gates are those that do not depend on the placement.
	Gates     []DocGate     `json:"gates"`
	Doubts    []DocDoubt    `json:"doubts"`
	Endpoints []DocEndpoint `json:"endpoints"`
	// Nodes are the raw resources of the pull's path; only present for rules of the user's own.
	Nodes []DocNode `json:"nodes,omitempty"`
}

// DocWorkload is what starts the tasks.
type DocWorkload struct {
	ID              string `json:"id"`
	Kind            string `json:"kind"`
	Part            string `json:"part"` // tells the workloads of one resource apart
	Launch          string `json:"launch"`
	PlatformVersion string `json:"platform_version"`
	TaskDefinition  string `json:"task_definition"`
	At              string `json:"at"`
}

// DocContainer is the container.
type DocContainer struct {
	Name string `json:"name"`
	At   string `json:"at"`
}

// DocImage is the image reference.
type DocImage struct {
	Reference  string `json:"reference"`
	Registry   string `json:"registry"`
	Host       string `json:"host"`
	Form       string `json:"form"`
	Account    string `json:"account"`
	Region     string `json:"region"`
	Partition  string `json:"partition"`
	Repository string `json:"repository"`
	Tag        string `json:"tag"`
	Digest     string `json:"digest"`
	Declared   string `json:"declared"` // address of the repository in view, or ""
	At         string `json:"at"`
}

// DocPuller is who fetches.
type DocPuller struct {
	Interface string `json:"interface"`
	Principal string `json:"principal"`
	Role      string `json:"role"`
	At        string `json:"at"`
}

// DocPlacement is where the puller runs.
type DocPlacement struct {
	Subnet     string   `json:"subnet"`
	VPC        string   `json:"vpc"`
	RouteTable string   `json:"route_table"`
	Groups     []string `json:"groups"`
	PublicIP   bool     `json:"public_ip"`
	IPv6Native bool     `json:"ipv6_native"`
	At         string   `json:"at"`
}

// DocLeg is one leg with the exit that it takes at this bound.
type DocLeg struct {
	Name     string    `json:"name"`
	Host     string    `json:"host"`
	Service  string    `json:"service"`
	Region   string    `json:"region"`
	Exit     DocExit   `json:"exit"`
	Endpoint DocNearby `json:"endpoint"`
	Gates    []DocGate `json:"gates"`
}

// DocExit is the exit.
type DocExit struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
	At   string `json:"at"`
}

// DocNearby says why no endpoint captures the leg, and which private hosted zone leads to the
// endpoint under a name that is not the leg's.
type DocNearby struct {
	Reason     string `json:"reason"`
	ID         string `json:"id"`
	At         string `json:"at"`
	Zone       string `json:"zone"`
	ZoneName   string `json:"zone_name"`
	WantedName string `json:"wanted_name"`
}

// DocGate is a gate at this bound. At best every gate that is not known is open, at worst it is
// closed with the reason it would close for, so every closed gate breaks the pull at its bound.
// The gates of a leg, in path order, with the reasons they close:
//
//	dns        support_off | servers_blocked (53/udp) | servers_unreached (no route) |
//	           refused_attributes (apply fails) | no_record (a private hosted zone answers for
//	           the name and has no record for it)
//	exit       no_way (exit kind none; endpoint.reason says more; exit kind other at worst: the way
//	           cannot be seen) | no_target (blackhole route) | peering (peering gives no internet) |
//	           other_vpc | refused_type (an ECR endpoint of type Gateway: apply fails)
//	family     ipv6_only (only IPv6 leads out and the host has no IPv6 address)
//	egress     no_rule
//	acl        outbound | return (detail.subnet, detail.side: puller, endpoint or nat)
//	interfaces no_subnets (an interface endpoint without network interfaces)
//	ingress    no_rule (the endpoint's groups)
//	endpoint_policy  not_allowed | denied | presigned (a condition that no pre-signed request meets)
//	attached   detached | other_vpc
//	public_ip  none
//	nat        private | no_address | no_internet_route | loop | source_dest_check |
//	           instance_ingress | instance_egress
//	bpa        bidirectional | ingress
//
// The gates of the pull:
//
//	reference  invalid (detail.problem)
//	platform   arm_needs_1_4
//	role       no_execution_role | job_needs_role (AWS Batch on Fargate) | logs_need_role |
//	           secrets_need_role | no_instance_profile | not_a_role | not_a_profile |
//	           profile_without_role
//	trust      wrong_service | denied | condition
//	identity   not_allowed | denied | boundary (leg set; detail.actions, detail.resource)
//	credentials  missing_role | not_allowed | denied | key_policy
//	cache      create_and_import (the cache import cannot happen for the first pull)
//	repository denied | not_shared | invalid_principal | invalid_action | registry_denied
//
// What the details hold (strings and lists of strings, sorted, unless said otherwise):
//
//	dns        vpc, servers, attributes (of the VPC, that are off), endpoint, zone, host,
//	           port (number), protocol, options (the DHCP option set), groups,
//	           by (egress, acl or route)
//	exit       subnet, route_table, vpc, route (text of its destination), target, kind, registry,
//	           endpoint
//	family     subnet, host
//	egress     groups (all of the interface), group (By), endpoint, endpoint_groups, endpoint_cidrs,
//	           destination: endpoint | s3 | internet | servers | anywhere; region (s3), port
//	           (number), protocol, reaches (what the groups do let through on that port),
//	           elsewhere (whether they let the other registry hosts or endpoints through: bool),
//	           style: inline | separate | none
//	acl        subnet, side, direction: egress | ingress, ports ("443", "32768-60999"), remote
//	           (cidrs or "internet"), entry (number of the entry that denies; 0 for the last resort)
//	interfaces endpoint
//	ingress    endpoint, groups (the endpoint's), puller_groups, puller_cidrs, port (number), style
//	endpoint_policy  endpoint, actions (that are missing), resource, role, statement (sid or index),
//	           bucket (s3 only), document
//	attached   gateway, vpc, subnet, route_table
//	public_ip  gateway, subnet, route_table, interface (task or instance), attribute
//	nat        gateway, subnet (the NAT's), route_table (of that subnet)
//	bpa        mode, gateway, subnet
//	reference  problem (empty, scheme, arn, placeholder, space, empty_tag, empty_digest, slash,
//	           too_long, no_repository, uppercase, repository, tag, digest, region, suffix, account,
//	           missing_account, missing_dkr, host_uppercase, digest_as_tag, tag_as_digest), reference
//	platform   architecture, platform_version
//	role       task_definition, launch, profile
//	trust      role, service, statement, services (that it does let in)
//	identity   role, actions (that are missing), resource, statement, document, boundary
//	credentials role, secret, actions, statement, document, key (where it must decrypt)
//	cache      role, rule, actions, resource, repository
//	repository repository, role, actions, statement, document, account (the puller's), owner,
//	           values, cache (the cache rule that creates the repository without a policy)
type DocGate struct {
	Name    string         `json:"name"`
	State   State          `json:"state"`
	Reason  string         `json:"reason"`
	Leg     string         `json:"leg"`
	By      string         `json:"by"`
	At      string         `json:"at"`
	Detail  map[string]any `json:"detail"`
	Related []DocRelated   `json:"related"`
}

// DocDoubt is a doubt that holds at this bound. The names, with what their details hold:
//
//	acl_partial_return     what the acl gate holds
//	dns_tcp_blocked        what the dns gate holds
//	dual_stack_ipv4        subnet, host
//	custom_dns_endpoints   endpoint, servers, vpc
//	unused_endpoint        endpoint, exit, host (no private DNS, and the way is another)
//	mixed_rules            group, direction
//	default_egress         group (its default egress rule may be gone)
//	s3_interface           endpoint
//	race                   role, attachments (addresses that the workload does not wait for)
//	injected_sidecar       role, resource (ARN of the agent's repository), detector
//	weaker_execution_role  what the identity gate holds
//	cache_import           what the cache gate holds
//	cache_first_pull       rule
//	cross_account_unseen   owner, account
//	useless_principal, useless_action  values, repository
//	expires_images         rule (in words), repository
//	created_here           repository
//	near_name              near (the name), repository, image
//	wrong_region           repository, region
//	wrong_account          repository, account
//	wrong_host             repository, image (Docker Hub is asked for a name that is declared in ECR)
//	rate_limited, latest_tag  image
//	foreign_layers         os
type DocDoubt struct {
	Name    string         `json:"name"`
	Leg     string         `json:"leg"`
	By      string         `json:"by"`
	At      string         `json:"at"`
	Detail  map[string]any `json:"detail"`
	Related []DocRelated   `json:"related"`
}

// DocRelated is another place.
type DocRelated struct {
	At      string `json:"at"`
	Message string `json:"message"`
}

// DocEndpoint is a registry endpoint of the placement's VPC.
type DocEndpoint struct {
	ID         string `json:"id"`
	Service    string `json:"service"`
	Region     string `json:"region"`
	Type       string `json:"type"`
	PrivateDNS bool   `json:"private_dns"`
	At         string `json:"at"`
}

// DocNode is a raw resource: its attributes as far as they are known.
type DocNode struct {
	ID           string         `json:"id"`
	Type         string         `json:"type"`
	Attributes   map[string]any `json:"attributes"`
	UnknownPaths []string       `json:"unknown_paths"`
}
