# METADATA
# title: Registry credentials cannot be read
# description: |
#   A container with repositoryCredentials logs in to its registry with a secret that the
#   execution role reads: it needs an execution role with secretsmanager:GetSecretValue on
#   that secret, and kms:Decrypt on its key where that is a customer-managed one.
# related_resources:
#   - description: Private registry authentication
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html
#   - description: Amazon ECS task execution IAM role
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
#   - description: ResourceInitializationError errors in Amazon ECS
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     ResourceInitializationError: unable to pull secrets or registry auth: The task can't
#     retrieve the secret from Secrets Manager.
#   fix: >-
#     Allow the execution role secretsmanager:GetSecretValue on the secret (and kms:Decrypt
#     on its customer-managed key).
#   looks_at: credentials
package rules.iam.credentials

import data.rules.lib.gates
import data.rules.lib.words

# METADATA
# description: the secret with the credentials is out of reach
closed contains object.union(fault.finding, {
	"part": _secret(fault),
	"message": $"{_message(fault)}, so {words.stops("credentials")}",
	"fix": {
		"kind": "credentials",
		"reason": fault.gate.reason,
		"actions": _actions(fault),
		"resource": _secret(fault),
		"key": object.get(fault.gate.detail, "key", ""),
		"role": input.puller.role,
	},
}) if {
	some fault in gates.of_pull
	fault.gate.name == "credentials"
}

_message(fault) := concat(" ", [
	$"{fault.gate.by} has registry credentials and no execution role to read",
	"them",
]) if {
	fault.gate.reason == "missing_role"
}

_message(fault) := concat(" ", [
	$"{fault.gate.by} {object.get(_verb, fault.gate.reason, "does not allow")}",
	$"{_calls(fault)} on the",
	"registry credentials",
]) if {
	fault.gate.reason != "missing_role"
}

_calls(fault) := concat(", ", _actions(fault))

_actions(fault) := object.get(fault.gate.detail, "actions", ["secretsmanager:GetSecretValue"])

_verb := {"not_allowed": "does not allow", "denied": "denies"}

_secret(fault) := object.get(fault.gate.detail, "secret", "")
