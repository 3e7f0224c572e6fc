# METADATA
# title: Route to a gateway that is not there
# description: |
#   The route's target does not exist, is attached to no VPC, or belongs to another VPC. The
#   route is then a black hole.
# related_resources:
#   - description: Route tables
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
#   - description: Internet gateways
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
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
#     Attach the internet gateway to the VPC of the route table, or point the route at a
#     gateway of that VPC.
#   looks_at: attached, exit
package rules.network.gateway_detached

import data.rules.lib.gates

# METADATA
# description: legs that lead to nothing, or to a gateway that is detached or of another VPC
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"{fault.gate.by} {object.get(_why, fault.gate.reason, "leads nowhere")}, so what",
		$"{input.placement.subnet} sends out is dropped",
	]),
	"fix": {"kind": "attach", "reason": fault.gate.reason},
}) if {
	some fault in gates.on_legs
	[fault.gate.name, fault.gate.reason] in _faults
}

# METADATA
# description: a name that leads to an endpoint of another VPC, and no route there
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"the registry's name leads to {_endpoint(fault.gate)} in another VPC, and no route",
		$"of {input.placement.subnet} leads there",
	]),
	"fix": concat(" ", [
		"Add a route to the VPC of the endpoint, over peering or a transit gateway, or give this",
		"VPC endpoints of its own.",
	]),
}) if {
	some fault in gates.on_legs
	fault.gate.name == "exit"
	fault.gate.reason == "other_vpc"
}

_endpoint(gate) := object.get(gate.detail, "endpoint", "an endpoint")

_faults := {
	["exit", "no_target"],
	["attached", "detached"],
	["attached", "other_vpc"],
}

_why := {
	"no_target": "has no target",
	"other_vpc": "leads to a gateway of another VPC",
	"detached": "is attached to no VPC",
}
