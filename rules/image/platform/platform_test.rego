package rules.image.platform_test

import data.rules.image.platform
import data.rules.lib.sample

test_closed_for_arm_on_an_old_platform if {
	gate := sample.closed("platform", "arm_needs_1_4", "aws_ecs_service.api")
	doc := object.union(sample.with_gate(gate), {"workload": {"platform_version": "1.3.0"}})
	found := platform.closed with input as doc
	some element in found
	contains(element.message, "ARM64 on Fargate platform 1.3.0")
}

test_silent_on_a_new_platform if {
	gate := sample.gate("platform", "aws_ecs_service.api")
	platform.closed == set() with input as sample.with_gate(gate)
}
