package pull_test

import (
	"testing"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/pull"
	"github.com/stretchr/testify/require"
)

const (
	role  = "aws_iam_role.execution"
	arn   = "arn:aws:ecr:eu-west-1:123456789012:repository/api"
	owner = "210987654321"
	// fluentBit is an image of AWS's own.
	fluentBit = "906394416424.dkr.ecr.eu-west-1.amazonaws.com/aws-for-fluent-bit:stable"
	foreign   = owner + ".dkr.ecr." + region + ".amazonaws.com/api:1.4"
)

// grants gives the role one document.
func grants(text string) func(*stack) {
	return func(s *stack) {
		s.role.Policies = []graph.Policy{s.policy("aws_iam_role_policy.pull", text)}
	}
}

func TestIdentity(t *testing.T) {
	all := []string{"authorize identity/not_allowed " + role, "manifest identity/not_allowed " + role}
	run(t, []example{
		{
			name: "no policies", stack: natted,
			change: func(s *stack) { s.role.Policies = nil },
			closed: all,
		},
		{
			name: "the login on the repository", stack: natted,
			change: grants(statement(`"Effect":"Allow","Action":"ecr:*","Resource":"` + arn + `"`)),
			closed: all[:1],
		},
		{
			name: "another repository", stack: natted,
			change: grants(`{"Statement":[{"Effect":"Allow","Action":"ecr:GetAuthorizationToken",
				"Resource":"*"},
				{"Effect":"Allow","Action":"ecr:*","Resource":"` + arn + `-other"}]}`),
			closed: all[1:],
		},
		{
			name: "everything", stack: natted,
			change: grants(statement(`"Effect":"Allow","Action":"*","Resource":"*"`)),
		},
		{
			name: "a policy that cannot be seen", stack: natted,
			change: func(s *stack) {
				s.role.Policies = nil
				s.role.Unresolved = []*parser.Origin{origin("var.policy_arn")}
			},
			maybe: []string{"authorize identity/denied " + role, "manifest identity/denied " + role},
		},
		{
			name: "a policy that may be attached", stack: natted,
			change: func(s *stack) { s.role.Policies[0].Maybe = origin("var.attach") }, maybe: all,
		},
		{
			name: "a role that a module was handed", stack: natted,
			change: func(s *stack) { s.role.Policies, s.role.Open = nil, origin("module.policies") },
			maybe:  all,
		},
		{
			name: "a role that is not in view", stack: natted,
			change: func(s *stack) { s.task.ExecutionRole = lost[graph.Role]("data.aws_iam_role.x") },
			maybe: []string{
				"authorize identity/denied data.aws_iam_role.x", "manifest identity/denied data.aws_iam_role.x",
			},
		},
		{
			name: "an explicit deny", stack: natted,
			change: func(s *stack) {
				s.role.Policies = append(s.role.Policies, s.policy("aws_iam_role_policy.guard",
					statement(`"Effect":"Deny","Action":"ecr:BatchGetImage","Resource":"*"`)))
			},
			closed: []string{"manifest identity/denied aws_iam_role_policy.guard"},
		},
		{
			name: "a deny on a tag of the caller", stack: natted,
			change: func(s *stack) {
				s.role.Policies = append(s.role.Policies, s.policy("aws_iam_role_policy.guard",
					statement(`"Effect":"Deny","Action":"ecr:BatchGetImage","Resource":"*",
						"Condition":{"StringEquals":{"aws:PrincipalTag/team":"red"}}`)))
			},
			maybe: []string{"manifest identity/denied aws_iam_role_policy.guard"},
		},
		{
			name: "a guard of other regions", stack: natted,
			change: func(s *stack) {
				s.role.Policies = append(s.role.Policies, s.policy("aws_iam_role_policy.guard",
					statement(`"Effect":"Deny","NotAction":"iam:*","Resource":"*",
						"Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-west-1"]}}`)))
			},
		},
		{
			name: "a boundary", stack: natted,
			change: func(s *stack) {
				s.role.Boundary = s.policy("aws_iam_policy.boundary",
					statement(`"Effect":"Allow","Action":"s3:*","Resource":"*"`))
			},
			closed: []string{
				"authorize identity/boundary aws_iam_policy.boundary",
				"manifest identity/boundary aws_iam_policy.boundary",
			},
		},
		{
			name: "a boundary that lets the pull through", stack: natted,
			change: func(s *stack) {
				s.role.Boundary = s.policy("aws_iam_policy.boundary",
					statement(`"Effect":"Allow","Action":"*","Resource":"*"`))
			},
		},
		{
			name: "an account that nothing pins", stack: natted,
			change: func(s *stack) {
				token := s.root.Origins.Token(parser.Origin{
					Kind: parser.Account,
					What: "account of provider aws",
				})
				s.service.Home.Account = token
				s.role.Account = token
				grants(`{"Statement":[{"Effect":"Allow","Action":"ecr:GetAuthorizationToken","Resource":"*"},
				{"Effect":"Allow","Action":"ecr:*",
					"Resource":"arn:aws:ecr:eu-west-1:` + token + `:repository/api"}]}`)(s)
			},
		},
	})
}

