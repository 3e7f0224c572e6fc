package rules.endpoint.ingress_blocked_test

import data.rules.endpoint.ingress_blocked
import data.rules.lib.sample

test_closed_when_shut_out if {
	gate := sample.closed("ingress", "no_rule", "aws_security_group.endpoints")
	found := ingress_blocked.closed with input as sample.on_manifest("interface_endpoint", gate)
	some element in found
	element.fix.groups == ["aws_security_group.task"]
	element.message == concat(" ", [
		"aws_security_group.endpoints does not let TCP 443 in from aws_security_group.task, so",
		"aws_vpc_endpoint.dkr does not answer and the pull stops before the manifest",
	])
}

test_silent_when_admitted if {
	gate := sample.gate("ingress", "aws_security_group.endpoints")
	ingress_blocked.closed == set() with input as sample.on_manifest("interface_endpoint", gate)
}
