package pull_test

import (
	"net/netip"
	"slices"
	"sort"
	"testing"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/pull"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"
)

const (
	account = "123456789012"
	region  = "eu-west-1"
	image   = account + ".dkr.ecr." + region + ".amazonaws.com/api:1.4"
	bucket  = "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*"
)

var home = parser.Provider{Region: region, Account: account, Partition: "aws"}

// stack is a small configuration in which everything is open; tests change what they are about.
type stack struct {
	root *parser.Root
	g    *graph.Graph

	vpc                  *graph.VPC
	subnet, publicSubnet *graph.Subnet
	table, publicTable   *graph.RouteTable
	gateway              *graph.InternetGateway
	nat                  *graph.NATGateway
	group, endpointGroup *graph.SecurityGroup
	acl                  *graph.NetworkACL
	api, dkr, s3         *graph.Endpoint
	role                 *graph.Role
	repository           *graph.Repository
	task                 *graph.TaskDefinition
	container            *graph.Container
	service              *graph.Workload
	launchOf             *graph.Launch
	resources            map[string]*parser.Resource
}

func given[T any](v T) graph.Value[T] { return graph.Value[T]{V: v, Given: true} }

func plain[T any](v T) graph.Value[T] { return graph.Value[T]{V: v} }

func origin(what string) *parser.Origin {
	return &parser.Origin{What: what, Why: "has no default", Hint: "pass it with --var"}
}

func unknown[T any](what string) graph.Value[T] {
	return graph.Value[T]{Why: origin(what), Given: true}
}

func cidr(s string) graph.Value[netip.Prefix] { return given(netip.MustParsePrefix(s)) }

func cidrs(list ...string) graph.List[graph.Value[netip.Prefix]] {
	out := graph.List[graph.Value[netip.Prefix]]{Given: true}
	for _, s := range list {
		out.Items = append(out.Items, cidr(s))
	}
	return out
}

func to[N any](n *N) graph.Link[N] { return graph.Link[N]{To: n} }

func lost[N any](what string) graph.Link[N] { return graph.Link[N]{Why: origin(what), Text: what} }

func links[N any](nodes ...*N) graph.List[graph.Link[N]] {
	out := graph.List[graph.Link[N]]{Given: true}
	for _, n := range nodes {
		out.Items = append(out.Items, to(n))
	}
	return out
}

// node makes a node with a resource whose id is a token.
func (s *stack) node(address string) graph.Node {
	id := s.root.Origins.Token(parser.Origin{
		Kind: parser.Reference, Address: address, Attr: "id",
	})
	r := &parser.Resource{
		Address: address, Config: address, Provider: home,
		Attrs: cty.ObjectVal(map[string]cty.Value{"id": cty.StringVal(id)}),
	}
	s.root.Resources = append(s.root.Resources, r)
	s.resources[address] = r
	return graph.Node{ID: address, Resource: r, Home: home}
}

// id is the token of a node's id.
func (s *stack) id(address string) string {
	return s.resources[address].Attrs.GetAttr("id").AsString()
}

// site is the place of an attribute.
func (s *stack) site(address, attribute string) graph.Site {
	return graph.Site{Resource: s.resources[address], Path: cty.GetAttrPath(attribute)}
}

// policy is a document written in a resource.
func (s *stack) policy(address, text string) graph.Policy {
	if s.resources[address] == nil {
		s.node(address)
	}
	return graph.Policy{Text: given(text), Name: address, Site: s.site(address, "policy")}
}

// statement is a policy document of one statement.
func statement(body string) string {
	return `{"Version":"2012-10-17","Statement":[{` + body + `}]}`
}

const (
	pullPolicy = `{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Action":"ecr:GetAuthorizationToken","Resource":"*"},
		{"Effect":"Allow","Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"],
		 "Resource":"arn:aws:ecr:eu-west-1:123456789012:repository/api"}]}`
	trustTasks = `"Effect":"Allow","Action":"sts:AssumeRole",` +
		`"Principal":{"Service":"ecs-tasks.amazonaws.com"}`
)

// rule is a rule for TCP on one port.
func rule(port int, blocks ...string) *graph.GroupRule {
	return &graph.GroupRule{
		Protocol: given("tcp"), From: given(port), To: given(port), CIDRs: cidrs(blocks...),
	}
}

// ruleTo is a rule for TCP 443 to groups.
func ruleTo(groups ...*graph.SecurityGroup) *graph.GroupRule {
	r := rule(443)
	r.Groups = links(groups...)
	return r
}

