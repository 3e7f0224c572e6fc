package rules.network.bpa_test

import data.rules.lib.sample
import data.rules.network.bpa

test_closed_in_both_modes if {
	every reason in ["bidirectional", "ingress"] {
		gate := sample.closed("bpa", reason, "aws_vpc_block_public_access_options.main")
		count(bpa.closed) == 1 with input as sample.on_manifest("internet_gateway", gate)
	}
}

test_silent_when_excluded if {
	gate := sample.gate("bpa", "aws_vpc_block_public_access_options.main")
	bpa.closed == set() with input as sample.on_manifest("nat_gateway", gate)
}
