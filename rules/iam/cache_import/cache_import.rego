# METADATA
# title: Role cannot fill the pull-through cache
# description: |
#   The first pull of an image through a cache rule imports it: the role needs
#   ecr:BatchImportUpstreamImage and, while the repository does not exist,
#   ecr:CreateRepository, in its own policies or the registry policy.
#   AmazonECSTaskExecutionRolePolicy has neither.
# related_resources:
#   - description: Pull through cache rules in Amazon ECR
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
#   - description: IAM permissions for a pull through cache
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
#   - description: Registry permissions in Amazon ECR
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     CannotPullContainerError: name unknown: The repository with name 'REPOSITORY' does not
#     exist in the registry with id 'ACCOUNT'
#   fix: >-
#     Allow ecr:BatchImportUpstreamImage and ecr:CreateRepository on the repositories of the
#     cache prefix.
#   looks_at: cache, cache_import
package rules.iam.cache_import

import data.rules.lib.gates

# METADATA
# description: the first pull cannot import the image, and nothing else creates the repository
closed contains object.union(fault.finding, {
	"part": object.get(fault.gate.detail, "resource", ""),
	"message": $"{fault.gate.by} {_not} {concat(", ", _actions(fault.gate.detail))}, {_effect}",
	"fix": _fix(fault.gate.detail),
}) if {
	some fault in gates.of_pull
	fault.gate.name == "cache"
}

# METADATA
# description: images that the cache does not hold yet cannot be imported
doubts contains object.union(note.finding, {
	"message": $"{note.doubt.by} {_not} {concat(", ", _actions(note.doubt.detail))}, {_later}",
	"severity": "warning",
	"fix": _fix(note.doubt.detail),
}) if {
	some note in gates.noted
	note.doubt.name == "cache_import"
}

_not := "does not allow"

_effect := "so the first pull cannot bring the image into the pull-through cache"

_later := "so only images that the pull-through cache already holds can be pulled"

_actions(detail) := object.get(detail, "actions", [
	"ecr:BatchImportUpstreamImage",
	"ecr:CreateRepository",
])

_fix(detail) := {
	"kind": "allow",
	"statements": [{"actions": _actions(detail), "resource": object.get(detail, "resource", "*")}],
	"role": input.puller.role,
}
