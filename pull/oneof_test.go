package pull_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/pull"
)

// job turns a stack's service into a job of AWS Batch on Fargate that lands in one of several
// environments, each in a subnet.
func (s *stack) job(subnets ...*graph.Subnet) {
	s.service.Kind, s.service.OneOf = graph.WorkloadJobDefinition, true
	network := s.service.Network
	s.service.Network = graph.Network{}
	s.service.Launches.Items = nil
	for _, subnet := range subnets {
		launch := graph.Launch{Kind: graph.LaunchBatchFargate, Network: network}
		launch.Network.Subnets = links(subnet)
		launch.Name = "aws_batch_compute_environment." + subnet.ID
		s.service.Launches.Items = append(s.service.Launches.Items, launch)
	}
}

// anywhere adds an environment that is not in view.
func (s *stack) anywhere() {
	launch := graph.Launch{Kind: graph.LaunchBatchFargate}
	launch.Network = graph.Network{Given: true, PublicIP: plain(false)}
	launch.Network.Subnets.Open = origin("var.environment")
	s.service.Launches.Items = append(s.service.Launches.Items, launch)
}

// lane adds a subnet without any route.
func (s *stack) lane(address, block string) *graph.Subnet {
	table := &graph.RouteTable{Node: s.node(address + "_table"), VPC: to(s.vpc)}
	return s.addSubnet(address, block, table)
}

// TestOneOf: what stops a job in one environment stops it for certain only where it is stopped in
// all that it may land in.
func TestOneOf(t *testing.T) {
	blind := func(s *stack) { s.role.Policies = nil }
	denied := []string{
		"authorize identity/not_allowed aws_iam_role.execution",
		"manifest identity/not_allowed aws_iam_role.execution",
	}
	cut := func(address string) []string {
		return []string{
			"authorize exit/no_way " + address, "layers exit/no_way " + address,
			"manifest exit/no_way " + address,
		}
	}
	both := append(cut("aws_subnet.cut_table"), cut("aws_subnet.shut_table")...)
	run(t, []example{
		{name: "in one that works", stack: natted, change: func(s *stack) { s.job(s.subnet) }},
		{
			name: "in one that does not", stack: natted,
			change: func(s *stack) { s.job(s.lane("aws_subnet.cut", "10.0.20.0/24")) },
			closed: cut("aws_subnet.cut_table"),
		},
		{
			name: "in none", stack: natted,
			change: func(s *stack) {
				s.job(s.lane("aws_subnet.cut", "10.0.20.0/24"), s.lane("aws_subnet.shut", "10.0.21.0/24"))
			},
			closed: both,
		},
		{
			name: "in one that does not, or one that is not in view", stack: natted,
			change: func(s *stack) {
				s.job(s.lane("aws_subnet.cut", "10.0.20.0/24"))
				s.anywhere()
			},
			maybe: cut("aws_subnet.cut_table"),
		},
		{
			name: "wherever it lands, the role may not", stack: natted,
			change: func(s *stack) { s.job(s.subnet); s.anywhere(); blind(s) },
			closed: denied,
		},
		{
			name: "several environments of a service that lands in all", stack: natted,
			change: func(s *stack) {
				s.job(s.lane("aws_subnet.cut", "10.0.20.0/24"), s.subnet)
				s.service.OneOf = false
			},
			closed: cut("aws_subnet.cut_table"),
		},
	})
}

// TestOneOfSaysWhich: the reason names where the pull fails and where it need not.
func TestOneOfSaysWhich(t *testing.T) {
	s := natted()
	s.job(s.lane("aws_subnet.cut", "10.0.20.0/24"), s.subnet)
	s.anywhere()
	r := s.read(t)
	assert.Empty(t, r.best)
	assert.NotEmpty(t, r.worst)
	pulls := pull.Cut(s.g)
	require.Len(t, pulls, 3)
	why := pulls[0].Unknowns(-1)
	require.Len(t, why, 1)
	assert.Equal(t, "where jobs of aws_ecs_service.api run", why[0].What)
	assert.Equal(t, "is not said: in aws_batch_compute_environment.aws_subnet.cut, where the pull "+
		"fails, or in aws_batch_compute_environment.aws_subnet.private or one that is not declared "+
		"here, where it need not", why[0].Why)
	assert.Empty(t, pulls[1].Unknowns(-1), "where the pull works it is not in doubt")
}

