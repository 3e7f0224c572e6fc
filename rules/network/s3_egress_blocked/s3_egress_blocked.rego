# METADATA
# title: Security group lets the registry through but not Amazon S3
# description: |
#   Amazon ECR hands out the manifest itself; the layers come from Amazon S3. Behind a
#   gateway endpoint they come from the public addresses of the S3 prefix list, which no
#   reference to a security group and no CIDR of the VPC ever covers. Egress to the
#   endpoints alone lets the pull begin and stops it at the first layer. No 0.0.0.0/0 is
#   needed: the prefix list is enough.
# related_resources:
#   - description: CannotPullContainer task errors in Amazon ECS
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
#   - description: Amazon ECR interface VPC endpoints
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
#   - description: Gateway endpoints for Amazon S3
#     ref: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
#   - description: Security groups of a VPC
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     CannotPullContainerError: error pulling image configuration: Get
#     "https://prod-REGION-starport-layer-bucket.s3.REGION.amazonaws.com/...": dial tcp: i/o
#     timeout
#   fix: Let TCP 443 out to the managed prefix list com.amazonaws.REGION.s3.
#   looks_at: egress
package rules.network.s3_egress_blocked

import data.rules.lib.gates
import data.rules.lib.words

# METADATA
# description: the layers are shut, and the registry is not
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"{fault.gate.by} lets TCP 443 out to {_reached(fault.gate.detail)}, but the layers come",
		$"from Amazon S3 (prefix list com.amazonaws.{fault.leg.region}.s3), so",
		words.stops("layers"),
	]),
	"fix": {"kind": "egress", "legs": ["layers"]},
}) if {
	gates.only_layers
	fault := gates.egress[0]
}

_reached(detail) := $"{words.list(reaches)} only" if {
	reaches := object.get(detail, "reaches", [])
	count(reaches) > 0
} else := "the registry"
