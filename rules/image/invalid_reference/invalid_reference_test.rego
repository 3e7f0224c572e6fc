package rules.image.invalid_reference_test

import data.rules.image.invalid_reference
import data.rules.lib.sample

test_closed_with_the_problem if {
	gate := object.union(
		sample.closed("reference", "invalid", "aws_ecs_task_definition.api"),
		{"detail": {"problem": "the repository must be lower case"}},
	)
	doc := object.union(sample.with_gate(gate), {"image": {"reference": "Acme/api:1"}})
	{element.message | some element in invalid_reference.closed} == {concat(" ", [
		"image \"Acme/api:1\" is no valid reference: the repository must be lower case",
	])} with input as doc
}

test_says_what_stands_in_the_place_of_a_digest if {
	gate := object.union(
		sample.closed("reference", "invalid", "aws_ecs_task_definition.api"),
		{"detail": {"problem": "tag_as_digest"}},
	)
	doc := object.union(sample.with_gate(gate), {"image": {"reference": "acme/api@1.4"}})
	{element.message | some element in invalid_reference.closed} == {concat(" ", [
		"image \"acme/api@1.4\" is no valid reference:",
		"a tag stands behind a colon, not behind an @",
	])} with input as doc
}

test_closed_without_an_image if {
	gate := object.union(
		sample.closed("reference", "invalid", "aws_ecs_task_definition.api"),
		{"detail": {"problem": "empty"}},
	)
	doc := object.union(
		sample.with_gate(gate),
		{"image": {"reference": ""}, "container": {"name": "api"}},
	)
	{element.message | some element in invalid_reference.closed} == {concat(" ", [
		"container \"api\" of aws_ecs_task_definition.api names no image",
	])} with input as doc
}

test_silent_when_it_parses if {
	gate := sample.gate("reference", "aws_ecs_task_definition.api")
	invalid_reference.closed == set() with input as sample.with_gate(gate)
}
