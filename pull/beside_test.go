package pull_test

import (
	"testing"

	"github.com/ecrlint/ecrlint/graph"
)

// TestRoleBesideTheImage: Fargate refuses a task definition without an execution role whose logs or
// secrets need one, wherever the image comes from.
func TestRoleBesideTheImage(t *testing.T) {
	public := func(change func(*stack)) func(*stack) {
		return func(s *stack) {
			s.container.Image = given("public.ecr.aws/nginx/nginx:1")
			s.task.ExecutionRole = graph.Link[graph.Role]{}
			change(s)
		}
	}
	const task = " aws_ecs_task_definition.api"
	run(t, []example{
		{name: "nothing else", stack: natted, change: public(func(*stack) {})},
		{
			name: "awslogs", stack: natted,
			change: public(func(s *stack) { s.container.LogDriver = given("awslogs") }),
			closed: []string{"role/logs_need_role" + task},
		},
		{
			name: "another driver", stack: natted,
			change: public(func(s *stack) { s.container.LogDriver = given("splunk") }),
		},
		{
			name: "some driver", stack: natted,
			change: public(func(s *stack) { s.container.LogDriver = unknown[string]("var.logs") }),
			maybe:  []string{"role/logs_need_role" + task},
		},
		{
			name: "secrets", stack: natted,
			change: public(func(s *stack) { s.container.Secrets = true }),
			closed: []string{"role/secrets_need_role" + task},
		},
		{
			name: "perhaps secrets", stack: natted,
			change: public(func(s *stack) { s.container.SecretsWhy = origin("var.secrets") }),
			maybe:  []string{"role/secrets_need_role" + task},
		},
		{
			name: "a role that cannot be seen", stack: natted,
			change: public(func(s *stack) {
				s.container.LogDriver = given("awslogs")
				s.task.ExecutionRole = lost[graph.Role]("var.role")
			}),
		},
		{
			name: "on container instances", stack: natted,
			change: public(func(s *stack) {
				s.fleet()
				s.container.LogDriver = given("awslogs")
			}),
		},
	})
}
