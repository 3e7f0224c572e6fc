# METADATA
# title: Security group lets no HTTPS out to the registry
# description: |
#   No egress rule of the security groups on the interface that fetches the image lets TCP
#   443 out to where the registry's name leads: the interface endpoint, or the internet.
#   Terraform removes the allow-all rule that AWS puts into a new group, so a group without
#   egress rules lets nothing out. CloudFormation keeps it where a group lists no egress rule,
#   and is reported to take it away when an AWS::EC2::SecurityGroupEgress is added.
# related_resources:
#   - description: Verifying Amazon ECS stopped task connectivity
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/verify-connectivity.html
#   - description: Security groups of a VPC
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
#   - description: CannotPullContainer task errors in Amazon ECS
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     ResourceInitializationError: unable to pull secrets or registry auth: The task cannot
#     pull registry authentication from Amazon ECR. There is a connection issue between the
#     task and Amazon ECR. Check your task network configuration.
#   fix: >-
#     Let TCP 443 out to the security group of the endpoints and to the S3 prefix list; to
#     the internet only where the pull leaves through it.
#   looks_at: egress, mixed_rules, default_egress
package rules.network.egress_blocked

import data.rules.lib.gates
import data.rules.lib.words

# METADATA
# description: the first leg that the groups shut, unless only the layers are shut
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"{fault.gate.by} lets no TCP 443 out to",
		$"{target}{words.only(fault.gate.detail)}, so {words.stops(fault.leg.name)}",
	]),
	"fix": {"kind": "egress", "legs": [shut.leg.name | some shut in gates.egress]},
}) if {
	not gates.only_layers
	fault := gates.egress[0]
	target := _target(fault)
}

_target(fault) := "any address" if {
	fault.gate.detail.destination == "anywhere"
} else := words.target(fault.leg.exit.kind, fault.leg.region, fault.leg.exit.id)

# METADATA
# description: inline and separate rules overwrite each other, and one reading blocks the pull
doubts contains object.union(note.finding, {
	"message": $"{note.doubt.by} {_mixed}",
	"severity": "info",
	"fix": "Write all rules of the group in one style.",
}) if {
	some note in gates.noted
	note.doubt.name == "mixed_rules"
}

# METADATA
# description: the default rule may be gone, and without it the pull is blocked
doubts contains object.union(note.finding, {
	"message": $"{note.doubt.by} {_stripped}",
	"severity": "warning",
	"fix": "List every egress rule in SecurityGroupEgress of the group itself.",
}) if {
	some note in gates.noted
	note.doubt.name == "default_egress"
}

_stripped := concat(" ", [
	"has no rule that lets the pull out but the default one, which CloudFormation is reported to",
	"take away when an AWS::EC2::SecurityGroupEgress is added to the group",
])

_mixed := concat(" ", [
	"has inline rules and separate rule resources, which overwrite each other at every apply:",
	"with one of the two sets alone the pull would be blocked",
])
