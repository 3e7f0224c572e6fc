# METADATA
# title: Repository policy denies the pull
# description: |
#   A Deny in the repository policy or the registry policy wins over every Allow, also
#   within the account. Usual causes: NotPrincipal, a condition on aws:PrincipalArn,
#   aws:SourceVpce or aws:SourceVpc that the puller does not meet.
# related_resources:
#   - description: Private repository policies in Amazon ECR
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html
#   - description: Registry permissions in Amazon ECR
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html
#   - description: How IAM evaluates policies
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy:
#     httpReaderSeeker: failed open: unexpected status code: 403 Forbidden
#   fix: Except the pulling role, or the endpoint that it uses, from the Deny statement.
#   looks_at: repository
package rules.repository.denied

import data.rules.lib.gates

# METADATA
# description: the repository or the registry denies the puller
closed contains object.union(fault.finding, {
	"message": $"{_statement(fault)} {fault.gate.by} denies the pull to {input.puller.role}",
	"fix": {
		"kind": "repository_undeny",
		"statement": object.get(fault.gate.detail, "statement", ""),
		"role": input.puller.role,
	},
}) if {
	some fault in gates.of_pull
	fault.gate.name == "repository"
	fault.gate.reason in {"denied", "registry_denied"}
}

_statement(fault) := $"{name} of the {_policy[fault.gate.reason]} policy" if {
	name := object.get(fault.gate.detail, "statement", "")
	name != ""
} else := $"the {_policy[fault.gate.reason]} policy"

_policy := {"denied": "repository", "registry_denied": "registry"}
