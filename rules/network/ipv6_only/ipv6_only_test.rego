package rules.network.ipv6_only_test

import data.rules.lib.sample
import data.rules.network.ipv6_only

test_closed_for_an_ipv4_host if {
	gate := sample.closed("family", "ipv6_only", "aws_subnet.six")
	found := ipv6_only.closed with input as sample.on_manifest("none", gate)
	some element in found
	contains(element.message, "has no IPv6 address")
}

test_silent_for_a_dual_stack_host if {
	gate := sample.gate("family", "aws_subnet.six")
	ipv6_only.closed == set() with input as sample.on_manifest("none", gate)
}

test_doubt_in_a_dual_stack_subnet if {
	doc := sample.with_doubt("dual_stack_ipv4", "aws_subnet.dual", {})
	{element.severity | some element in ipv6_only.doubts} == {"warning"} with input as doc
	ipv6_only.closed == set() with input as doc
}
