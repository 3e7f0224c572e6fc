package rules.network.no_route_test

import data.rules.lib.sample
import data.rules.network.no_route

test_closed_without_route_and_endpoints if {
	doc := sample.with_legs([
		sample.stranded("authorize", "none", ""),
		sample.stranded("manifest", "none", ""),
	])
	found := no_route.closed with input as doc
	{element.resource | some element in found} == {"aws_route_table.private"}
	{element.message | some element in found} == {concat(" ", [
		"aws_subnet.private has no route to a NAT gateway or internet gateway, and aws_vpc.main",
		"has no VPC endpoint for the registry, so no image can be pulled there",
	])}
}

test_silent_when_some_endpoints_exist if {
	doc := sample.with_legs([sample.stranded("authorize", "absent", "")])
	no_route.closed == set() with input as doc
}

test_silent_when_open if {
	doc := sample.on_manifest("nat_gateway", sample.gate("exit", "aws_route_table.private"))
	no_route.closed == set() with input as doc
}

test_closed_for_another_registry_without_endpoints if {
	doc := object.union(
		sample.with_legs([sample.stranded("fetch", "none", "")]),
		{"image": {"registry": "docker-hub"}},
	)
	count(no_route.closed) == 1 with input as doc
	no_route.closed == set() with input as sample.with_endpoint(doc)
}

test_closed_over_peering if {
	gate := sample.closed("exit", "peering", "aws_vpc_peering_connection.hub")
	found := no_route.closed with input as sample.on_manifest("other", gate)
	some element in found
	contains(element.message, "leads over peering")
}

test_silent_where_only_the_address_family_is_wrong if {
	doc := sample.with_legs([sample.leg("manifest", "none", [
		sample.closed("exit", "no_way", "aws_subnet.six"),
		sample.closed("family", "ipv6_only", "aws_subnet.six"),
	])])
	no_route.closed == set() with input as doc
}
