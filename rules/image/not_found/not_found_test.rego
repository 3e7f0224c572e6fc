package rules.image.not_found_test

import data.rules.image.not_found
import data.rules.lib.sample

test_doubt_about_a_similar_name if {
	doc := object.union(
		sample.with_doubt("near_name", "aws_ecs_task_definition.api", {"near": "catalogue"}),
		{"image": {"repository": "catalog"}},
	)
	found := not_found.doubts with input as doc
	{element.message | some element in found} == {concat(" ", [
		"no repository catalog is declared, but catalogue is",
	])}
}

test_doubt_about_no_tag if {
	doc := sample.with_doubt("latest_tag", "aws_ecs_task_definition.api", {})
	{element.severity | some element in not_found.doubts} == {"info"} with input as doc
}

test_silent_otherwise if {
	not_found.doubts == set() with input as sample.document
}