// s3List is the prefix list of Amazon S3.
func s3List(region string) *graph.PrefixList {
	return &graph.PrefixList{Service: "s3", Region: region}
}

// base is a VPC with a private and a public subnet, a task, its role and its repository.
func base() *stack {
	s := &stack{
		root:      &parser.Root{Path: ".", Language: parser.Terraform, Origins: parser.NewOrigins()},
		resources: map[string]*parser.Resource{},
	}
	s.g = &graph.Graph{Root: s.root}
	s.vpc = &graph.VPC{
		Node: s.node("aws_vpc.main"), CIDRs: cidrs("10.0.0.0/16"), DNSSupport: plain(true),
		DNSHostnames: given(true),
	}
	s.gateway = &graph.InternetGateway{Node: s.node("aws_internet_gateway.main"), VPC: to(s.vpc)}
	s.vpc.Gateways = []*graph.InternetGateway{s.gateway}
	s.acl = &graph.NetworkACL{
		Node: graph.Node{ID: "aws_vpc.main.default"}, VPC: to(s.vpc),
		Implicit: true,
	}
	s.vpc.DefaultACL = s.acl
	s.publicTable = &graph.RouteTable{Node: s.node("aws_route_table.public"), VPC: to(s.vpc)}
	s.publicTable.Routes = []*graph.Route{s.internetRoute()}
	s.table = &graph.RouteTable{Node: s.node("aws_route_table.private"), VPC: to(s.vpc)}
	s.subnet = s.addSubnet("aws_subnet.private", "10.0.1.0/24", s.table)
	s.publicSubnet = s.addSubnet("aws_subnet.public", "10.0.9.0/24", s.publicTable)
	s.group = &graph.SecurityGroup{
		Node: s.node("aws_security_group.task"), VPC: to(s.vpc), EgressInline: true,
		Egress: []*graph.GroupRule{rule(443, "0.0.0.0/0")},
	}
	s.addTask()
	s.g.VPCs = []*graph.VPC{s.vpc}
	s.g.Groups = []*graph.SecurityGroup{s.group}
	return s
}

func (s *stack) internetRoute() *graph.Route {
	return &graph.Route{
		Prefix: cidr("0.0.0.0/0"), Kind: graph.TargetInternetGateway, InternetGateway: s.gateway,
		Site: s.site("aws_route_table.public", "route"), Text: "aws_internet_gateway.main",
	}
}

func (s *stack) addSubnet(address, block string, table *graph.RouteTable) *graph.Subnet {
	subnet := &graph.Subnet{
		Node: s.node(address), VPC: to(s.vpc), CIDR: cidr(block), RouteTable: to(table),
		ACL: to(s.acl), MapPublicIP: plain(false),
	}
	s.vpc.Subnets = append(s.vpc.Subnets, subnet)
	s.g.Subnets = append(s.g.Subnets, subnet)
	return subnet
}

func (s *stack) addTask() {
	s.role = &graph.Role{
		Node: s.node("aws_iam_role.execution"), Account: account,
		ARN: "arn:aws:iam::" + account + ":role/execution",
	}
	s.role.Trust = graph.Policy{
		Text: given(statement(trustTasks)), Name: "trust",
		Site: s.site("aws_iam_role.execution", "assume_role_policy"),
	}
	s.role.Policies = []graph.Policy{s.policy("aws_iam_role_policy.pull", pullPolicy)}
	s.repository = &graph.Repository{
		Node: s.node("aws_ecr_repository.api"), Name: given("api"), Region: region, Account: account,
		ARN: "arn:aws:ecr:eu-west-1:" + account + ":repository/api", Read: true,
	}
	s.g.Repositories = []*graph.Repository{s.repository}
	task := s.node("aws_ecs_task_definition.api")
	s.container = &graph.Container{
		Name: given("api"), Image: given(image), Site: s.site(task.ID, "container_definitions"),
	}
	s.task = &graph.TaskDefinition{
		Node: task, ExecutionRole: to(s.role), Architecture: plain("X86_64"), OS: plain("LINUX"),
		Containers: graph.List[*graph.Container]{Items: []*graph.Container{s.container}},
	}
	s.service = &graph.Workload{
		Node: s.node("aws_ecs_service.api"), Kind: graph.WorkloadService, Task: to(s.task),
		PlatformVersion: plain("LATEST"),
	}
	s.service.Launches.Items = []graph.Launch{{Kind: graph.LaunchFargate}}
	s.launchOf = &s.service.Launches.Items[0]
	s.service.Network = graph.Network{
		Given: true, Subnets: links(s.subnet), Groups: links(s.group), PublicIP: plain(false),
		Site: s.site("aws_ecs_service.api", "network_configuration"),
	}
	s.g.Workloads = []*graph.Workload{s.service}
}

