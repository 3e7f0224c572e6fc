package rules.network.gateway_detached_test

import data.rules.lib.sample
import data.rules.network.gateway_detached

test_closed_when_detached if {
	gate := sample.closed("attached", "detached", "aws_internet_gateway.main")
	found := gateway_detached.closed with input as sample.on_manifest("internet_gateway", gate)
	some element in found
	startswith(element.message, "aws_internet_gateway.main is attached to no VPC")
}

test_closed_on_a_route_without_target if {
	gate := sample.closed("exit", "no_target", "aws_route.default")
	count(gateway_detached.closed) == 1 with input as sample.on_manifest("none", gate)
}

test_closed_where_no_route_leads_to_the_other_vpc if {
	gate := object.union(
		sample.closed("exit", "other_vpc", "aws_route_table.private"),
		{"detail": {"endpoint": "aws_vpc_endpoint.hub"}},
	)
	found := gateway_detached.closed with input as sample.on_manifest("interface_endpoint", gate)
	some element in found
	contains(element.message, "leads to aws_vpc_endpoint.hub in another VPC")
}

test_silent_when_attached if {
	gate := sample.gate("attached", "aws_internet_gateway.main")
	gateway_detached.closed == set() with input as sample.on_manifest("internet_gateway", gate)
}

test_silent_without_a_route if {
	doc := sample.with_legs([sample.stranded("manifest", "none", "")])
	gateway_detached.closed == set() with input as doc
}