func TestRoles(t *testing.T) {
	run(t, []example{
		{
			name: "no execution role", stack: natted,
			change: func(s *stack) { s.task.ExecutionRole = graph.Link[graph.Role]{} },
			closed: []string{"role/no_execution_role aws_ecs_task_definition.api"},
		},
		{
			name: "no execution role for a public image", stack: natted,
			change: func(s *stack) {
				s.task.ExecutionRole = graph.Link[graph.Role]{}
				s.container.Image = given("public.ecr.aws/nginx/nginx:1.27")
			},
		},
		{
			name: "no execution role on hosts", stack: natted,
			change: func(s *stack) { s.fleet() },
		},
		{
			name: "no instance profile", stack: natted,
			change: func(s *stack) { s.fleet().Profile = graph.Link[graph.InstanceProfile]{} },
			closed: []string{"role/no_instance_profile aws_launch_template.hosts"},
		},
		{
			name: "no instance profile beside an execution role", stack: natted,
			change: func(s *stack) {
				s.fleet().Profile = graph.Link[graph.InstanceProfile]{}
				s.task.ExecutionRole = to(s.role)
			},
		},
		{
			name: "a profile without a role", stack: natted,
			change: func(s *stack) { s.fleet().Profile.To.Role = graph.Link[graph.Role]{} },
			closed: []string{"role/profile_without_role aws_iam_instance_profile.host"},
		},
		{
			name: "a policy's ARN where a role's belongs", stack: natted,
			change: func(s *stack) {
				s.task.ExecutionRole = lost[graph.Role](
					"arn:aws:iam::aws:policy/AmazonECSTaskExecutionRolePolicy")
			},
			closed: []string{"role/not_a_role aws_ecs_task_definition.api"},
		},
		{
			name: "an execution role that cannot pull, on hosts that can", stack: natted,
			change: func(s *stack) {
				s.fleet()
				s.task.ExecutionRole, s.role.Policies = to(s.role), nil
			},
		},
		{
			name: "neither role can pull", stack: natted,
			change: func(s *stack) {
				s.fleet().Profile.To.Role.To.Policies = nil
				s.task.ExecutionRole, s.role.Policies = to(s.role), nil
			},
			closed: []string{
				"authorize identity/not_allowed " + role,
				"manifest identity/not_allowed " + role,
			},
		},
		{
			name: "ARM on an old platform version", stack: natted,
			change: func(s *stack) {
				s.task.Architecture, s.service.PlatformVersion = given("ARM64"), given("1.3.0")
			},
			closed: []string{"platform/arm_needs_1_4 aws_ecs_service.api"},
		},
		{
			name: "ARM", stack: natted, change: func(s *stack) { s.task.Architecture = given("ARM64") },
		},
	})
	s := natted()
	s.fleet()
	s.task.ExecutionRole, s.role.Policies = to(s.role), nil
	require.Contains(t, s.doubtsOf(t, pull.Best), "weaker_execution_role "+role)
}

