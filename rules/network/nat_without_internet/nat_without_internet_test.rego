package rules.network.nat_without_internet_test

import data.rules.lib.sample
import data.rules.network.nat_without_internet

test_closed_with_each_reason if {
	every reason in ["private", "no_address", "no_internet_route", "loop", "source_dest_check"] {
		gate := sample.closed("nat", reason, "aws_nat_gateway.main")
		found := nat_without_internet.closed with input as sample.on_manifest("nat_gateway", gate)
		count(found) == 1
	}
}

test_closed_message_names_the_gateway if {
	gate := sample.closed("nat", "private", "aws_nat_gateway.main")
	found := nat_without_internet.closed with input as sample.on_manifest("nat_gateway", gate)
	some element in found
	startswith(element.message, "aws_nat_gateway.main is a private NAT gateway")
}

test_closed_message_names_the_group_of_an_instance if {
	gate := sample.closed("nat", "instance_ingress", "aws_security_group.nat")
	found := nat_without_internet.closed with input as sample.on_manifest("nat_instance", gate)
	some element in found
	startswith(element.message, concat(" ", [
		"aws_security_group.nat, the security group of aws_instance.nat,",
		"does not let TCP 443 in",
	]))
}

test_silent_when_the_gateway_works if {
	gate := sample.gate("nat", "aws_nat_gateway.main")
	nat_without_internet.closed == set() with input as sample.on_manifest("nat_gateway", gate)
}
