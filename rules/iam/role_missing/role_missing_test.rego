package rules.iam.role_missing_test

import data.rules.iam.role_missing
import data.rules.lib.sample

test_closed_with_each_reason if {
	every reason in _reasons {
		gate := sample.closed("role", reason, "aws_ecs_task_definition.api")
		count(role_missing.closed) == 1 with input as sample.with_gate(gate)
	}
}

_reasons := [
	"no_execution_role", "logs_need_role", "secrets_need_role", "no_instance_profile",
	"not_a_role", "profile_without_role", "job_needs_role", "not_a_profile",
]

test_closed_message_names_the_definition if {
	gate := sample.closed("role", "no_execution_role", "aws_ecs_task_definition.api")
	found := role_missing.closed with input as sample.with_gate(gate)
	some element in found
	startswith(element.message, "aws_ecs_task_definition.api has no execution role")
}

test_predicts_what_is_refused if {
	every reason, word in {
		"logs_need_role": "awslogs", "secrets_need_role": "secrets",
		"not_a_profile": "Invalid IAM Instance Profile", "profile_without_role": "no basic auth",
	} {
		gate := sample.closed("role", reason, "aws_ecs_task_definition.api")
		found := role_missing.closed with input as sample.with_gate(gate)
		some element in found
		contains(element.predicts, word)
	}
}

test_only_fargate_refuses_the_task_definition if {
	gate := sample.closed("role", "no_execution_role", "aws_ecs_task_definition.api")
	doc := object.union(sample.with_gate(gate), {"workload": {"launch": "managed"}})
	found := role_missing.closed with input as doc
	some element in found
	not contains(element.message, "refused")
	startswith(element.predicts, "CannotPullContainerError")
}

test_silent_with_a_role if {
	gate := sample.gate("role", "aws_ecs_task_definition.api")
	role_missing.closed == set() with input as sample.with_gate(gate)
}