// A policy that nearly allows the pull is told what it lacks.
func TestShortfalls(t *testing.T) {
	for _, x := range []struct{ name, policy, want string }{
		{
			"a misspelt action", statement(`"Effect":"Allow","Resource":"*",
				"Action":["ecr:GetAuthorizationToken","ecr:BatchGetImages","ecr:GetDownloadUrlForLayer"]`),
			"names ecr:BatchGetImages, which is no action: ecr:BatchGetImage is",
		},
		{
			"the token of one repository", statement(`"Effect":"Allow","Action":"ecr:*",
				"Resource":"` + arn + `"`),
			"allows ecr:GetAuthorizationToken on " + arn + " only, where it is allowed on * or not at all",
		},
		{
			"another repository", `{"Statement":[
				{"Effect":"Allow","Action":"ecr:GetAuthorizationToken","Resource":"*"},
				{"Effect":"Allow","Action":"ecr:Batch*","Resource":["` + arn + `-2","` + arn + `-3","x"]}]}`,
			"allows ecr:BatchGetImage on " + arn + "-2 and " + arn + "-3 and others only",
		},
		{
			"a condition", statement(`"Effect":"Allow","Action":"ecr:*","Resource":"*",
				"Condition":{"StringEquals":{"aws:RequestedRegion":"us-east-1"}}`),
			"allows ecr:GetAuthorizationToken under a condition only",
		},
		{
			"another service", statement(`"Effect":"Allow","Action":"logs:*","Resource":"*"`),
			"does not allow it",
		},
	} {
		t.Run(x.name, func(t *testing.T) {
			s := natted()
			grants(x.policy)(s)
			var said []string
			for _, gate := range s.one(t).Document(0, pull.Best).Gates {
				for _, related := range gate.Related {
					said = append(said, related.Message)
				}
			}
			require.Contains(t, said, x.want+": aws_iam_role_policy.pull")
		})
	}
}

func TestTrust(t *testing.T) {
	trust := func(body string) func(*stack) {
		return func(s *stack) { s.role.Trust.Text = given(statement(body)) }
	}
	when := func(condition string) func(*stack) {
		return trust(trustTasks + `,
		"Condition":` + condition)
	}
	run(t, []example{
		{
			name: "another service", stack: natted,
			change: trust(`"Effect":"Allow","Action":"sts:AssumeRole",
				"Principal":{"Service":"ec2.amazonaws.com"}`),
			closed: []string{"trust/wrong_service " + role},
		},
		{
			name: "all but the services of a list", stack: natted,
			change: trust(`"Effect":"Allow","Action":"sts:AssumeRole",
				"NotPrincipal":{"Service":["ecs-tasks.amazonaws.com"]}`),
			closed: []string{"trust/wrong_service " + role},
		},
		{
			name: "one of two services", stack: natted,
			change: trust(`"Effect":"Allow","Action":"sts:AssumeRole",
				"Principal":{"Service":["ec2.amazonaws.com","ecs-tasks.amazonaws.com"]}`),
		},
		{
			name: "the own account", stack: natted,
			change: when(`{"StringEquals":{"aws:SourceAccount":"` + account + `"}}`),
		},
		{
			name: "another account", stack: natted,
			change: when(`{"StringEquals":{"aws:SourceAccount":"` + owner + `"}}`),
			closed: []string{"trust/condition " + role},
		},
		{
			name: "tasks of the own account", stack: natted,
			change: when(`{"ArnLike":{"aws:SourceArn":"arn:aws:ecs:eu-west-1:` + account + `:*"}}`),
		},
		{
			name: "tasks of another region", stack: natted,
			change: when(`{"ArnLike":{"aws:SourceArn":"arn:aws:ecs:us-east-1:` + account + `:*"}}`),
			closed: []string{"trust/condition " + role},
		},
		{
			name: "a deny", stack: natted,
			change: func(s *stack) {
				s.role.Trust.Text = given(`{"Statement":[{` + trustTasks + `},
					{"Effect":"Deny","Action":"sts:*","Principal":"*"}]}`)
			},
			closed: []string{"trust/denied " + role},
		},
		{
			name: "a trust policy that is not known", stack: natted,
			change: func(s *stack) { s.role.Trust.Text = unknown[string]("var.trust") },
			maybe:  []string{"trust/condition " + role},
		},
		{
			name: "hosts", stack: natted,
			change: func(s *stack) {
				s.fleet().Profile.To.Role.To.Trust.Text = given(statement(trustTasks))
			},
			closed: []string{"trust/wrong_service aws_iam_role.host"},
		},
	})
}

