package rules.endpoint.type_test

import data.rules.endpoint.type
import data.rules.lib.sample

test_closed_for_a_gateway if {
	doc := sample.with_legs([sample.stranded("manifest", "type", "aws_vpc_endpoint.dkr")])
	found := type.closed with input as doc
	some element in found
	element.fix.value == "Interface"
	startswith(element.message, "aws_vpc_endpoint.dkr is of type Gateway")
}

test_silent_for_an_interface if {
	doc := sample.with_legs([sample.stranded("manifest", "private_dns", "aws_vpc_endpoint.dkr")])
	type.closed == set() with input as doc
}

test_closed_when_refused_beside_a_nat_gateway if {
	gate := sample.closed("exit", "refused_type", "aws_vpc_endpoint.dkr")
	found := type.closed with input as sample.on_manifest("nat_gateway", gate)
	{element.resource | some element in found} == {"aws_vpc_endpoint.dkr"}
}

test_says_of_a_template_that_its_deployment_fails if {
	doc := object.union(
		sample.with_legs([sample.stranded("manifest", "type", "DkrEndpoint")]),
		{"language": "cloudformation"},
	)
	found := type.closed with input as doc
	some element in found
	contains(element.message, "the deployment fails")
}
