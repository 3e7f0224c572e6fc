package rules.endpoint.s3_policy_test

import data.rules.endpoint.s3_policy
import data.rules.lib.sample

_layers(gate) := sample.with_legs([sample.leg("layers", "gateway_endpoint", [gate])])

test_closed_with_each_reason if {
	every reason in ["not_allowed", "denied", "presigned"] {
		gate := sample.closed("endpoint_policy", reason, "aws_vpc_endpoint.s3")
		found := s3_policy.closed with input as _layers(gate)
		{element.fix.bucket | some element in found} == {_bucket}
	}
}

test_silent_about_the_manifest if {
	gate := sample.closed("endpoint_policy", "denied", "aws_vpc_endpoint.dkr")
	s3_policy.closed == set() with input as sample.on_manifest("interface_endpoint", gate)
}

test_silent_when_allowed if {
	gate := sample.gate("endpoint_policy", "aws_vpc_endpoint.s3")
	s3_policy.closed == set() with input as _layers(gate)
}

_bucket := "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*"