func TestRepositories(t *testing.T) {
	const by = "aws_ecr_repository_policy.api"
	policy := func(body string) func(*stack) {
		return func(s *stack) {
			s.repository.Read = false
			s.repository.Policies = []graph.Policy{s.policy(by, statement(body))}
		}
	}
	abroad := func(body string) func(*stack) {
		return func(s *stack) {
			policy(body)(s)
			s.repository.Account, s.repository.ARN = owner, "arn:aws:ecr:eu-west-1:"+owner+":repository/api"
			s.container.Image = given(foreign)
			grants(statement(`"Effect":"Allow","Action":"ecr:*","Resource":"*"`))(s)
		}
	}
	actions := `"Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"]`
	run(t, []example{
		{
			name: "a deny of others", stack: natted,
			change: policy(`"Effect":"Deny","Principal":"*",` + actions + `,
				"Condition":{"StringNotEquals":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/other"}}`),
			closed: []string{"manifest repository/denied " + by},
		},
		{
			name: "a deny of others that spares the role", stack: natted,
			change: policy(`"Effect":"Deny","Principal":"*",` + actions + `,
				"Condition":{"StringNotEquals":
				{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/execution"}}`),
		},
		{
			name: "another account's, shared", stack: natted,
			change: abroad(`"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},
				` + actions),
		},
		{
			name: "another account's, shared with a third", stack: natted,
			change: abroad(`"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},
				` + actions),
			closed: []string{"manifest repository/not_shared " + by},
		},
		{
			name: "another account's, with a wildcard in the principal", stack: natted,
			change: abroad(`"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/exec*"},
				` + actions),
			closed: []string{"manifest repository/invalid_principal " + by},
		},
		{
			name: "another account's, with a misspelt action", stack: natted,
			change: abroad(`"Effect":"Allow","Principal":{"AWS":"123456789012"},
				"Action":["ecr:BatchGetImages","ecr:GetDownloadUrlForLayer"]`),
			closed: []string{"manifest repository/invalid_action " + by},
		},
		{
			name: "another account's, and a role that may only pull from its own", stack: natted,
			change: func(s *stack) {
				abroad(`"Effect":"Allow","Principal":{"AWS":"123456789012"},` + actions)(s)
				grants(pullPolicy)(s)
			},
			closed: []string{"manifest identity/not_allowed " + role},
		},
		{
			name: "another account's, not in view", stack: natted,
			change: func(s *stack) {
				s.container.Image, s.g.Repositories = given(foreign), nil
				grants(statement(`"Effect":"Allow","Action":"ecr:*","Resource":"*"`))(s)
			},
			maybe: []string{"manifest repository/denied aws_ecs_service.api"},
		},
		{
			name: "AWS's own", stack: natted,
			change: func(s *stack) {
				s.container.Image = given(fluentBit)
				grants(statement(`"Effect":"Allow","Action":"ecr:*","Resource":"*"`))(s)
			},
		},
		{
			name: "AWS's own, and a role that may only pull from its own", stack: natted,
			change: func(s *stack) {
				s.container.Image = given(fluentBit)
			},
			closed: []string{"manifest identity/not_allowed " + role},
		},
		{
			name: "policies that may be of the repository", stack: natted,
			change: func(s *stack) {
				s.repository.LostPolicies = []*parser.Origin{origin("var.repository")}
			},
			maybe: []string{"manifest repository/denied aws_ecr_repository.api"},
		},
		{
			name: "a registry that denies", stack: natted,
			change: func(s *stack) {
				s.g.RegistryPolicy = []*graph.RegistryPolicy{{
					Node: s.node("aws_ecr_registry_policy.all"),
					Policy: s.policy("aws_ecr_registry_policy.all", statement(
						`"Effect":"Deny","Principal":"*","Action":"ecr:BatchGetImage","Resource":"*"`)),
				}}
			},
			closed: []string{"manifest repository/registry_denied aws_ecr_registry_policy.all"},
		},
		{
			name: "a registry of the old scope that denies", stack: natted,
			change: func(s *stack) {
				s.g.RegistryPolicy = []*graph.RegistryPolicy{{
					Node: s.node("aws_ecr_registry_policy.all"), V1: given(true),
					Policy: s.policy("aws_ecr_registry_policy.all", statement(
						`"Effect":"Deny","Principal":"*","Action":"ecr:BatchGetImage","Resource":"*"`)),
				}}
			},
		},
	})
}

