package rules.iam.not_allowed_test

import data.rules.iam.not_allowed
import data.rules.lib.sample

_identity(reason, leg, actions, resource) := object.union(
	sample.closed("identity", reason, "aws_iam_role.execution"),
	{"leg": leg, "detail": {"actions": actions, "resource": resource}},
)

_token := _identity("not_allowed", "authorize", ["ecr:GetAuthorizationToken"], "*")

_image := _identity("not_allowed", "manifest", ["ecr:BatchGetImage"], _arn)

_arn := "arn:aws:ecr:eu-west-1:123456789012:repository/api"

test_closed_once_for_all_actions if {
	doc := object.union(sample.document, {"gates": [_token, _image]})
	found := not_allowed.closed with input as doc
	count(found) == 1
	some element in found
	count(element.fix.statements) == 2
	element.message == concat(" ", [
		"execution role aws_iam_role.execution does not allow ecr:GetAuthorizationToken on *",
		"nor ecr:BatchGetImage on arn:aws:ecr:eu-west-1:123456789012:repository/api,",
		"so the pull stops at the login to the registry",
	])
}

test_silent_when_denied if {
	gate := _identity("denied", "manifest", ["ecr:BatchGetImage"], _arn)
	not_allowed.closed == set() with input as sample.with_gate(gate)
}

test_silent_when_allowed if {
	gate := sample.gate("identity", "aws_iam_role.execution")
	not_allowed.closed == set() with input as sample.with_gate(gate)
}

test_doubt_about_a_weaker_execution_role if {
	doc := sample.with_doubt("weaker_execution_role", "aws_iam_role.execution", {})
	{element.severity | some element in not_allowed.doubts} == {"warning"} with input as doc
	not_allowed.closed == set() with input as doc
}
