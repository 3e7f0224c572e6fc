# METADATA
# title: No public address behind an internet gateway
# description: |
#   The default route leads to an internet gateway, which carries only traffic of
#   interfaces with a public address, and the interface that fetches the image gets none.
#   On Fargate only assign_public_ip (in templates AssignPublicIp) of what starts the task
#   decides (the service, the target, the state, the job definition), never the subnet; on
#   EC2 the launch template does, else the subnet.
# related_resources:
#   - description: CannotPullContainer task errors in Amazon ECS
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
#   - description: Fargate task networking
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
#   - description: Internet gateways
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     CannotPullContainerError: Error response from daemon: Get url: net/http: request
#     canceled while waiting for connection
#   fix: >-
#     Run the tasks in private subnets behind a NAT gateway or endpoints; where there are
#     only public subnets, assign a public address.
#   looks_at: public_ip
package rules.network.no_public_ip

import data.rules.lib.gates
import data.rules.lib.words

# METADATA
# description: legs that leave by an internet gateway without a public address
closed contains object.union(fault.finding, {
	"message": $"{_giver(fault.gate)} gives {words.puller} no public address, but {_route}",
	"fix": {"kind": "public_ip", "name": object.get(fault.gate.detail, "attribute", "")},
}) if {
	some fault in gates.on_legs
	fault.gate.name == "public_ip"
}

_giver(gate) := $"{input.workload.part} of {gate.by}" if {
	input.workload.part != ""
	gate.by == input.workload.id
} else := gate.by

_route := $"{input.placement.subnet} leads to an internet gateway, {_effect}"

_effect := concat(" ", [
	"which carries nothing without one, so the layers, which come from Amazon S3,",
	"cannot be fetched",
]) if {
	_legs == {"layers"}
} else := "which carries nothing without one, so the registry cannot be reached"

# The legs that leave that way; the others may have endpoints.
_legs contains fault.leg.name if {
	some fault in gates.on_legs
	fault.gate.name == "public_ip"
}