func TestEndpointPolicies(t *testing.T) {
	policy := func(e func(*stack) *graph.Endpoint, text string) func(*stack) {
		return func(s *stack) { n := e(s); n.Policy = s.policy(n.ID, text) }
	}
	dkr := func(s *stack) *graph.Endpoint { return s.dkr }
	api := func(s *stack) *graph.Endpoint { return s.api }
	s3 := func(s *stack) *graph.Endpoint { return s.s3 }
	layers := "layers endpoint_policy/"
	run(t, []example{
		{
			name: "one role, the own", stack: sealed,
			change: policy(dkr, statement(`"Effect":"Allow","Action":"ecr:*","Resource":"*",
				"Principal":{"AWS":"arn:aws:iam::123456789012:role/execution"}`)),
		},
		{
			name: "one role, another", stack: sealed,
			change: policy(dkr, statement(`"Effect":"Allow","Action":"ecr:*","Resource":"*",
				"Principal":{"AWS":"arn:aws:iam::123456789012:role/other"}`)),
			closed: []string{"manifest endpoint_policy/not_allowed aws_vpc_endpoint.dkr"},
		},
		{
			name: "no login", stack: sealed,
			change: policy(api, statement(`"Effect":"Allow","Action":"ecr:BatchGetImage","Resource":"*",
				"Principal":"*"`)),
			closed: []string{"authorize endpoint_policy/not_allowed aws_vpc_endpoint.api"},
		},
		{
			name: "only a deny", stack: sealed,
			change: policy(dkr, statement(`"Effect":"Deny","Action":"ecr:DeleteRepository","Resource":"*",
				"Principal":"*"`)),
			closed: []string{"manifest endpoint_policy/not_allowed aws_vpc_endpoint.dkr"},
		},
		{
			name: "a deny", stack: sealed,
			change: policy(dkr, `{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*",
				"Principal":"*"},
				{"Effect":"Deny","Action":"ecr:*","Resource":"*","Principal":"*"}]}`),
			closed: []string{"manifest endpoint_policy/denied aws_vpc_endpoint.dkr"},
		},
		{
			name: "the own account", stack: sealed,
			change: policy(dkr, statement(`"Effect":"Allow","Action":"*","Resource":"*","Principal":"*",
				"Condition":{"StringEquals":{"aws:PrincipalAccount":"123456789012"}}`)),
		},
		{
			name: "an organization", stack: sealed,
			change: policy(dkr, statement(`"Effect":"Allow","Action":"*","Resource":"*","Principal":"*",
				"Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}`)),
			maybe: []string{"manifest endpoint_policy/not_allowed aws_vpc_endpoint.dkr"},
		},
		{
			name: "the layers' bucket", stack: sealed,
			change: policy(s3, statement(`"Effect":"Allow","Action":"s3:GetObject","Principal":"*",
				"Resource":"`+bucket+`"`)),
		},
		{
			name: "the layers' bucket without its objects", stack: sealed,
			change: policy(s3, statement(`"Effect":"Allow","Action":"s3:GetObject","Principal":"*",
				"Resource":"arn:aws:s3:::prod-eu-west-1-starport-layer-bucket"`)),
			closed: []string{layers + "not_allowed aws_vpc_endpoint.s3"},
		},
		{
			name: "other buckets", stack: sealed,
			change: policy(s3, statement(`"Effect":"Allow","Action":"s3:*","Principal":"*",
				"Resource":"arn:aws:s3:::mine/*"`)),
			closed: []string{layers + "not_allowed aws_vpc_endpoint.s3"},
		},
		{
			name: "the layers' bucket for the own account", stack: sealed,
			change: policy(s3, statement(`"Effect":"Allow","Action":"s3:*","Principal":"*","Resource":"*",
				"Condition":{"StringEquals":{"aws:PrincipalAccount":"123456789012"}}`)),
			closed: []string{layers + "presigned aws_vpc_endpoint.s3"},
		},
		{
			name: "a deny of other accounts' buckets", stack: sealed,
			change: policy(s3, `{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"},
				{"Effect":"Deny","Action":"*","Resource":"*","Principal":"*",
				 "Condition":{"StringNotEquals":{"s3:ResourceAccount":"123456789012"}}}]}`),
			closed: []string{layers + "presigned aws_vpc_endpoint.s3"},
		},
		{
			name: "a policy that is not known", stack: sealed,
			change: func(s *stack) { s.s3.Policy.Text = unknown[string]("var.policy") },
			maybe:  []string{layers + "not_allowed aws_vpc_endpoint.s3"},
		},
	})
}

