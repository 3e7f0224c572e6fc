package rules.network.dns_support_off_test

import data.rules.lib.sample
import data.rules.network.dns_support_off

test_closed_when_off if {
	gate := sample.closed("dns", "support_off", "aws_vpc.main")
	found := dns_support_off.closed with input as sample.on_manifest("nat_gateway", gate)
	{element.message | some element in found} == {$"aws_vpc.main has DNS support off, {_effect}"}
}

test_silent_when_on if {
	gate := sample.gate("dns", "aws_vpc.main")
	dns_support_off.closed == set() with input as sample.on_manifest("nat_gateway", gate)
}

_effect := "so the registry's name does not resolve"
