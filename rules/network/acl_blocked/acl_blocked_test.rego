package rules.network.acl_blocked_test

import data.rules.lib.sample
import data.rules.network.acl_blocked

test_closed_in_each_direction if {
	every reason in ["outbound", "return"] {
		gate := sample.closed("acl", reason, "aws_network_acl.app")
		count(acl_blocked.closed) == 1 with input as sample.on_manifest("nat_gateway", gate)
	}
}

test_closed_message_names_the_subnet if {
	gate := object.union(
		sample.closed("acl", "return", "aws_network_acl.app"),
		{"detail": {
			"subnet": "aws_subnet.nat",
			"side": "nat",
			"direction": "ingress",
			"ports": "1024-65535",
			"protocol": "tcp",
			"entry": 90,
		}},
	)
	found := acl_blocked.closed with input as sample.on_manifest("nat_gateway", gate)
	some element in found
	element.fix.side == "nat"
	element.message == concat(" ", [
		"aws_network_acl.app lets no TCP 1024-65535 in at aws_subnet.nat",
		"(entry 90 denies it), so the pull stops before the manifest",
	])
}

test_silent_when_open if {
	gate := sample.gate("acl", "aws_network_acl.app")
	acl_blocked.closed == set() with input as sample.on_manifest("nat_gateway", gate)
}

test_doubt_about_a_part_of_the_ports if {
	doc := sample.with_doubt("acl_partial_return", "aws_network_acl.app", {})
	{element.severity | some element in acl_blocked.doubts} == {"warning"} with input as doc
	acl_blocked.closed == set() with input as doc
}