func TestPoliciesThatLookAtTheNetwork(t *testing.T) {
	guard := func(condition string) func(*stack) {
		return func(s *stack) {
			s.role.Policies = append(s.role.Policies, s.policy("aws_iam_role_policy.guard",
				statement(`"Effect":"Deny","Action":"ecr:*","Resource":"*","Condition":`+condition)))
		}
	}
	from := func(key, address string) func(*stack) {
		return func(s *stack) {
			guard(`{"StringNotEquals":{"` + key + `":"` + s.id(address) + `"}}`)(s)
		}
	}
	denied := []string{
		"authorize identity/denied aws_iam_role_policy.guard",
		"manifest identity/denied aws_iam_role_policy.guard",
	}
	run(t, []example{
		{name: "the VPC itself", stack: sealed, change: from("aws:SourceVpc", "aws_vpc.main")},
		{
			name: "the VPC, around its endpoints", stack: natted,
			change: from("aws:SourceVpc", "aws_vpc.main"),
			closed: denied,
		},
		{
			name: "one of two endpoints", stack: sealed, change: from("aws:SourceVpce",
				"aws_vpc_endpoint.dkr"),
			closed: denied[:1],
		},
		{
			name: "an endpoint that is taken perhaps", stack: sealed,
			change: func(s *stack) {
				from("aws:SourceVpc", "aws_vpc.main")(s)
				s.dkr.PrivateDNS = unknown[bool]("var.dns")
				s.nat = &graph.NATGateway{
					Node: s.node("aws_nat_gateway.main"), Public: plain(true), Allocation: plain(true),
					Subnet: to(s.publicSubnet),
				}
				s.table.Routes = []*graph.Route{{
					Prefix: cidr("0.0.0.0/0"), Kind: graph.TargetNATGateway, NATGateway: s.nat,
				}}
				s.group.Egress = append(s.group.Egress, rule(443, "0.0.0.0/0"))
			},
			maybe: denied[1:],
		},
	})
}

