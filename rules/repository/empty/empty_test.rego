package rules.repository.empty_test

import data.rules.lib.sample
import data.rules.repository.empty

test_doubt_on_the_first_deployment if {
	doc := sample.with_doubt("created_here", "aws_ecr_repository.api", {})
	found := empty.doubts with input as doc
	{element.severity | some element in found} == {"info"}
	some element in found
	contains(element.message, "finds no image in it")
}

test_silent_otherwise if {
	empty.doubts == set() with input as sample.document
}
