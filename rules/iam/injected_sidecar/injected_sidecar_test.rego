package rules.iam.injected_sidecar_test

import data.rules.iam.injected_sidecar
import data.rules.lib.sample

test_doubt_about_the_agent if {
	doc := sample.with_doubt("injected_sidecar", "aws_iam_role.execution", {})
	found := injected_sidecar.doubts with input as doc
	{element.severity | some element in found} == {"warning"}
	some element in found
	contains(element.message, "GuardDuty adds a container")
}

test_silent_otherwise if {
	injected_sidecar.doubts == set() with input as sample.document
}
