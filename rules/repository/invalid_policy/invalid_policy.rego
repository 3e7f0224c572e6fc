# METADATA
# title: Repository policy that can never match
# description: |
#   A statement of the repository policy names a principal that nobody has (a wildcard
#   inside an ARN matches nothing) or an action that does not exist, and the pull depends on
#   it. Actions that the policy merely does not need are harmless.
# related_resources:
#   - description: The Principal element
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
#   - description: Private repository policies in Amazon ECR
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html
#   - description: Actions, resources and condition keys of Amazon ECR
#     ref: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy:
#     httpReaderSeeker: failed open: unexpected status code: 403 Forbidden
#   fix: >-
#     Name the account (arn:aws:iam::ACCOUNT:root) or the role itself, and the actions
#     ecr:BatchGetImage and ecr:GetDownloadUrlForLayer.
#   looks_at: repository, useless_action, useless_principal
package rules.repository.invalid_policy

import data.rules.lib.gates

# METADATA
# description: the statement that should allow the pull matches nothing
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"{fault.gate.by} {_why(fault.gate.reason, fault.gate.detail)}, so the pull",
		"is not allowed",
	]),
	"fix": {
		"kind": "repair_policy",
		"reason": fault.gate.reason,
		"account": object.get(fault.gate.detail, "account", ""),
		"role": input.puller.role,
	},
}) if {
	some fault in gates.of_pull
	fault.gate.name == "repository"
	fault.gate.reason in {"invalid_principal", "invalid_action"}
}

# METADATA
# description: a statement that matches nothing, and on which this pull does not depend
doubts contains object.union(note.finding, {
	"message": concat(" ", [
		$"{note.doubt.by} {_why(_reason[note.doubt.name], note.doubt.detail)}, so",
		"that statement has no effect",
	]),
	"severity": "warning",
	"fix": {"kind": "repair_policy", "reason": _reason[note.doubt.name], "account": "", "role": ""},
	"predicts": "",
}) if {
	some note in gates.noted
	note.doubt.name in {"useless_principal", "useless_action"}
}

_reason := {"useless_principal": "invalid_principal", "useless_action": "invalid_action"}

_why("invalid_principal", detail) := $"names {name}, which matches nobody" if {
	name := concat(", ", object.get(detail, "values", ["a principal"]))
}

_why("invalid_action", detail) := $"names {name}, which does not exist" if {
	name := concat(", ", object.get(detail, "values", ["an action"]))
}
