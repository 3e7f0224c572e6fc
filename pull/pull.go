// Package pull says which pulls a graph holds, where each may run, by which exit each of its legs
// leaves, and which gates stand on the way. It answers questions of fact and judges nothing: which
// closed gate is which fault is said by the rules.
package pull

import (
	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// State is the state of a gate.
type State string

// The states. A Document knows only open and closed.
const (
	Open    State = "open"
	Closed  State = "closed"
	Unknown State = "unknown"
)

// Bound selects a reading of what is not known.
type Bound string

// Best assumes of every unknown what helps the pull most, Worst what hurts it most. Mended is Best
// with a way for each leg that has no exit: what is closed on it shows only once the leg has one.
const (
	Best   Bound = "best"
	Worst  Bound = "worst"
	Mended Bound = "mended"
)

// Pull is one container image of one workload, fetched by one puller from one registry.
type Pull struct {
	Graph     *graph.Graph
	Workload  *graph.Workload
	Launch    graph.LaunchKind
	Container *graph.Container
	// Address is the workload's, Name the container's, Reference the image as written with the
	// names of unknown parts in braces (…/app:{var.tag}), for reports.
	Address, Name, Reference string
	// Part is the workload's, Environment the name of its launch.
	Part, Environment string
	// Registry is ecr, ecr-public, docker-hub, other or unknown.
	Registry string
	Image    Image
	Puller   Puller
	// Gates do not depend on the placement: reference, platform, role, trust, identity,
	// repository.
	Gates []Gate
	// Placements holds each place where it may run; empty when it has no network in view (then
	// Nowhere says why).
	Placements []Placement
	Nowhere    *parser.Origin
	// MorePlacements says why there may be other placements than these.
	MorePlacements *parser.Origin
	// Doubts are facts that close no gate.
	Doubts []Doubt
	// Assumptions are sentences for the report ("the account of provider aws is 123456789012").
	Assumptions []string

	shared *cutter
	launch graph.Launch
	fact   imageFact
	hosts  []hostRole
	// weaker are the doubts that the gates leave behind.
	weaker []Doubt
	// rests are the roles that may pull by what the user says of them alone.
	rests []graph.Link[graph.Role]
}

// Image is the parsed image reference. Every string may be empty when not known.
type Image struct {
	Valid      State // whether the reference parses
	Host       string
	Form       string // ipv4, dualstack, fips, dualstack-fips (ECR hosts only)
	Account    string
	Region     string
	Partition  string
	Repository string
	Tag        string
	Digest     string
	// Declared is the repository in view that the reference names.
	Declared *graph.Repository
	Site     graph.Site
}

// Puller is who fetches: the interface and the principal.
type Puller struct {
	// Interface is "task" (Fargate: the task's own) or "instance" (the host's).
	Interface string
	// Principal is "execution_role" or "instance_profile".
	Principal string
	Role      graph.Link[graph.Role]
}

// Placement is one place where the puller may run.
type Placement struct {
	// Subnet is nil when it is not known which subnet; every network gate is then unknown.
	Subnet   *graph.Subnet
	VPC      *graph.VPC
	Groups   []*graph.SecurityGroup
	PublicIP State
	Site     graph.Site
	Legs     []Leg
	// Hidden are the legs that the pull would have if its image reference were valid.
	Hidden []Leg
	// Gates replace those of the pull with the same name and leg: identity and repository
	// policies that look at the network the call comes through.
	Gates  []Gate
	Doubts []Doubt
	// Endpoints are the registry endpoints of the VPC, for rules and reports.
	Endpoints []*graph.Endpoint

	spot *spot
	// masked says why a closed gate of the network may not matter.
	masked []parser.Origin
}

// LegName names a leg.
type LegName string

// The legs of a pull.
const (
	Authorize   LegName = "authorize"   // ecr.api
	Manifest    LegName = "manifest"    // ecr.dkr
	Layers      LegName = "layers"      // s3
	Fetch       LegName = "fetch"       // any other registry
	Credentials LegName = "credentials" // secretsmanager, for repositoryCredentials
)

// Leg is one kind of call that a pull makes.
type Leg struct {
	Name    LegName
	Host    string
	Service string // ecr.api, ecr.dkr, s3, secretsmanager, or empty
	Region  string
	// Ways holds the exits that the leg may leave by: exactly one where everything that decides is
	// known. Best takes the way with the fewest closed gates, Worst the one with the most.
	Ways []Way
	// Why says what would tell which of the ways is taken, when there are several.
	Why []parser.Origin
	// Endpoint says why no endpoint of the VPC captures the leg ("" when one does); see Nearby.
	Endpoint Nearby
	// Mended is the leg as it would be if what closes its exit were mended; nil where the leg has
	// an exit.
	Mended *Leg
}

// Nearby is the endpoint that comes nearest to serving a leg, and why it does not.
type Nearby struct {
	// Reason is one of: none (the VPC has no registry endpoint at all), absent (it has others),
	// private_dns, region, type, route_table, interface (S3 has one whose names the leg does not
	// take, and no gateway endpoint), no_subnets, refused_dns_attributes, or empty.
	Reason string
	ID     string
	Site   graph.Site
	State  State // whether the reason is certain (Closed) or not known (Unknown)
	Why    []parser.Origin
	// Zone is the address of a private hosted zone of the VPC whose records lead to the endpoint
	// under another name than the leg's, ZoneName its name, and WantedName the one that it should
	// have; empty where there is none.
	Zone, ZoneName, WantedName string

	// maybe says why the endpoint may not exist.
	maybe *parser.Origin
}

// Way is one exit with the gates on it.
type Way struct {
	// Kind is: interface_endpoint, gateway_endpoint, nat_gateway, nat_instance,
	// internet_gateway, egress_only_gateway, none, or other (transit gateway, appliance, ...: not
	// visible).
	Kind string
	ID   string
	Site graph.Site
	// Gates in the order in which traffic meets them.
	Gates []Gate

	// endpoint is that of an endpoint's way.
	endpoint *graph.Endpoint
	// hidden are gates that there are only once a closed one of Gates is mended.
	hidden []Gate
}

// Gate is one thing that must be open.
type Gate struct {
	// Name and Reason are listed in document.go.
	Name   string
	State  State
	Reason string
	// Leg is set for gates of Pull.Gates that concern one leg.
	Leg LegName
	// By is the address of the resource to blame, Site the attribute to change.
	By   string
	Site graph.Site
	// Detail holds facts for messages and fixes, by name.
	Detail map[string]any
	// Related are other places that have to do with it.
	Related []Related
	// Why says what is not known, when State is Unknown.
	Why []parser.Origin
}

// Doubt is a fact that closes no gate but may break a pull later, or is worth knowing.
type Doubt struct {
	Name    string
	Leg     LegName
	State   State // Closed: certain. Unknown: only at worst.
	By      string
	Site    graph.Site
	Detail  map[string]any
	Related []Related
}

// Related is another place with what to say of it.
type Related struct {
	Site    graph.Site
	Message string
}