// TestOneOfMany: the reason stays short.
func TestOneOfMany(t *testing.T) {
	s := natted()
	cut := s.lane("aws_subnet.cut", "10.0.20.0/24")
	s.job(s.subnet, cut, cut, cut, cut, cut)
	why := pull.Cut(s.g)[1].Unknowns(-1)
	require.Len(t, why, 1)
	assert.Contains(t, why[0].Why, "aws_subnet.cut or one of 2 others, where the pull fails")
}

// TestOneOfLeavesOthers: two workloads share an environment, and one of them lands there only.
func TestOneOfLeavesOthers(t *testing.T) {
	s := natted()
	s.job(s.lane("aws_subnet.cut", "10.0.20.0/24"), s.subnet)
	certain := *s.service
	certain.Node = s.node("aws_cloudwatch_event_target.t")
	certain.Launches.Items = s.service.Launches.Items[:1]
	s.g.Workloads = append(s.g.Workloads, &certain)
	pulls := pull.Cut(s.g)
	require.Len(t, pulls, 3)
	assert.Empty(t, closedIn(pulls[0].Document(0, pull.Best)))
	assert.NotEmpty(t, closedIn(pulls[2].Document(0, pull.Best)))
}

// TestJobRole: AWS Batch wants an execution role of every job on Fargate, and of none on instances.
func TestJobRole(t *testing.T) {
	public := func(s *stack) {
		s.container.Image = given("public.ecr.aws/nginx/nginx:1")
		s.task.ExecutionRole = graph.Link[graph.Role]{}
	}
	const missing = "role/job_needs_role aws_ecs_task_definition.api"
	run(t, []example{
		{
			name: "a public image on Fargate", stack: natted,
			change: func(s *stack) { s.job(s.subnet); public(s) }, closed: []string{missing},
		},
		{
			name: "a public image on Fargate, nobody knows where", stack: natted,
			change: func(s *stack) { s.job(); s.anywhere(); public(s) }, closed: []string{missing},
		},
		{
			name: "a public image of a service", stack: natted, change: public,
		},
		{
			name: "a public image on instances", stack: natted,
			change: func(s *stack) {
				s.fleet()
				public(s)
				s.launchOf.Kind = graph.LaunchBatchEC2
			},
		},
		{
			name: "a role that is not in view", stack: natted,
			change: func(s *stack) {
				s.job(s.subnet)
				public(s)
				s.task.ExecutionRole = lost[graph.Role]("var.role")
			},
		},
	})
}

// TestNodesWithAddresses: whether the public address of an instance helps a node of a parallel job
// is not said anywhere; where there is none, none helps.
func TestNodesWithAddresses(t *testing.T) {
	nodes := func(address bool) func(*stack) {
		return func(s *stack) {
			host := s.fleet()
			host.PublicIP = given(address)
			s.launchOf.Kind = graph.LaunchBatchEC2
			s.launchOf.NoAddress = origin("the nodes")
		}
	}
	none := []string{
		"authorize public_ip/none aws_launch_template.hosts",
		"layers public_ip/none aws_launch_template.hosts",
		"manifest public_ip/none aws_launch_template.hosts",
	}
	run(t, []example{
		{name: "with an address", stack: open, change: nodes(true), maybe: none},
		{name: "without", stack: open, change: nodes(false), closed: none},
		{name: "behind NAT", stack: natted, change: nodes(false)},
	})
}