// natted is a stack whose private subnet leaves by a NAT gateway.
func natted() *stack {
	s := base()
	s.nat = &graph.NATGateway{
		Node: s.node("aws_nat_gateway.main"), Public: plain(true), Subnet: to(s.publicSubnet),
		Allocation: given(true),
	}
	s.table.Routes = []*graph.Route{{
		Prefix: cidr("0.0.0.0/0"), Kind: graph.TargetNATGateway, NATGateway: s.nat,
		Site: s.site("aws_route_table.private", "route"), Text: "aws_nat_gateway.main",
	}}
	return s
}

// open is a stack whose tasks run in the public subnet with public addresses.
func open() *stack {
	s := base()
	s.service.Network.Subnets = links(s.publicSubnet)
	s.service.Network.PublicIP = given(true)
	return s
}

// sealed is a stack without a way to the internet: everything goes through endpoints, and the
// egress rules are as tight as can be.
func sealed() *stack {
	s := base()
	s.endpointGroup = &graph.SecurityGroup{
		Node: s.node("aws_security_group.endpoints"), VPC: to(s.vpc), IngressInline: true,
		Ingress: []*graph.GroupRule{ruleTo(s.group)},
	}
	s.g.Groups = append(s.g.Groups, s.endpointGroup)
	s.api = s.addEndpoint("aws_vpc_endpoint.api", "ecr.api")
	s.dkr = s.addEndpoint("aws_vpc_endpoint.dkr", "ecr.dkr")
	s.s3 = &graph.Endpoint{
		Node: s.node("aws_vpc_endpoint.s3"), VPC: to(s.vpc), Service: given("s3"),
		ServiceRegion: given(region), Type: plain(graph.EndpointGateway), RouteTables: links(s.table),
	}
	s.vpc.Endpoints = append(s.vpc.Endpoints, s.s3)
	s.g.Endpoints = append(s.g.Endpoints, s.s3)
	s.table.Endpoints = []*graph.Endpoint{s.s3}
	lists := rule(443)
	lists.Lists = links(s3List(region))
	s.group.Egress = []*graph.GroupRule{ruleTo(s.endpointGroup), lists}
	return s
}

func (s *stack) addEndpoint(address, service string) *graph.Endpoint {
	e := &graph.Endpoint{
		Node: s.node(address), VPC: to(s.vpc), Service: given(service), ServiceRegion: given(region),
		Type: given(graph.EndpointInterface), PrivateDNS: given(true), InboundOnly: plain(false),
		Subnets: links(s.subnet), Groups: links(s.endpointGroup),
	}
	s.vpc.Endpoints = append(s.vpc.Endpoints, e)
	s.g.Endpoints = append(s.g.Endpoints, e)
	return e
}

// fleet turns a stack's service into one on container instances in the stack's subnet.
func (s *stack) fleet() *graph.Host {
	role := &graph.Role{
		Node: s.node("aws_iam_role.host"), Account: account,
		ARN: "arn:aws:iam::" + account + ":role/host",
		Trust: graph.Policy{Name: "trust", Text: given(statement(
			`"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"ec2.amazonaws.com"}`))},
		Policies: []graph.Policy{s.policy("aws_iam_role_policy.host", pullPolicy)},
	}
	profile := &graph.InstanceProfile{Node: s.node("aws_iam_instance_profile.host"), Role: to(role)}
	fleet := &graph.Fleet{
		Node:    s.node("aws_autoscaling_group.hosts"),
		Subnets: s.service.Network.Subnets,
	}
	fleet.Hosts.Items = []graph.Host{{
		Node: s.node("aws_launch_template.hosts"), Groups: s.service.Network.Groups,
		Profile: to(profile), Site: s.site("aws_launch_template.hosts", "network_interfaces"),
	}}
	s.service.Network = graph.Network{}
	s.task.ExecutionRole = graph.Link[graph.Role]{}
	*s.launchOf = graph.Launch{Kind: graph.LaunchEC2, Fleet: to(fleet)}
	return &fleet.Hosts.Items[0]
}

// custom makes the VPC use name servers of its own.
func (s *stack) custom(servers ...string) {
	options := &graph.DHCPOptions{Node: s.node("aws_vpc_dhcp_options.own")}
	options.Servers.Given = true
	for _, server := range servers {
		options.Servers.Items = append(options.Servers.Items, given(server))
	}
	s.vpc.DHCP = to(options)
}

