# METADATA
# title: S3 endpoint policy keeps the layers out
# description: |
#   The layers come from a bucket of Amazon ECR's own, and the request is pre-signed by
#   Amazon ECR, not by your role. The policy of the S3 endpoint must allow s3:GetObject on
#   that bucket without a condition on principal, account or organization: such a condition
#   never matches a pre-signed request of another account.
# related_resources:
#   - description: Amazon ECR interface VPC endpoints
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
#   - description: Resources that services own in a data perimeter
#     ref: https://github.com/aws-samples/data-perimeter-policy-examples/blob/main/service_owned_resources.md
#   - description: Gateway endpoints for Amazon S3
#     ref: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy:
#     httpReaderSeeker: failed open: unexpected status code: 403 Forbidden
#   fix: >-
#     Allow s3:GetObject on arn:aws:s3:::prod-REGION-starport-layer-bucket/* for every
#     principal, without conditions.
#   looks_at: endpoint_policy
package rules.endpoint.s3_policy

import data.rules.lib.gates
import data.rules.lib.words

# METADATA
# description: the endpoint of the layers forbids the bucket
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"the policy of {fault.leg.exit.id} {_why(fault.gate.reason)}, so",
		words.stops(fault.leg.name),
	]),
	"fix": {"kind": "s3_policy", "reason": fault.gate.reason, "bucket": _bucket(fault.leg.region)},
}) if {
	some fault in gates.on_legs
	fault.gate.name == "endpoint_policy"
	fault.leg.name == "layers"
}

_why("denied") := "denies s3:GetObject on the bucket of the image layers"

_why("presigned") := concat(" ", [
	"allows the bucket of the image layers only under a condition",
	"that the pre-signed request of Amazon ECR does not meet",
])

_why(reason) := "does not allow s3:GetObject on the bucket of the image layers" if {
	not reason in {"denied", "presigned"}
}

_bucket(region) := $"arn:{input.image.partition}:s3:::prod-{region}-starport-layer-bucket/*"
