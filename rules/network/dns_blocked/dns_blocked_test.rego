package rules.network.dns_blocked_test

import data.rules.lib.sample
import data.rules.network.dns_blocked

test_closed_when_the_servers_are_shut if {
	gate := object.union(
		sample.closed("dns", "servers_blocked", "aws_security_group.task"),
		{"detail": {"servers": ["10.0.0.2", "10.0.0.3"]}},
	)
	found := dns_blocked.closed with input as sample.on_manifest("nat_gateway", gate)
	some element in found
	contains(element.message, "own name servers (10.0.0.2, 10.0.0.3), so")
}

test_closed_when_no_route_leads_to_the_servers if {
	gate := object.union(
		sample.closed("dns", "servers_unreached", "aws_route_table.private"),
		{"detail": {"servers": ["10.9.0.2"]}},
	)
	found := dns_blocked.closed with input as sample.on_manifest("nat_gateway", gate)
	some element in found
	startswith(element.message, "aws_route_table.private has no way to the VPC's own name servers")
}

test_silent_when_the_vpc_resolves_nothing if {
	gate := sample.closed("dns", "support_off", "aws_vpc.main")
	dns_blocked.closed == set() with input as sample.on_manifest("nat_gateway", gate)
}

test_silent_when_open if {
	gate := sample.gate("dns", "aws_vpc.main")
	dns_blocked.closed == set() with input as sample.on_manifest("nat_gateway", gate)
}

test_doubt_about_tcp if {
	doc := sample.with_doubt("dns_tcp_blocked", "aws_security_group.task", {})
	{element.severity | some element in dns_blocked.doubts} == {"warning"} with input as doc
	dns_blocked.closed == set() with input as doc
}
