# METADATA
# title: NAT that cannot reach the internet
# description: |
#   The subnet sends its traffic to a NAT gateway or a NAT instance that has no way out
#   itself: a private NAT gateway, one without an elastic IP address, one in a subnet
#   without a route to an internet gateway, one whose own route leads back to it, or an
#   instance that drops forwarded packets.
# related_resources:
#   - description: NAT gateways
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
#   - description: Troubleshoot NAT gateways
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
#   - description: NAT instances
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_NAT_Instance.html
#   - description: CannotPullContainer task errors in Amazon ECS
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     CannotPullContainerError: Error response from daemon: Get url: net/http: request
#     canceled while waiting for connection
#   fix: >-
#     Put a public NAT gateway into a subnet whose route table leads to the internet gateway.
#   looks_at: nat
package rules.network.nat_without_internet

import data.rules.lib.gates

# METADATA
# description: legs whose NAT leads nowhere
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"{_subject(fault)} {object.get(_why, fault.gate.reason, _other)}, so what",
		$"{input.placement.subnet} sends there is lost",
	]),
	"fix": {"kind": "nat", "reason": fault.gate.reason, "nat": fault.leg.exit.id},
}) if {
	some fault in gates.on_legs
	fault.gate.name == "nat"
}

_subject(fault) := $"{fault.gate.by}, the security group of {fault.leg.exit.id}," if {
	fault.gate.reason in {"instance_ingress", "instance_egress"}
	fault.gate.by != fault.leg.exit.id
} else := fault.gate.by

_why := {
	"private": "is a private NAT gateway, which has no address on the internet",
	"no_address": "has no elastic IP address, without which AWS does not make it",
	"no_internet_route": "stands in a subnet that has no route to an internet gateway",
	"loop": "stands in a subnet whose default route leads back to it",
	"source_dest_check": "has its source/destination check on and drops packets of others",
	"instance_ingress": "does not let TCP 443 in from the subnets that it serves",
	"instance_egress": "does not let TCP 443 out",
}

_other := "has no way to the internet"
