# METADATA
# title: S3 gateway endpoint is not on the route table
# description: |
#   A gateway endpoint works by a route in each route table that it is associated with. The
#   subnet that fetches the image uses a table that the endpoint is not associated with, and
#   has no internet path, so the layers cannot be fetched there.
# related_resources:
#   - description: Gateway endpoints
#     ref: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
#   - description: CannotPullContainer task errors in Amazon ECS
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
#   - description: Amazon ECR interface VPC endpoints
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     CannotPullContainerError: error pulling image configuration: Get
#     "https://prod-REGION-starport-layer-bucket.s3.REGION.amazonaws.com/...": dial tcp: i/o
#     timeout
#   fix: >-
#     Associate the S3 gateway endpoint with the route table of every subnet where tasks run.
#   looks_at: exit
package rules.endpoint.route_table

import data.rules.lib.gates
import data.rules.lib.words

# METADATA
# description: the layers' gateway endpoint is on other tables
closed contains object.union(fault.finding, {
	"resource": fault.leg.endpoint.id,
	"at": fault.leg.endpoint.at,
	"part": input.placement.route_table,
	"message": concat(" ", [
		$"{fault.leg.endpoint.id} is not on {_table} of {input.placement.subnet},",
		$"so {words.stops(fault.leg.name)}",
	]),
	"fix": {
		"kind": "route_table",
		"endpoint": fault.leg.endpoint.id,
		"table": input.placement.route_table,
	},
}) if {
	some fault in gates.stranded
	fault.leg.endpoint.reason == "route_table"
}

_table := $"the route table {input.placement.route_table}" if {
	input.placement.route_table != ""
} else := "the route table"