func TestCredentials(t *testing.T) {
	const secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:hub-AbCdEf"
	hub := func() *stack {
		s := natted()
		s.container.Image, s.container.Credentials = given("acme/app:1"), given(secret)
		return s
	}
	run(t, []example{
		{
			name: "allowed", stack: hub,
			change: grants(statement(`"Effect":"Allow","Action":"secretsmanager:GetSecretValue",
				"Resource":"` + secret + `"`)),
		},
		{
			name: "not allowed", stack: hub,
			closed: []string{"credentials credentials/not_allowed " + role},
		},
		{
			name: "another secret", stack: hub,
			change: grants(statement(`"Effect":"Allow","Action":"secretsmanager:*",
				"Resource":"` + secret + `x"`)),
			closed: []string{"credentials credentials/not_allowed " + role},
		},
		{
			name: "denied", stack: hub,
			change: grants(`{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
				{"Effect":"Deny","Action":"secretsmanager:*","Resource":"*"}]}`),
			closed: []string{"credentials credentials/denied " + role},
		},
		{
			name: "no role", stack: hub,
			change: func(s *stack) { s.task.ExecutionRole = graph.Link[graph.Role]{} },
			closed: []string{"role/no_execution_role aws_ecs_task_definition.api"},
		},
		{
			name: "hosts without an execution role", stack: hub,
			change: func(s *stack) { s.fleet() },
			closed: []string{"credentials credentials/missing_role aws_ecs_service.api"},
		},
		{
			name: "a name for a secret", stack: hub,
			change: func(s *stack) {
				s.container.Credentials = given("hub")
				grants(statement(`"Effect":"Allow","Action":"secretsmanager:GetSecretValue",
					"Resource":"arn:aws:secretsmanager:eu-west-1:123456789012:secret:hub-*"`))(s)
			},
		},
		{
			name: "six characters behind the name", stack: hub,
			change: func(s *stack) {
				s.container.Credentials = given("hub")
				grants(statement(`"Effect":"Allow","Action":"secretsmanager:GetSecretValue",
					"Resource":"arn:aws:secretsmanager:eu-west-1:123456789012:secret:hub-??????"`))(s)
			},
		},
		{
			name: "a name for a secret, and the right to read others", stack: hub,
			change: func(s *stack) {
				s.container.Credentials = given("hub")
				grants(statement(`"Effect":"Allow","Action":"secretsmanager:GetSecretValue",
					"Resource":"arn:aws:secretsmanager:eu-west-1:*:secret:web*"`))(s)
			},
			closed: []string{"credentials credentials/not_allowed " + role},
		},
		{
			name: "the name of a secret in view", stack: hub,
			change: func(s *stack) {
				s.container.Credentials = given("hub")
				s.g.Secrets = []*graph.Secret{{
					Node: s.node("aws_secretsmanager_secret.hub"), Name: given("hub"), ARN: secret,
				}}
				grants(statement(`"Effect":"Allow","Action":"secretsmanager:GetSecretValue",
					"Resource":"` + secret + `"`))(s)
			},
		},
		{
			name: "certain characters behind the name", stack: hub,
			change: func(s *stack) {
				s.container.Credentials = given("hub")
				grants(statement(`"Effect":"Allow","Action":"secretsmanager:GetSecretValue",
					"Resource":"arn:aws:secretsmanager:eu-west-1:123456789012:secret:hub-AbCdEf"`))(s)
			},
			maybe: []string{"credentials credentials/not_allowed " + role},
		},
		{
			name: "six characters allowed and certain ones denied", stack: hub,
			change: func(s *stack) {
				s.container.Credentials = given("hub")
				grants(`{"Statement":[{"Effect":"Allow","Action":"*",
					"Resource":"arn:aws:secretsmanager:eu-west-1:123456789012:secret:hub-??????"},
					{"Effect":"Deny","Action":"*",
					"Resource":"arn:aws:secretsmanager:eu-west-1:123456789012:secret:hub-AbCdEf"}]}`)(s)
			},
			maybe: []string{"credentials credentials/denied " + role},
		},
	})
}

