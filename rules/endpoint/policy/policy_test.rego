package rules.endpoint.policy_test

import data.rules.endpoint.policy
import data.rules.lib.sample

test_closed_when_not_allowed if {
	gate := sample.closed("endpoint_policy", "not_allowed", "aws_vpc_endpoint.dkr")
	found := policy.closed with input as sample.on_manifest("interface_endpoint", gate)
	some element in found
	element.fix.actions == ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
	startswith(element.message, "the policy of aws_vpc_endpoint.dkr does not allow ecr:BatchGetImage")
}

test_closed_when_denied if {
	gate := sample.closed("endpoint_policy", "denied", "aws_vpc_endpoint.dkr")
	found := policy.closed with input as sample.on_manifest("interface_endpoint", gate)
	some element in found
	startswith(element.message, "the policy of aws_vpc_endpoint.dkr denies")
}

test_silent_about_the_layers if {
	gate := sample.closed("endpoint_policy", "not_allowed", "aws_vpc_endpoint.s3")
	doc := sample.with_legs([sample.leg("layers", "gateway_endpoint", [gate])])
	policy.closed == set() with input as doc
}

test_silent_when_allowed if {
	gate := sample.gate("endpoint_policy", "aws_vpc_endpoint.dkr")
	policy.closed == set() with input as sample.on_manifest("interface_endpoint", gate)
}
