package pull_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/graph"
)

// TestUnseenSubnets: what the task's own groups keep back they keep back wherever it is placed.
func TestUnseenSubnets(t *testing.T) {
	anywhere := func(change func(*stack)) func(*stack) {
		return func(s *stack) {
			s.service.Network.Subnets = graph.List[graph.Link[graph.Subnet]]{
				Given: true, Open: origin("var.subnets"),
			}
			if change != nil {
				change(s)
			}
		}
	}
	const exit, group = "exit/no_way aws_ecs_service.api", "egress/no_rule " + task
	run(t, []example{
		{name: "open groups", stack: natted, change: anywhere(nil), maybe: each(exit)},
		{
			name: "no rule", stack: natted,
			change: anywhere(func(s *stack) { s.group.Egress = nil }),
			closed: each(group), maybe: each(exit),
		},
		{
			name: "only another port", stack: natted,
			change: anywhere(func(s *stack) {
				s.group.Egress = []*graph.GroupRule{rule(80, "0.0.0.0/0")}
			}),
			closed: each(group), maybe: each(exit),
		},
		{
			name: "only private addresses", stack: natted,
			change: anywhere(func(s *stack) {
				s.group.Egress = []*graph.GroupRule{rule(443, "10.0.0.0/8")}
			}),
			maybe: append(each(exit), each(group)...),
		},
		{
			name: "another group that cannot be seen", stack: natted,
			change: anywhere(func(s *stack) {
				s.group.Egress = nil
				s.service.Network.Groups.Items = append(s.service.Network.Groups.Items,
					lost[graph.SecurityGroup]("var.group"))
			}),
			maybe: append(each(exit), each(group)...),
		},
		{
			name: "an unknown registry and no rule", stack: natted,
			change: anywhere(func(s *stack) {
				s.group.Egress = nil
				s.container.Image = unknown[string]("var.image")
			}),
			closed: []string{"fetch " + group},
			maybe:  []string{"reference/invalid aws_ecs_task_definition.api", "fetch " + exit},
		},
		{
			name: "an unknown registry, perhaps on another port", stack: natted,
			change: anywhere(func(s *stack) {
				s.group.Egress = []*graph.GroupRule{rule(5000, "0.0.0.0/0")}
				s.container.Image = unknown[string]("var.image")
			}),
			maybe: []string{
				"reference/invalid aws_ecs_task_definition.api", "fetch " + group, "fetch " + exit,
			},
		},
	})
}

// TestOrderOfPlacements: whatever order a set yields subnets in, the placements are in one order.
func TestOrderOfPlacements(t *testing.T) {
	s := natted()
	s.service.Network.Subnets = links(s.publicSubnet, s.subnet)
	first := s.one(t)
	s.service.Network.Subnets = links(s.subnet, s.publicSubnet)
	second := s.one(t)
	require.Len(t, first.Placements, 2)
	for i := range first.Placements {
		require.Equal(t, first.Placements[i].Subnet.ID, second.Placements[i].Subnet.ID)
	}
}
