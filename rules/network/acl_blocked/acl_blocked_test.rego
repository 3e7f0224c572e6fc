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

_from(remote) := object.union(
	sample.closed("acl", "return", "aws_network_acl.app"),
	{"detail": {"direction": "ingress", "ports": "32768-60999", "remote": remote}},
)

test_closed_once_for_the_widest_remote if {
	doc := sample.with_legs([
		sample.leg("manifest", "interface_endpoint", [_from(["10.0.1.0/24"])]),
		sample.leg("layers", "gateway_endpoint", [_from(["internet"])]),
	])
	found := acl_blocked.closed with input as doc
	count(found) == 1
	some element in found
	startswith(element.message, "aws_network_acl.app lets no TCP 32768-60999 in from Amazon S3 at")
}

test_closed_for_a_narrow_remote_alone if {
	doc := sample.on_manifest("interface_endpoint", _from(["10.0.1.0/24"]))
	found := acl_blocked.closed with input as doc
	some element in found
	contains(element.message, "in from 10.0.1.0/24 at")
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
