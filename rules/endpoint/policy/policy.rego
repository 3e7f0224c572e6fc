# METADATA
# title: Endpoint policy does not allow the pull
# description: |
#   A policy on the ecr.api or ecr.dkr endpoint replaces the default, which allows
#   everything. It must allow the role that pulls (not the task role)
#   ecr:GetAuthorizationToken on *, and ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on
#   the repository. A policy of Deny statements alone allows nothing. With private DNS this
#   holds even where a NAT gateway stands by.
# related_resources:
#   - description: Amazon ECR interface VPC endpoints
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
#   - description: How IAM evaluates policies
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy:
#     httpReaderSeeker: failed open: unexpected status code: 403 Forbidden
#   fix: Allow the three pull actions for the pulling role in the policy of the endpoint.
#   looks_at: endpoint_policy
package rules.endpoint.policy

import data.rules.lib.gates
import data.rules.lib.words

# METADATA
# description: legs whose interface endpoint forbids the call
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"the policy of {fault.leg.exit.id} {_verb(fault.gate.reason)}",
		$"{_call(fault)} for {_role(fault)}, so {words.stops(fault.leg.name)}",
	]),
	"fix": {
		"kind": "endpoint_policy",
		"reason": fault.gate.reason,
		"actions": _actions(fault),
		"resource": object.get(fault.gate.detail, "resource", "*"),
		"role": _role(fault),
	},
}) if {
	some fault in gates.on_legs
	fault.gate.name == "endpoint_policy"
	fault.leg.name != "layers"
}

_verb("denied") := "denies"

_verb(reason) := "does not allow" if reason != "denied"

_call(fault) := concat(", ", _actions(fault))

_actions(fault) := object.get(fault.gate.detail, "actions", object.get(
	_needs,
	fault.leg.name, ["the call"],
))

_needs := {
	"authorize": ["ecr:GetAuthorizationToken"],
	"manifest": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
	"credentials": ["secretsmanager:GetSecretValue"],
}

_role(fault) := object.get(fault.gate.detail, "role", input.puller.role)
