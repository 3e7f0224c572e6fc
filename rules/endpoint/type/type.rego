# METADATA
# title: ECR endpoint is no interface endpoint
# description: |
#   Amazon ECR is served by interface endpoints only. Without vpc_endpoint_type (in
#   templates VpcEndpointType) the endpoint is a Gateway, which AWS refuses for this
#   service at apply.
# related_resources:
#   - description: Amazon ECR interface VPC endpoints
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
#   - description: Access an AWS service through an interface endpoint
#     ref: https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     Error: creating EC2 VPC Endpoint: InvalidParameter: The endpoint type does not match
#     the service type
#   fix: >-
#     Set vpc_endpoint_type (in templates VpcEndpointType) to Interface, with subnets, a
#     security group and private DNS.
#   looks_at: exit
package rules.endpoint.type

import data.rules.lib.gates
import data.rules.lib.words

# METADATA
# description: legs whose endpoint AWS refuses to create
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"{fault.gate.by} is of type Gateway, which {fault.leg.service} does not",
		$"offer: {words.deployment} fails and {words.stops(fault.leg.name)}",
	]),
	"fix": {"kind": "attribute", "name": "vpc_endpoint_type", "value": "Interface"},
}) if {
	some fault in gates.on_legs
	fault.gate.name == "exit"
	fault.gate.reason == "refused_type"
}

# METADATA
# description: legs that the same endpoint leaves without an exit
closed contains object.union(fault.finding, {
	"resource": fault.leg.endpoint.id,
	"at": fault.leg.endpoint.at,
	"message": concat(" ", [
		$"{fault.leg.endpoint.id} is of type Gateway, which {fault.leg.service}",
		$"does not offer: {words.deployment} fails and {words.stops(fault.leg.name)}",
	]),
	"fix": {"kind": "attribute", "name": "vpc_endpoint_type", "value": "Interface"},
}) if {
	some fault in gates.stranded
	fault.leg.endpoint.reason == "type"
}
