# METADATA
# title: Only IPv6 leads out, and the registry speaks IPv4
# description: |
#   The hosts of Amazon ECR under amazonaws.com have IPv4 addresses only. From an IPv6-only
#   subnet, or one whose only way out is an egress-only internet gateway, they cannot be
#   reached. The dual-stack hosts under on.aws have both, but Fargate asks for its login at
#   the IPv4 host wherever the subnet has IPv4 too.
# related_resources:
#   - description: Requests to Amazon ECR over IPv6
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html
#   - description: Fargate task networking
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
#   - description: Egress-only internet gateways
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     CannotPullContainerError: The task cannot pull the image from the Amazon ECR
#     repository. There is a connection issue between the task and Amazon ECR. Check your
#     task network configuration.
#   fix: >-
#     Name the image by the dual-stack registry host (ACCOUNT.dkr-ecr.REGION.on.aws), or give
#     the subnet a way out over IPv4.
#   looks_at: family, dual_stack_ipv4
package rules.network.ipv6_only

import data.rules.lib.gates

# METADATA
# description: legs to an IPv4 host from where only IPv6 leads out
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"only IPv6 leads out of {input.placement.subnet}, and {fault.leg.host} has",
		$"no IPv6 address, so {_effect}",
	]),
	"fix": {"kind": "ipv6"},
}) if {
	some fault in gates.on_legs
	fault.gate.name == "family"
}

# METADATA
# description: a dual-stack subnet whose only way out is IPv6
doubts contains object.union(note.finding, {
	"message": $"only IPv6 leads out of {note.doubt.by}, {_login}",
	"severity": "warning",
	"fix": {"kind": "ipv6"},
}) if {
	some note in gates.noted
	note.doubt.name == "dual_stack_ipv4"
}

_effect := "the registry cannot be reached"

_login := "and in a dual-stack subnet Fargate logs in to Amazon ECR over IPv4"
