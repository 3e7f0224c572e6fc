# METADATA
# title: No role pulls the image
# description: |
#   Amazon ECR answers only signed requests. On Fargate and managed instances the task
#   execution role signs them, on EC2 the role of the instance profile, unless the task
#   definition has an execution role. The task role (task_role_arn, in templates
#   TaskRoleArn) never takes part in a pull, and neither does the job role of AWS Batch
#   (jobRoleArn). Fargate refuses a task definition without an execution role also where
#   only its logs (awslogs) or secrets need one, and AWS Batch any job definition for
#   Fargate without one.
# related_resources:
#   - description: Amazon ECS task execution IAM role
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
#   - description: Amazon ECS container instance IAM role
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html
#   - description: Job definitions on Fargate
#     ref: https://docs.aws.amazon.com/batch/latest/userguide/fargate-job-definitions.html
#   - description: Using Amazon ECR images with Amazon ECS
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_ECS.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     ClientException: Fargate requires task definition to have execution role ARN to support
#     ECR images.
#   fix: >-
#     Give the task or job definition an execution role (execution_role_arn, in templates and
#     in container properties ExecutionRoleArn) with AmazonECSTaskExecutionRolePolicy or the
#     three pull actions; on EC2 an instance profile in the launch template will do.
#   looks_at: role
package rules.iam.role_missing

import data.rules.lib.gates

# METADATA
# description: nobody signs the requests
closed contains object.union(fault.finding, {
	"message": $"{fault.gate.by} {object.get(_why, _reason(fault), _none)}",
	"fix": {"kind": "role", "reason": fault.gate.reason},
	"predicts": object.get(_predicts, _reason(fault), null),
}) if {
	some fault in gates.of_pull
	fault.gate.name == "role"
}

# Only Fargate refuses the task definition.
_reason(fault) := "managed_instances" if {
	fault.gate.reason == "no_execution_role"
	input.workload.launch == "managed"
} else := fault.gate.reason

_none := "has no role that could pull the image"

_why := {
	"no_execution_role": concat(" ", [
		"has no execution role, which images of Amazon ECR",
		"and private registry credentials need: it is refused at registration",
	]),
	"managed_instances": concat(" ", [
		"has no execution role, which images of Amazon ECR and private registry credentials need",
		"on managed instances: the role of the instance does not pull",
	]),
	"job_needs_role": concat(" ", [
		"has no execution role (executionRoleArn; the job role does not pull),",
		"which AWS Batch wants of every job on Fargate: it is refused at registration",
	]),
	"logs_need_role": concat(" ", [
		"has no execution role, which the log driver awslogs needs on Fargate:",
		"it is refused at registration",
	]),
	"secrets_need_role": concat(" ", [
		"has no execution role, which secrets need on Fargate:",
		"it is refused at registration",
	]),
	"no_instance_profile": concat(" ", [
		$"has no instance profile and the {_definition} definition no execution role,",
		"so nobody can log in to Amazon ECR",
	]),
	"not_a_profile": concat(" ", [
		"names a role where an instance profile is due: an instance cannot take a role",
		"but through a profile that holds it",
	]),
	"not_a_role": "names something that is no IAM role as the role that pulls",
	"profile_without_role": "is an instance profile without a role: nobody can log in to Amazon ECR",
}

_definition := "job" if {
	startswith(input.workload.launch, "batch-")
} else := "task"

_predicts := {
	"managed_instances": concat(" ", [
		"CannotPullContainerError: The task can't pull the image. Check that the role has the",
		"permissions to pull images from the registry.",
	]),
	"logs_need_role": concat(" ", [
		"ClientException: Fargate requires task definition to have execution role ARN",
		"to support log driver awslogs.",
	]),
	"secrets_need_role": concat(" ", [
		"ClientException: When you are specifying container secrets, you must also specify",
		"a value for 'executionRoleArn'.",
	]),
	"no_instance_profile": _unsigned,
	"profile_without_role": _unsigned,
	"not_a_profile": concat(" ", [
		"InvalidParameterValue: Value (ARN) for parameter iamInstanceProfile.arn is invalid.",
		"Invalid IAM Instance Profile ARN",
	]),
}

# What the agent says that has no credentials at all.
_unsigned := concat(" ", [
	"CannotPullContainerError: API error (500): Get",
	"https://ACCOUNT.dkr.ecr.REGION.amazonaws.com/v2/REPOSITORY/manifests/latest:",
	"no basic auth credentials",
])
