package rules.endpoint.missing_test

import data.rules.endpoint.missing
import data.rules.lib.sample

test_closed_for_each_missing_service if {
	doc := sample.with_legs([
		sample.stranded("authorize", "absent", ""),
		sample.stranded("layers", "absent", ""),
	])
	found := missing.closed with input as doc
	{element.part | some element in found} == {"ecr.api", "s3"}
	{element.resource | some element in found} == {"aws_vpc.main"}
	some element in found
	element.part == "s3"
	startswith(element.message, "aws_vpc.main has no endpoint for s3")
}

test_closed_for_an_interface_endpoint_of_storage if {
	doc := sample.with_legs([sample.stranded("layers", "interface", "aws_vpc_endpoint.s3")])
	found := missing.closed with input as doc
	{element.resource | some element in found} == {"aws_vpc_endpoint.s3"}
	some element in found
	startswith(element.message, "aws_vpc_endpoint.s3 is an interface endpoint that does not answer to")
}

test_silent_without_any_endpoint if {
	doc := sample.with_legs([sample.stranded("authorize", "none", "")])
	missing.closed == set() with input as doc
}

test_closed_for_an_endpoint_without_subnets if {
	gate := sample.closed("interfaces", "no_subnets", "aws_vpc_endpoint.dkr")
	found := missing.closed with input as sample.on_manifest("interface_endpoint", gate)
	{element.resource | some element in found} == {"aws_vpc_endpoint.dkr"}
}

test_silent_about_credentials_when_the_registry_is_out_of_reach if {
	doc := sample.with_legs([
		sample.stranded("credentials", "absent", ""),
		sample.stranded("fetch", "none", ""),
	])
	missing.closed == set() with input as doc
}

test_doubt_about_an_s3_interface_endpoint if {
	doc := sample.with_doubt("s3_interface", "aws_vpc_endpoint.s3", {})
	{element.severity | some element in missing.doubts} == {"info"} with input as doc
	missing.closed == set() with input as doc
}
