# METADATA
# title: Role does not trust the service that pulls
# description: |
#   The trust policy of the role must let the service assume it: ecs-tasks.amazonaws.com for
#   an execution role, ec2.amazonaws.com for the role of an instance profile.
#   ecs.amazonaws.com, ec2.amazonaws.com or lambda.amazonaws.com in an execution role is a
#   frequent slip, and so is a condition on another account or region.
# related_resources:
#   - description: Amazon ECS task execution IAM role
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
#   - description: Amazon ECS container instance IAM role
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html
#   - description: Amazon ECS task IAM role
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     ECS was unable to assume the role that was provided for this task. Please verify that
#     the role being passed has the proper trust relationship and permissions.
#   fix: >-
#     Trust ecs-tasks.amazonaws.com (an instance role: ec2.amazonaws.com) with
#     sts:AssumeRole.
#   looks_at: trust
package rules.iam.not_assumable

import data.rules.lib.gates

# METADATA
# description: the trust policy shuts the service out
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"{_role(fault)} cannot be assumed by {_service(fault)}: its trust policy",
		_why(fault.gate.reason, _services(fault)),
	]),
	"fix": {
		"kind": "trust",
		"reason": fault.gate.reason,
		"service": _service(fault),
		"services": _services(fault),
		"role": _role(fault),
	},
	"predicts": object.get(_predicts, _service(fault), null),
}) if {
	some fault in gates.of_pull
	fault.gate.name == "trust"
}

# An instance without a role never joins the cluster; who assumes any other role says so.
_predicts := {"ec2.amazonaws.com": concat(" ", [
	"service was unable to place a task because no container instance met all of its",
	"requirements. Reason: No Container Instances were found in your cluster.",
])}

_role(fault) := object.get(fault.gate.detail, "role", fault.gate.by)

_service(fault) := object.get(fault.gate.detail, "service", "ecs-tasks.amazonaws.com")

_services(fault) := object.get(fault.gate.detail, "services", [])

_why("wrong_service", services) := $"names {concat(", ", services)} only" if {
	services != []
} else := "does not name it"

_why("denied", _) := "denies it"

_why("condition", _) := "has a condition that it does not meet"
