# METADATA
# title: GuardDuty sidecar that the role cannot pull
# description: |
#   GuardDuty Runtime Monitoring on Fargate adds a container to each task. Its image comes
#   from a registry of AWS's own in another account and is pulled with the execution role,
#   so a role that is limited to your own repositories cannot pull it.
# related_resources:
#   - description: GuardDuty Runtime Monitoring on Fargate
#     ref: https://docs.aws.amazon.com/guardduty/latest/ug/prereq-runtime-monitoring-ecs-support.html
#   - description: Amazon ECS task execution IAM role
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: warning
#   predicts: >-
#     CannotPullContainerError: The task can't pull the image. Check that the role has the
#     permissions to pull images from the registry.
#   fix: >-
#     Allow the pull actions on the repositories of the GuardDuty agent too, as
#     AmazonECSTaskExecutionRolePolicy does.
#   looks_at: injected_sidecar
package rules.iam.injected_sidecar

import data.rules.lib.gates

# METADATA
# description: guardDuty sidecar that the role cannot pull
doubts contains object.union(note.finding, {
	"message": concat(" ", [
		$"GuardDuty adds a container to the tasks whose image {note.doubt.by} may",
		"not pull: it is limited to repositories of its own",
	]),
	"severity": "warning",
	"fix": {
		"kind": "allow",
		"role": input.puller.role,
		"statements": [{
			"actions": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
			"resource": object.get(note.doubt.detail, "resource", _agent),
		}],
	},
}) if {
	some note in gates.noted
	note.doubt.name == "injected_sidecar"
}

_agent := $"arn:{input.image.partition}:ecr:*:*:repository/aws-guardduty-agent-fargate"