func TestCache(t *testing.T) {
	cached := func() *stack {
		s := natted()
		s.container.Image = given(account + ".dkr.ecr.eu-west-1.amazonaws.com/hub/library/redis:7")
		s.g.CacheRules = []*graph.CacheRule{{
			Node: s.node("aws_ecr_pull_through_cache_rule.hub"), Prefix: given("hub"),
		}}
		grants(statement(`"Effect":"Allow","Action":["ecr:Get*","ecr:BatchGetImage"],"Resource":"*"`))(s)
		return s
	}
	run(t, []example{
		{name: "no import", stack: cached, closed: []string{"manifest cache/create_and_import " + role}},
		{
			name: "import and creation", stack: cached,
			change: grants(statement(`"Effect":"Allow","Action":["ecr:Get*","ecr:BatchGetImage",
				"ecr:BatchImportUpstreamImage","ecr:CreateRepository"],"Resource":"*"`)),
		},
		{
			name: "import without creation", stack: cached,
			change: grants(statement(`"Effect":"Allow","Action":["ecr:Get*","ecr:BatchGetImage",
				"ecr:BatchImportUpstreamImage"],"Resource":"*"`)),
			closed: []string{"manifest cache/create_and_import " + role},
		},
		{
			name: "another prefix", stack: cached,
			change: func(s *stack) { s.g.CacheRules[0].Prefix = given("hubs") },
		},
		{
			name: "a prefix that is not known", stack: cached,
			change: func(s *stack) { s.g.CacheRules[0].Prefix = unknown[string]("var.prefix") },
			maybe:  []string{"manifest cache/create_and_import " + role},
		},
		{
			name: "the repository exists", stack: cached,
			change: func(s *stack) { s.repository.Name = given("hub/library/redis") },
		},
		{
			name: "the registry's policy grants it", stack: cached,
			change: func(s *stack) {
				s.g.RegistryPolicy = []*graph.RegistryPolicy{{
					Node: s.node("aws_ecr_registry_policy.all"),
					Policy: s.policy("aws_ecr_registry_policy.all", statement(`"Effect":"Allow",
						"Principal":{"AWS":"arn:aws:iam::123456789012:role/execution"},
						"Action":["ecr:BatchImportUpstreamImage","ecr:CreateRepository"],
						"Resource":"arn:aws:ecr:eu-west-1:123456789012:repository/hub/*"`)),
				}}
			},
		},
	})
	s := cached()
	s.repository.Name = given("hub/library/redis")
	require.Contains(t, s.doubtsOf(t, pull.Best), "cache_import "+role)
}

// What a cache in view creates has the policy of its template, and other accounts pull by that.
func TestCacheOfAnotherAccount(t *testing.T) {
	rule, template := "aws_ecr_pull_through_cache_rule.hub", "aws_ecr_repository_creation_template.hub"
	cached := func() *stack {
		s := natted()
		s.container.Image = given(owner + ".dkr.ecr.eu-west-1.amazonaws.com/hub/library/redis:7")
		grants(statement(`"Effect":"Allow","Action":"ecr:*","Resource":"*"`))(s)
		node := s.node(rule)
		node.Home.Account = owner
		s.g.CacheRules = []*graph.CacheRule{{Node: node, Prefix: given("hub")}}
		s.g.RegistryPolicy = []*graph.RegistryPolicy{{
			Node: node,
			Policy: s.policy("aws_ecr_registry_policy.all", statement(`"Effect":"Allow",
				"Principal":{"AWS":"arn:aws:iam::123456789012:root"},
				"Action":["ecr:BatchImportUpstreamImage","ecr:CreateRepository"],
				"Resource":"*"`)),
		}}
		return s
	}
	templated := func(principal string) func(*stack) {
		return func(s *stack) {
			node := s.node(template)
			node.Home.Account = owner
			s.g.Templates = []*graph.CreationTemplate{{
				Node: node, Prefix: given("hub"),
				AppliedFor: graph.List[graph.Value[string]]{
					Given: true, Items: []graph.Value[string]{given("PULL_THROUGH_CACHE")},
				},
				Policy: s.policy(template, statement(`"Effect":"Allow",
					"Principal":{"AWS":"`+principal+`"},
					"Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"]`)),
			}}
		}
	}
	run(t, []example{
		{name: "no template", stack: cached, closed: []string{"manifest repository/not_shared " + rule}},
		{name: "a template", stack: cached, change: templated(account)},
		{
			name: "a template for others", stack: cached, change: templated("111122223333"),
			closed: []string{"manifest repository/not_shared " + template},
		},
		{
			name: "a rule that may not be for it", stack: cached,
			change: func(s *stack) { s.g.CacheRules[0].Prefix = unknown[string]("var.prefix") },
			maybe: []string{
				"manifest cache/create_and_import " + role, "manifest repository/denied aws_ecs_service.api",
			},
		},
		{
			name: "a rule for all that no other one is for", stack: cached,
			change: func(s *stack) {
				s.g.CacheRules[0].Prefix, s.g.RegistryPolicy = given("ROOT"), nil
			},
			maybe: []string{
				"manifest cache/create_and_import " + role, "manifest repository/denied aws_ecs_service.api",
			},
		},
	})
}
