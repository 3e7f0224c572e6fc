# METADATA
# title: Endpoint does not admit the puller
# description: |
#   With private DNS every subnet of the VPC reaches Amazon ECR through the interface
#   endpoint, even where a NAT gateway stands by. The endpoint's security groups do not let
#   TCP 443 in from the interface that fetches the image. An endpoint declared without
#   groups gets the VPC's default group, which admits only itself.
# related_resources:
#   - description: Amazon ECR interface VPC endpoints
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
#   - description: Access an AWS service through an interface endpoint
#     ref: https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
#   - description: Verifying Amazon ECS stopped task connectivity
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/verify-connectivity.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     ResourceInitializationError: unable to pull secrets or registry auth: The task cannot
#     pull registry authentication from Amazon ECR. There is a connection issue between the
#     task and Amazon ECR. Check your task network configuration.
#   fix: >-
#     Let TCP 443 in to the endpoint's security group from the group of the tasks.
#   looks_at: ingress
package rules.endpoint.ingress_blocked

import data.rules.lib.gates
import data.rules.lib.words

# METADATA
# description: legs whose endpoint shuts the puller out
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"{fault.gate.by} does not let TCP 443 in from {_from}{_only(fault.gate.detail)}, so",
		$"{fault.leg.exit.id} does not answer and {words.stops(fault.leg.name)}",
	]),
	"fix": {"kind": "ingress", "endpoint": fault.leg.exit.id, "groups": input.placement.groups},
}) if {
	some fault in gates.on_legs
	fault.gate.name == "ingress"
}

_only(detail) := $" (only from {words.list(reaches)})" if {
	reaches := object.get(detail, "reaches", [])
	count(reaches) > 0
} else := ""

_from := concat(", ", input.placement.groups) if {
	count(input.placement.groups) > 0
} else := input.placement.subnet
