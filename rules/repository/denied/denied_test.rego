package rules.repository.denied_test

import data.rules.lib.sample
import data.rules.repository.denied

test_closed_by_either_policy if {
	every reason in ["denied", "registry_denied"] {
		gate := sample.closed("repository", reason, "aws_ecr_repository_policy.api")
		count(denied.closed) == 1 with input as sample.with_gate(gate)
	}
}

test_silent_when_not_shared if {
	gate := sample.closed("repository", "not_shared", "aws_ecr_repository.api")
	denied.closed == set() with input as sample.with_gate(gate)
}

test_silent_when_open if {
	gate := sample.gate("repository", "aws_ecr_repository_policy.api")
	denied.closed == set() with input as sample.with_gate(gate)
}
