# METADATA
# title: Nothing orders the service after the policy of its role
# description: |
#   Terraform creates what does not refer to each other at the same time. A service that
#   refers to the role but not to its policy may start its first task before the policy is
#   attached, and that task cannot pull. It heals itself, after the deployment has looked
#   broken.
# related_resources:
#   - description: Amazon ECS task execution IAM role
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
#   - description: CannotPullContainer task errors in Amazon ECS
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: warning
#   predicts: >-
#     CannotPullContainerError: The task can't pull the image. Check that the role has the
#     permissions to pull images from the registry.
#   fix: >-
#     Add depends_on (in templates DependsOn) with the policy (attachment) to the service.
#   looks_at: race
package rules.iam.race

import data.rules.lib.gates

# METADATA
# description: nothing orders the service after the policy of its role
doubts contains object.union(note.finding, {
	"message": concat(" ", [
		$"{note.doubt.by} does not wait for {_policy(note.doubt.detail)}, so its",
		"first task may start before the role can pull",
	]),
	"severity": "warning",
	"fix": {"kind": "depends_on", "on": object.get(note.doubt.detail, "attachments", [])},
}) if {
	some note in gates.noted
	note.doubt.name == "race"
}

_policy(detail) := concat(", ", attachments) if {
	attachments := object.get(detail, "attachments", [])
	count(attachments) > 0
} else := "the policy of its role"
