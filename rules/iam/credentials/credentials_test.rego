package rules.iam.credentials_test

import data.rules.iam.credentials
import data.rules.lib.sample

test_closed_when_not_allowed if {
	gate := sample.closed("credentials", "not_allowed", "aws_iam_role.execution")
	found := credentials.closed with input as sample.with_gate(gate)
	{element.message | some element in found} == {concat(" ", [
		"aws_iam_role.execution does not allow secretsmanager:GetSecretValue on the registry",
		"credentials, so the pull stops before the registry is asked",
	])}
}

test_closed_without_role if {
	gate := sample.closed("credentials", "missing_role", "aws_ecs_task_definition.api")
	found := credentials.closed with input as sample.with_gate(gate)
	some element in found
	contains(element.message, "no execution role to read them")
}

test_silent_when_readable if {
	gate := sample.gate("credentials", "aws_iam_role.execution")
	credentials.closed == set() with input as sample.with_gate(gate)
}
