package rules.image.rate_limited_test

import data.rules.image.rate_limited
import data.rules.lib.sample

test_doubt_about_the_limit if {
	doc := sample.with_doubt("rate_limited", "aws_ecs_task_definition.api", {})
	found := rate_limited.doubts with input as doc
	{element.severity | some element in found} == {"warning"}
	some element in found
	contains(element.message, "is pulled from Docker Hub without credentials")
}

test_silent_otherwise if {
	rate_limited.doubts == set() with input as sample.document
}
