package rules.repository.not_shared_test

import data.rules.lib.sample
import data.rules.repository.not_shared

test_closed_when_the_owner_does_not_share if {
	gate := sample.closed("repository", "not_shared", "aws_ecr_repository.api")
	found := not_shared.closed with input as sample.with_gate(gate)
	{element.resource | some element in found} == {"aws_ecr_repository.api"}
}

test_silent_when_denied if {
	gate := sample.closed("repository", "denied", "aws_ecr_repository_policy.api")
	not_shared.closed == set() with input as sample.with_gate(gate)
}

test_doubt_where_the_owner_is_not_in_view if {
	doc := sample.with_doubt("cross_account_unseen", "aws_ecs_task_definition.api", {})
	{element.severity | some element in not_shared.doubts} == {"info"} with input as doc
	not_shared.closed == set() with input as doc
}

test_names_the_cache_that_creates_the_repository if {
	gate := object.union(
		sample.closed("repository", "not_shared", "aws_ecr_pull_through_cache_rule.hub"),
		{"detail": {"cache": "aws_ecr_pull_through_cache_rule.hub"}},
	)
	some element in not_shared.closed with input as sample.with_gate(gate)
	contains(element.message, "that aws_ecr_pull_through_cache_rule.hub creates has no policy")
	element.fix.cache == "aws_ecr_pull_through_cache_rule.hub"
}
