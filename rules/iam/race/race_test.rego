package rules.iam.race_test

import data.rules.iam.race
import data.rules.lib.sample

test_doubt_without_order if {
	detail := {"attachments": ["aws_iam_role_policy.pull"]}
	doc := sample.with_doubt("race", "aws_ecs_service.api", detail)
	found := race.doubts with input as doc
	{element.severity | some element in found} == {"warning"}
	some element in found
	contains(element.message, "does not wait for aws_iam_role_policy.pull")
}

test_silent_otherwise if {
	race.doubts == set() with input as sample.document
}
