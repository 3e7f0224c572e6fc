package rules.endpoint.route_table_test

import data.rules.endpoint.route_table
import data.rules.lib.sample

test_closed_when_not_associated if {
	doc := sample.with_legs([sample.stranded("layers", "route_table", "aws_vpc_endpoint.s3")])
	found := route_table.closed with input as doc
	{element.message | some element in found} == {concat(" ", [
		"aws_vpc_endpoint.s3 is not on the route table aws_route_table.private",
		"of aws_subnet.private, so the pull stops after the manifest",
	])}
}

test_silent_without_the_endpoint if {
	doc := sample.with_legs([sample.stranded("layers", "absent", "")])
	route_table.closed == set() with input as doc
}

test_silent_when_associated if {
	doc := sample.with_legs([sample.leg("layers", "gateway_endpoint", [])])
	route_table.closed == set() with input as doc
}
