package rules.iam.not_assumable_test

import data.rules.iam.not_assumable
import data.rules.lib.sample

test_closed_for_another_service if {
	gate := sample.closed("trust", "wrong_service", "aws_iam_role.execution")
	found := not_assumable.closed with input as sample.with_gate(gate)
	{element.message | some element in found} == {concat(" ", [
		"aws_iam_role.execution cannot be assumed by ecs-tasks.amazonaws.com:",
		"its trust policy does not name it",
	])}
}

test_says_whom_the_role_trusts if {
	gate := object.union(
		sample.closed("trust", "wrong_service", "aws_iam_role.execution"),
		{"detail": {"services": ["ecs.amazonaws.com"]}},
	)
	some element in not_assumable.closed with input as sample.with_gate(gate)
	endswith(element.message, "its trust policy names ecs.amazonaws.com only")
	element.fix.services == ["ecs.amazonaws.com"]
}

test_a_host_without_its_role_joins_no_cluster if {
	gate := object.union(
		sample.closed("trust", "wrong_service", "aws_iam_role.host"),
		{"detail": {"service": "ec2.amazonaws.com"}},
	)
	some element in not_assumable.closed with input as sample.with_gate(gate)
	contains(element.predicts, "No Container Instances")
}

test_closed_by_a_condition if {
	gate := sample.closed("trust", "condition", "aws_iam_role.execution")
	count(not_assumable.closed) == 1 with input as sample.with_gate(gate)
}

test_silent_when_trusted if {
	gate := sample.gate("trust", "aws_iam_role.execution")
	not_assumable.closed == set() with input as sample.with_gate(gate)
}

test_names_the_role_that_nothing_here_declares if {
	gate := object.union(
		sample.closed("trust", "wrong_service", "aws_ecs_task_definition.api"),
		{"detail": {"role": "arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/x"}},
	)
	some element in not_assumable.closed with input as sample.with_gate(gate)
	startswith(element.message, "arn:aws:iam::123456789012:role/aws-service-role")
	element.resource == "aws_ecs_task_definition.api"
}
