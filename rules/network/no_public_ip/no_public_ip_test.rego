package rules.network.no_public_ip_test

import data.rules.lib.sample
import data.rules.network.no_public_ip

test_closed_behind_an_internet_gateway if {
	gate := sample.closed("public_ip", "none", "aws_ecs_service.api")
	found := no_public_ip.closed with input as sample.on_manifest("internet_gateway", gate)
	some element in found
	element.resource == "aws_ecs_service.api"
	startswith(element.message, "aws_ecs_service.api gives the task no public address")
}

test_silent_with_a_public_address if {
	gate := sample.gate("public_ip", "aws_ecs_service.api")
	no_public_ip.closed == set() with input as sample.on_manifest("internet_gateway", gate)
}
