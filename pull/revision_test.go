package pull_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestReplacedRevision: what only the declared revision lacks is not known to be lacking, and what
// keeps every image away is.
func TestReplacedRevision(t *testing.T) {
	service := func(s *stack) { s.service.Resource.Replaced = origin("aws_ecs_service.api") }
	run(t, []example{
		{name: "everything open", stack: sealed, change: service},
		{
			name: "an image that needs the internet", stack: sealed,
			change: func(s *stack) {
				service(s)
				s.container.Image = given("nginx:1")
			},
			maybe: []string{
				"fetch exit/no_way aws_route_table.private",
			},
		},
		{
			name: "an image that is none", stack: natted,
			change: func(s *stack) {
				s.task.Resource.Replaced = origin("aws_ecs_task_definition.api")
				s.container.Image = given("https://example.com/a")
			},
			maybe: []string{"reference/invalid aws_ecs_task_definition.api"},
		},
		{
			name: "no route for any image", stack: natted,
			change: func(s *stack) {
				service(s)
				s.table.Routes = nil
				s.role.Policies = nil
			},
			closed: each("exit/no_way aws_route_table.private"),
			maybe: []string{
				"authorize identity/not_allowed aws_iam_role.execution",
				"manifest identity/not_allowed aws_iam_role.execution",
			},
		},
		{
			name: "the same of a revision that lasts", stack: sealed,
			change: func(s *stack) { s.container.Image = given("nginx:1") },
			closed: []string{
				"fetch exit/no_way aws_route_table.private",
			},
		},
	})
}

// TestSharedWays: what is said of one pull does not leak into others from the same place.
func TestSharedWays(t *testing.T) {
	s := sealed()
	s.endpointGroup.Ingress = nil
	other := *s.service
	other.Node = s.node("aws_ecs_service.other")
	s.service.PlatformVersion = unknown[string]("var.platform")
	s.g.Workloads = append(s.g.Workloads, &other)
	r := s.read(t)
	require.Contains(t, r.best, "authorize ingress/no_rule aws_security_group.endpoints")
}
