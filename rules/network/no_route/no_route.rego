# METADATA
# title: Subnet has no way to the registry
# description: |
#   The subnet where the image is fetched has no default route to a NAT gateway or an
#   internet gateway, and its VPC has no endpoint for Amazon ECR either. The names of the
#   registry resolve, and then no packet leaves. A route to a peering connection does not
#   help: peering never carries traffic on to the internet.
# related_resources:
#   - description: CannotPullContainer task errors in Amazon ECS
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
#   - description: Verifying Amazon ECS stopped task connectivity
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/verify-connectivity.html
#   - description: Route tables
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
#   - description: Amazon ECR interface VPC endpoints
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     CannotPullContainerError: The task cannot pull the image from the Amazon ECR
#     repository. There is a connection issue between the task and Amazon ECR. Check your
#     task network configuration.
#   fix: >-
#     Give the VPC endpoints for ecr.api, ecr.dkr and S3, or the route table a default route
#     to a NAT gateway.
#   looks_at: exit
package rules.network.no_route

import data.rules.lib.gates

# METADATA
# description: legs to Amazon ECR with no exit, for which no endpoint of the VPC is to blame
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"{_way}, and {input.placement.vpc} has no VPC endpoint for the registry,",
		"so no image can be pulled there",
	]),
	"fix": {"kind": "endpoints_or_nat"},
}) if {
	some fault in gates.stranded
	fault.leg.name != "fetch"
	not fault.leg.endpoint.reason in _blamed
}

# METADATA
# description: another registry, in a VPC without endpoints
closed contains object.union(fault.finding, {
	"message": $"{_way}, so the registry cannot be reached from there",
	"fix": {"kind": "nat_route"},
}) if {
	some fault in gates.stranded
	fault.leg.name == "fetch"
	count(input.endpoints) == 0
}

# METADATA
# description: a default route over peering
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"the default route of {input.placement.subnet} leads over peering, which",
		"carries nothing on to the internet, so the registry cannot be reached",
		"from there",
	]),
	"fix": {"kind": "endpoints_or_nat"},
}) if {
	some fault in gates.on_legs
	fault.gate.name == "exit"
	fault.gate.reason == "peering"
}

# What the rules of the family endpoint speak of.
_blamed := {
	"absent", "interface", "no_subnets", "private_dns", "refused_dns_attributes", "region",
	"route_table", "type",
}

_way := $"{input.placement.subnet} has no route to a NAT gateway or internet gateway"
