package rules.network.egress_blocked_test

import data.rules.lib.sample
import data.rules.network.egress_blocked

_blocked(names) := sample.with_legs([leg |
	some name in ["authorize", "manifest", "layers"]
	leg := sample.leg(name, "nat_gateway", [_gate(name in names)])
])

_gate(true) := sample.closed("egress", "no_rule", "aws_security_group.task")

_gate(false) := sample.gate("egress", "aws_security_group.task")

test_closed_once_when_all_legs_are_shut if {
	found := egress_blocked.closed with input as _blocked({"authorize", "manifest", "layers"})
	count(found) == 1
	some element in found
	element.leg == "authorize"
	element.fix.legs == ["authorize", "manifest", "layers"]
	element.message == concat(" ", [
		"aws_security_group.task lets no TCP 443 out to the internet,",
		"so the pull stops at the login to the registry",
	])
}

test_silent_when_only_the_layers_are_shut if {
	egress_blocked.closed == set() with input as _blocked({"layers"})
}

test_silent_when_open if {
	egress_blocked.closed == set() with input as _blocked(set())
}

test_doubt_about_the_default_rule if {
	doc := sample.with_doubt("default_egress", "Group", {})
	found := egress_blocked.doubts with input as doc
	{element.severity | some element in found} == {"warning"}
	egress_blocked.closed == set() with input as doc
}

test_doubt_about_two_styles if {
	doc := sample.with_doubt("mixed_rules", "aws_security_group.task", {})
	found := egress_blocked.doubts with input as doc
	{element.severity | some element in found} == {"info"}
	egress_blocked.closed == set() with input as doc
}

test_closed_wherever_the_task_is_placed if {
	gate := object.union(
		sample.closed("egress", "no_rule", "aws_security_group.task"),
		{"detail": {"destination": "anywhere"}},
	)
	doc := sample.with_legs([sample.leg("authorize", "other", [gate])])
	found := egress_blocked.closed with input as doc
	some element in found
	startswith(element.message, "aws_security_group.task lets no TCP 443 out to any address, so")
}
