# METADATA
# title: VPC lacks an endpoint that the pull needs
# description: |
#   The VPC has endpoints for Amazon ECR or Amazon S3 and no internet path, but the endpoint
#   for one step is not there: ecr.api for the login, ecr.dkr for the manifest, the S3
#   gateway endpoint for the layers, secretsmanager for the credentials of another registry.
# related_resources:
#   - description: Amazon ECR interface VPC endpoints
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
#   - description: CannotPullContainer task errors in Amazon ECS
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
#   - description: ResourceInitializationError errors in Amazon ECS
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     CannotPullContainerError: The task cannot pull the image from the Amazon ECR
#     repository. There is a connection issue between the task and Amazon ECR. Check your
#     task network configuration.
#   fix: >-
#     Add the endpoint: Interface with private DNS for ecr.api, ecr.dkr and secretsmanager,
#     Gateway on the route table for S3.
#   looks_at: exit, interfaces, s3_interface
package rules.endpoint.missing

import data.rules.lib.gates
import data.rules.lib.words

# METADATA
# description: legs whose service has no endpoint while others have
closed contains object.union(fault.finding, {
	"resource": _blame(fault),
	"at": _blame(fault),
	"part": fault.leg.service,
	"message": concat(" ", [
		$"{_vpc} has no endpoint for {fault.leg.service} and {_subnet} no way to",
		$"the internet, so {words.stops(fault.leg.name)}",
	]),
	"fix": {"kind": "endpoint", "service": fault.leg.service, "region": fault.leg.region},
}) if {
	some fault in gates.stranded
	fault.leg.endpoint.reason == "absent"
	fault.leg.service != ""
}

# METADATA
# description: layers whose only endpoint is an interface endpoint that S3's names do not lead to
closed contains object.union(fault.finding, {
	"resource": fault.leg.endpoint.id,
	"at": fault.leg.endpoint.at,
	"part": fault.leg.service,
	"message": concat(" ", [
		$"{fault.leg.endpoint.id} is an interface endpoint that does not answer to {fault.leg.host},",
		$"{_vpc} has no gateway endpoint for s3 and {_subnet} no way to the internet,",
		$"so {words.stops(fault.leg.name)}",
	]),
	"fix": {"kind": "endpoint", "service": fault.leg.service, "region": fault.leg.region},
}) if {
	some fault in gates.stranded
	fault.leg.endpoint.reason == "interface"
}

# METADATA
# description: legs whose endpoint has no network interface
closed contains object.union(fault.finding, {
	"resource": id,
	"at": at,
	"message": $"{id} is in no subnet, so it has no address and {words.stops(fault.leg.name)}",
	"fix": {"kind": "endpoint_subnets", "endpoint": id},
}) if {
	some fault in gates.on_legs
	[id, at] := _empty(fault)
}

# METADATA
# description: the layers come through an S3 interface endpoint, which the documentation leaves open
doubts contains object.union(note.finding, {
	"message": $"the layers come through {note.doubt.by}, {_undocumented}",
	"severity": "info",
	"fix": "Add the S3 gateway endpoint, which costs nothing and is what Amazon ECR documents.",
}) if {
	some note in gates.noted
	note.doubt.name == "s3_interface"
}

_vpc := input.placement.vpc

_subnet := input.placement.subnet

_undocumented := "an S3 interface endpoint: older pages of AWS say that Amazon ECR cannot use one"

_blame(fault) := _vpc if {
	_vpc != ""
} else := fault.leg.endpoint.id if {
	fault.leg.endpoint.id != ""
} else := fault.gate.by

_empty(fault) := [fault.gate.by, fault.gate.at] if {
	fault.gate.name == "interfaces"
}

_empty(fault) := [fault.leg.endpoint.id, fault.leg.endpoint.at] if {
	fault.gate.name == "exit"
	fault.leg.endpoint.reason == "no_subnets"
}
