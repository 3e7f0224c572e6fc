package rules.network.s3_egress_blocked_test

import data.rules.lib.sample
import data.rules.network.s3_egress_blocked

_layers(kind, gate) := sample.with_legs([
	sample.leg("manifest", "interface_endpoint", [sample.gate("egress", "aws_security_group.task")]),
	sample.leg("layers", kind, [gate]),
])

test_closed_when_only_the_layers_are_shut if {
	gate := object.union(
		sample.closed("egress", "no_rule", "aws_security_group.task"),
		{"detail": {"reaches": ["aws_security_group.endpoints"]}},
	)
	found := s3_egress_blocked.closed with input as _layers("gateway_endpoint", gate)
	some element in found
	element.leg == "layers"
	element.message == concat(" ", [
		"aws_security_group.task lets TCP 443 out to aws_security_group.endpoints only,",
		"but the layers come from Amazon S3 (prefix list com.amazonaws.eu-west-1.s3),",
		"so the pull stops after the manifest",
	])
}

test_silent_when_the_layers_pass if {
	gate := sample.gate("egress", "aws_security_group.task")
	s3_egress_blocked.closed == set() with input as _layers("gateway_endpoint", gate)
}

test_silent_when_the_manifest_is_shut_too if {
	gate := sample.closed("egress", "no_rule", "aws_security_group.task")
	doc := sample.with_legs([
		sample.leg("manifest", "interface_endpoint", [gate]),
		sample.leg("layers", "gateway_endpoint", [gate]),
	])
	s3_egress_blocked.closed == set() with input as doc
}
