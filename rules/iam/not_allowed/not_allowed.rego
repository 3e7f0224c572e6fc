# METADATA
# title: Role is not allowed to pull
# description: |
#   No identity policy of the role that pulls allows an action that the pull needs:
#   ecr:GetAuthorizationToken, which has no resource and is only ever allowed on *, and
#   ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository. Within one account a
#   repository policy that names the role would do as well, except for the token.
# related_resources:
#   - description: Amazon ECS task execution IAM role
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
#   - description: Using Amazon ECR images with Amazon ECS
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_ECS.html
#   - description: Actions, resources and condition keys of Amazon ECR
#     ref: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
#   - description: How IAM evaluates policies
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     CannotPullContainerError: The task can't pull the image. Check that the role has the
#     permissions to pull images from the registry.
#   fix: >-
#     Allow ecr:GetAuthorizationToken on *, and ecr:BatchGetImage and
#     ecr:GetDownloadUrlForLayer on the repository, in a policy of the role.
#   looks_at: identity, weaker_execution_role
package rules.iam.not_allowed

import data.rules.lib.gates
import data.rules.lib.words

# METADATA
# description: actions that nothing allows, in one finding for the role
closed contains object.union(faults[0].finding, {
	"part": concat(" ", {_resource(fault) | some fault in faults}),
	"message": concat(" ", [
		$"{words.role} {role} does not allow {_actions(faults)}, so",
		$"{words.stops(faults[0].gate.leg)}",
	]),
	"fix": {"kind": "allow", "statements": _statements(faults), "role": role},
}) if {
	some role in {fault.gate.by | some fault in _faults}
	faults := [fault | some fault in _faults; fault.gate.by == role]
}

# METADATA
# description: the execution role of a task on EC2 is weaker than the instance's
doubts contains object.union(note.finding, {
	"message": $"{note.doubt.by} is an execution role that cannot pull the image, {_instead}",
	"severity": "warning",
	"fix": "Allow the pull in the execution role too, or leave the execution role out.",
}) if {
	some note in gates.noted
	note.doubt.name == "weaker_execution_role"
}

_instead := "and with an execution role Amazon ECS may not use that of the instance, which can"

_faults := [fault |
	some fault in gates.of_pull
	fault.gate.name == "identity"
	fault.gate.reason == "not_allowed"
]

_actions(faults) := concat(" nor ", [text |
	some fault in faults
	text := $"{concat(", ", _calls(fault))} on {_resource(fault)}"
])

_statements(faults) := [statement |
	some fault in faults
	statement := {
		"actions": _calls(fault),
		"resource": _resource(fault),
	}
]

_calls(fault) := object.get(fault.gate.detail, "actions", ["ecr:BatchGetImage"])

_resource(fault) := object.get(fault.gate.detail, "resource", "*")
