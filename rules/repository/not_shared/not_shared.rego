# METADATA
# title: Repository of another account is not shared
# description: |
#   Across accounts both sides must allow the pull: the policies of the role, and the
#   repository policy of the owner. The owner's configuration is in view, and its policy
#   does not name the account or role that pulls.
# related_resources:
#   - description: Private repository policies in Amazon ECR
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html
#   - description: Repository policy examples
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html
#   - description: How IAM evaluates policies
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy:
#     httpReaderSeeker: failed open: unexpected status code: 403 Forbidden
#   fix: >-
#     Allow the pulling account ecr:BatchGetImage and ecr:GetDownloadUrlForLayer in the
#     repository policy.
#   looks_at: repository, cross_account_unseen
package rules.repository.not_shared

import data.rules.lib.gates

# METADATA
# description: the owner's policy does not allow the puller
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"{_owned} belongs to another account than {input.puller.role}, and",
		$"{_policy(fault)} it pull",
	]),
	"fix": {
		"kind": "share",
		"repository": input.image.declared,
		"account": object.get(fault.gate.detail, "account", ""),
		"role": input.puller.role,
		"cache": object.get(fault.gate.detail, "cache", ""),
	},
}) if {
	some fault in gates.of_pull
	fault.gate.name == "repository"
	fault.gate.reason == "not_shared"
}

_owned := input.image.declared if {
	input.image.declared != ""
} else := $"repository {input.image.repository}"

_policy(fault) := $"the one that {cache} creates has no policy that lets" if {
	cache := object.get(fault.gate.detail, "cache", "")
	cache != ""
} else := "its repository policy does not let" if {
	fault.gate.by == input.image.declared
} else := $"{fault.gate.by} does not let"

# METADATA
# description: the owner's side is not in view
doubts contains object.union(note.finding, {
	"message": $"image {input.image.repository} is in account {input.image.account}, {_unseen}",
	"severity": "info",
	"fix": "See that the owner's repository policy allows the pulling role.",
}) if {
	some note in gates.noted
	note.doubt.name == "cross_account_unseen"
}

_unseen := "whose repository policy is not in view and must allow the pull too"
