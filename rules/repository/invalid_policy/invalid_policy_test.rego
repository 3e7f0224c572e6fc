package rules.repository.invalid_policy_test

import data.rules.lib.sample
import data.rules.repository.invalid_policy

test_closed_for_a_principal_that_matches_nobody if {
	gate := object.union(
		sample.closed("repository", "invalid_principal", "aws_ecr_repository_policy.api"),
		{"detail": {"values": ["arn:aws:iam::123456789012:*"]}},
	)
	found := invalid_policy.closed with input as sample.with_gate(gate)
	{element.message | some element in found} == {concat(" ", [
		"aws_ecr_repository_policy.api names arn:aws:iam::123456789012:*,",
		"which matches nobody, so the pull is not allowed",
	])}
}

test_closed_for_an_action_that_does_not_exist if {
	gate := sample.closed("repository", "invalid_action", "aws_ecr_repository_policy.api")
	count(invalid_policy.closed) == 1 with input as sample.with_gate(gate)
}

test_silent_when_denied if {
	gate := sample.closed("repository", "denied", "aws_ecr_repository_policy.api")
	invalid_policy.closed == set() with input as sample.with_gate(gate)
}

test_doubt_where_the_pull_does_not_depend_on_it if {
	doc := sample.with_doubt("useless_action", "aws_ecr_repository_policy.api", {})
	{element.severity | some element in invalid_policy.doubts} == {"warning"} with input as doc
	{element.predicts | some element in invalid_policy.doubts} == {""} with input as doc
	invalid_policy.closed == set() with input as doc
}
