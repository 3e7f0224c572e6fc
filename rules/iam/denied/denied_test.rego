package rules.iam.denied_test

import data.rules.iam.denied
import data.rules.lib.sample

_identity(reason) := object.union(
	sample.closed("identity", reason, "aws_iam_policy.guard"),
	{"leg": "manifest", "detail": {"actions": ["ecr:BatchGetImage"], "resource": "*"}},
)

test_closed_when_denied if {
	found := denied.closed with input as sample.with_gate(_identity("denied"))
	some element in found
	startswith(element.message, "aws_iam_policy.guard denies ecr:BatchGetImage to the execution role")
}

test_closed_by_a_boundary if {
	found := denied.closed with input as sample.with_gate(_identity("boundary"))
	some element in found
	element.fix.kind == "boundary"
}

test_a_role_is_no_boundary if {
	gate := object.union(_identity("boundary"), {
		"by": "aws_iam_role.api",
		"detail": {"actions": ["ecr:BatchGetImage"], "resource": "*", "boundary": "ViewOnlyAccess"},
	})
	doc := object.union(sample.with_gate(gate), {"puller": {"role": "aws_iam_role.api"}})
	found := denied.closed with input as doc
	some element in found
	startswith(element.message, "aws_iam_role.api has the permissions boundary ViewOnlyAccess, which")
}

test_silent_when_nothing_allows_it if {
	denied.closed == set() with input as sample.with_gate(_identity("not_allowed"))
}