// acls gives a subnet an ACL of its own that lets everything through.
func (s *stack) acls(address string, subnet *graph.Subnet) *graph.NetworkACL {
	acl := &graph.NetworkACL{Node: s.node(address), VPC: to(s.vpc)}
	acl.Egress = []*graph.ACLEntry{entry(100, true, "-1", 0, 0, "0.0.0.0/0")}
	acl.Ingress = []*graph.ACLEntry{entry(100, true, "-1", 0, 0, "0.0.0.0/0")}
	subnet.ACL = to(acl)
	return acl
}

func entry(number int, allow bool, protocol string, from, to int, block string) *graph.ACLEntry {
	return &graph.ACLEntry{
		Number: given(number), Allow: given(allow), Protocol: given(protocol), From: given(from),
		To: given(to), CIDR: cidr(block),
	}
}

// reading is what the documents of a stack's pulls say at both bounds: LEG NAME/REASON BY of every
// closed gate, each once, sorted.
type reading struct{ best, worst []string }

// read cuts the graph and reads its documents, which must be valid.
func (s *stack) read(t *testing.T) reading {
	t.Helper()
	var r reading
	for _, p := range pull.Cut(s.g) {
		for i := -1; i < len(p.Placements); i++ {
			for _, bound := range []pull.Bound{pull.Best, pull.Worst} {
				d := p.Document(i, bound)
				if i < 0 && len(p.Placements) > 0 {
					continue
				}
				found := closedIn(d)
				if bound == pull.Best {
					r.best = append(r.best, found...)
				} else {
					r.worst = append(r.worst, found...)
				}
			}
		}
	}
	r.best, r.worst = sorted(r.best), sorted(r.worst)
	return r
}

// closedIn lists the closed gates of a document.
func closedIn(d *pull.Document) []string {
	var out []string
	add := func(leg string, gates []pull.DocGate) {
		for _, g := range gates {
			if g.State == pull.Closed {
				name := leg
				if name == "" {
					name = g.Leg
				}
				if name != "" {
					name += " "
				}
				out = append(out, name+g.Name+"/"+g.Reason+" "+g.By)
			}
		}
	}
	add("", d.Gates)
	for _, leg := range d.Legs {
		add(leg.Name, leg.Gates)
	}
	return out
}

func sorted(list []string) []string {
	list = append([]string{}, list...)
	sort.Strings(list)
	return slices.Compact(list)
}

// doubtsOf lists the doubts of a stack's pulls at a bound, each once, sorted.
func (s *stack) doubtsOf(t *testing.T, bound pull.Bound) []string {
	t.Helper()
	var out []string
	for _, p := range pull.Cut(s.g) {
		for i := -1; i < len(p.Placements); i++ {
			for _, d := range p.Document(i, bound).Doubts {
				out = append(out, d.Name+" "+d.By)
			}
		}
	}
	return sorted(out)
}

// one returns the only pull.
func (s *stack) one(t *testing.T) *pull.Pull {
	t.Helper()
	pulls := pull.Cut(s.g)
	require.Len(t, pulls, 1)
	return pulls[0]
}

// example is a change to a stack and the gates that it closes.
type example struct {
	name   string
	stack  func() *stack
	change func(*stack)
	closed []string // at best; at worst too
	maybe  []string // at worst only
}

// run holds examples against what the documents say.
func run(t *testing.T, examples []example) {
	t.Helper()
	for _, x := range examples {
		t.Run(x.name, func(t *testing.T) {
			s := x.stack()
			if x.change != nil {
				x.change(s)
			}
			r := s.read(t)
			require.Equal(t, sorted(x.closed), r.best, "at best")
			require.Equal(t, sorted(slices.Concat(x.closed, x.maybe)), r.worst, "at worst")
			for _, p := range pull.Cut(s.g) {
				for i := -1; i < len(p.Placements); i++ {
					valid(t, p.Document(i, pull.Worst))
				}
				if len(x.maybe) > 0 {
					require.NotEmpty(t, p.Unknowns(-1))
				}
			}
		})
	}
}

func TestStacksThatPull(t *testing.T) {
	run(t, []example{
		{name: "through NAT", stack: natted},
		{name: "with a public address", stack: open},
		{name: "through endpoints", stack: sealed},
		{name: "hosts through NAT", stack: func() *stack { s := natted(); s.fleet(); return s }},
		{name: "hosts through endpoints", stack: func() *stack { s := sealed(); s.fleet(); return s }},
	})
}
