package rules.endpoint.private_dns_test

import data.rules.endpoint.private_dns
import data.rules.lib.sample

test_closed_without_private_dns if {
	doc := sample.with_legs([sample.stranded("manifest", "private_dns", "aws_vpc_endpoint.dkr")])
	found := private_dns.closed with input as doc
	some element in found
	element.resource == "aws_vpc_endpoint.dkr"
	element.fix.name == "private_dns_enabled"
}

test_names_the_zone_of_another_name if {
	stranded := sample.stranded("manifest", "private_dns", "aws_vpc_endpoint.dkr")
	leg := object.union(stranded, {"endpoint": {
		"zone": "aws_route53_zone.dkr",
		"zone_name": "ecr.dkr.eu-west-1.amazonaws.com",
		"wanted_name": "dkr.ecr.eu-west-1.amazonaws.com",
	}})
	some element in private_dns.closed with input as sample.with_legs([leg])
	contains(element.message, "aws_route53_zone.dkr, which leads there, has the name ecr.dkr.")
	element.fix.name == "dkr.ecr.eu-west-1.amazonaws.com"
}

test_closed_when_refused if {
	gate := sample.closed("dns", "refused_attributes", "aws_vpc_endpoint.dkr")
	found := private_dns.closed with input as sample.on_manifest("interface_endpoint", gate)
	some element in found
	endswith(element.message, "the apply fails")
}

test_silent_when_the_name_leads_there if {
	gate := sample.gate("dns", "aws_vpc_endpoint.dkr")
	private_dns.closed == set() with input as sample.on_manifest("interface_endpoint", gate)
}

test_silent_when_another_endpoint_is_missing if {
	doc := sample.with_legs([sample.stranded("manifest", "absent", "")])
	private_dns.closed == set() with input as doc
}

test_doubt_about_an_endpoint_without_use if {
	doc := sample.with_doubt("unused_endpoint", "aws_vpc_endpoint.dkr", {})
	{element.severity | some element in private_dns.doubts} == {"info"} with input as doc
	private_dns.closed == set() with input as doc
}

test_closed_without_a_record_in_the_zone if {
	gate := sample.closed("dns", "no_record", "aws_route53_zone.dkr")
	found := private_dns.closed with input as sample.on_manifest("interface_endpoint", gate)
	some element in found
	startswith(element.message, "aws_route53_zone.dkr answers for manifest.example.amazonaws.com")
}

test_a_zone_of_the_right_name_is_one_finding if {
	stranded := sample.stranded("manifest", "private_dns", "aws_vpc_endpoint.dkr")
	zone := "aws_route53_zone.dkr"
	leg := object.union(stranded, {
		"endpoint": {"zone": zone},
		"gates": array.concat(stranded.gates, [sample.closed("dns", "no_record", zone)]),
	})
	found := private_dns.closed with input as sample.with_legs([leg])
	{element.resource | some element in found} == {zone}
	other := object.union(leg, {"endpoint": {
		"zone": "aws_route53_zone.other",
		"zone_name": "ecr.dkr.eu-west-1.amazonaws.com",
		"wanted_name": "dkr.ecr.eu-west-1.amazonaws.com",
	}})
	count(private_dns.closed) == 2 with input as sample.with_legs([other])
}

test_names_the_properties_of_a_template if {
	gate := sample.closed("dns", "refused_attributes", "DkrEndpoint")
	doc := object.union(
		sample.on_manifest("interface_endpoint", gate),
		{"language": "cloudformation"},
	)
	found := private_dns.closed with input as doc
	some element in found
	endswith(element.message, concat(" ", [
		"does not allow: EnableDnsSupport and EnableDnsHostnames must both be true,",
		"and the deployment fails",
	]))
}

test_cures_a_template_in_its_words if {
	doc := object.union(
		sample.with_doubt("unused_endpoint", "DkrEndpoint", {}),
		{"language": "cloudformation"},
	)
	found := private_dns.doubts with input as doc
	some element in found
	element.fix == "Set PrivateDnsEnabled on the endpoint, or remove it."
}

test_names_the_endpoint_that_asks_where_the_network_is_to_blame if {
	gate := sample.closed("dns", "refused_attributes", "aws_vpc.main")
	found := private_dns.closed with input as sample.on_manifest("interface_endpoint", gate)
	some element in found
	startswith(element.message, concat(" ", [
		"aws_vpc_endpoint.dkr asks for private DNS, which aws_vpc.main does not allow",
	]))
}
