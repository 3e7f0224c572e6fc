# METADATA
# title: Role is denied the pull
# description: |
#   An explicit Deny always wins over every Allow, and a permissions boundary limits what
#   the policies of the role can allow: what the boundary does not allow is not allowed.
# related_resources:
#   - description: How IAM evaluates policies
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
#   - description: Permissions boundaries
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
#   - description: Amazon ECS task execution IAM role
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     CannotPullContainerError: The task can't pull the image. Check that the role has the
#     permissions to pull images from the registry.
#   fix: >-
#     Except the pull actions and the repository from the Deny statement, or allow them in
#     the permissions boundary too.
#   looks_at: identity
package rules.iam.denied

import data.rules.lib.gates
import data.rules.lib.words

# METADATA
# description: actions that a policy or boundary takes away
closed contains object.union(fault.finding, {
	"part": fault.gate.reason,
	"message": concat(" ", [
		$"{fault.gate.by} {_verb(fault)}",
		$"{concat(", ", _actions(fault))} {_who}, so {words.stops(fault.gate.leg)}",
	]),
	"fix": {
		"kind": _fix[fault.gate.reason],
		"statements": [{
			"actions": _actions(fault),
			"resource": object.get(fault.gate.detail, "resource", "*"),
		}],
		"role": input.puller.role,
	},
}) if {
	some fault in gates.of_pull
	fault.gate.name == "identity"
	fault.gate.reason in {"denied", "boundary"}
}

_actions(fault) := object.get(fault.gate.detail, "actions", ["the pull"])

_verb(fault) := "denies" if {
	fault.gate.reason == "denied"
} else := $"has the permissions boundary {fault.gate.detail.boundary}, which does not allow" if {
	fault.gate.by == input.puller.role # AWS's own boundaries are written nowhere else
} else := "is a permissions boundary that does not allow"

_fix := {"denied": "undeny", "boundary": "boundary"}

_who := $"to the {words.role} {input.puller.role}"
