package rules.iam.cache_import_test

import data.rules.iam.cache_import
import data.rules.lib.sample

test_closed_for_the_first_pull if {
	gate := object.union(
		sample.closed("cache", "create_and_import", "aws_iam_role.execution"),
		{"detail": {"actions": ["ecr:CreateRepository"], "resource": "arn"}},
	)
	found := cache_import.closed with input as sample.with_gate(gate)
	some element in found
	startswith(element.message, "aws_iam_role.execution does not allow ecr:CreateRepository, so")
}

test_silent_when_it_may_import if {
	gate := sample.gate("cache", "aws_iam_role.execution")
	cache_import.closed == set() with input as sample.with_gate(gate)
}

test_doubt_where_the_repository_exists if {
	doc := sample.with_doubt("cache_import", "aws_iam_role.execution", {})
	{element.severity | some element in cache_import.doubts} == {"warning"} with input as doc
	cache_import.closed == set() with input as doc
}
