# METADATA
# title: Endpoints serve another region than the image
# description: |
#   Endpoints serve the registry of their own region only, and the S3 gateway endpoint only
#   its region's buckets. The image is in another region and there is no internet path.
# related_resources:
#   - description: Amazon ECR interface VPC endpoints
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
#   - description: Cross-region access through PrivateLink
#     ref: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-cross-region-privatelink-support.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     CannotPullContainerError: The task cannot pull the image from the Amazon ECR
#     repository. There is a connection issue between the task and Amazon ECR. Check your
#     task network configuration.
#   fix: >-
#     Replicate the repository into the region of the VPC and name it there, or give the
#     subnet a NAT gateway.
#   looks_at: exit
package rules.endpoint.region

import data.rules.lib.gates

# METADATA
# description: legs to a region that no endpoint serves
closed contains object.union(fault.finding, {
	"resource": "",
	"at": input.image.at,
	"message": concat(" ", [
		$"image {input.image.repository} is in {fault.leg.region}, and",
		$"{_served(fault.leg)}, {_effect}",
	]),
	"fix": {"kind": "image_region", "region": fault.leg.region},
	"related": _seen(fault.leg.endpoint),
}) if {
	some fault in gates.stranded
	fault.leg.endpoint.reason == "region"
}

_served(leg) := concat(" ", [
	$"its layers come from Amazon S3 in that region, which {leg.endpoint.id} does not",
	"serve",
]) if {
	leg.endpoint.id != ""
	_stranded == {"layers"}
} else := $"the endpoints of {input.placement.vpc} serve another region only"

_stranded := {fault.leg.name |
	some fault in gates.stranded
	fault.leg.endpoint.reason == "region"
}

_effect := $"while {input.placement.subnet} has no way to the internet"

_seen(endpoint) := [{"at": endpoint.at, "message": "the endpoint of the VPC's region"}] if {
	endpoint.at != ""
} else := []
