package rules.endpoint.region_test

import data.rules.endpoint.region
import data.rules.lib.sample

test_closed_once_for_all_legs if {
	doc := sample.with_legs([
		sample.stranded("authorize", "region", "aws_vpc_endpoint.dkr"),
		sample.stranded("manifest", "region", "aws_vpc_endpoint.dkr"),
	])
	found := region.closed with input as doc
	every element in found {
		startswith(element.at, "aws_ecs_task_definition.api#")
	}
	count({element.message | some element in found}) == 1
}

test_tells_when_only_the_layers_are_elsewhere if {
	doc := sample.with_legs([sample.stranded("layers", "region", "aws_vpc_endpoint.s3")])
	some element in region.closed with input as doc
	contains(element.message, "from Amazon S3 in that region, which aws_vpc_endpoint.s3 does not")
}

test_silent_in_the_same_region if {
	doc := sample.with_legs([sample.stranded("manifest", "private_dns", "aws_vpc_endpoint.dkr")])
	region.closed == set() with input as doc
}
