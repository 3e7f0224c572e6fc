# METADATA
# title: Public registry from subnets that only have endpoints
# description: |
#   VPC endpoints serve Amazon ECR private registries only. Images of Amazon ECR Public,
#   Docker Hub, GitHub, Quay and every other registry come over the internet, and the subnet
#   has no way there. This often strikes a sidecar next to an image that pulls well.
# related_resources:
#   - description: Amazon ECR interface VPC endpoints
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
#   - description: Pull through cache rules in Amazon ECR
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
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
#     Copy the image into Amazon ECR or pull it through a cache rule, or give the subnet a
#     NAT gateway.
#   looks_at: exit, cache_first_pull, foreign_layers
package rules.network.registry_needs_internet

import data.rules.lib.gates

# METADATA
# description: the registry's leg has no exit, and the VPC has endpoints that do not serve it
closed contains object.union(fault.finding, {
	"resource": "",
	"at": input.image.at,
	"message": concat(" ", [
		$"{_image} comes from {_registry} over the internet, but {_subnet} only has",
		"VPC endpoints",
	]),
	"fix": {"kind": "private_image", "image": input.image.reference},
	"related": [{"at": fault.gate.at, "message": $"{_subnet} has no way to the internet"}],
}) if {
	not input.image.registry in {"ecr", "unknown"}
	count(input.endpoints) > 0
	some fault in gates.stranded
	fault.leg.name == "fetch"
}

# METADATA
# description: whatever the registry is, the VPC's endpoints do not serve all that a pull calls
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"{_subnet} has no way to the internet, and the endpoints of {input.placement.vpc} do not",
		"serve every call of a pull from Amazon ECR, so no image can be pulled there",
	]),
	"fix": {"kind": "endpoints_or_nat"},
}) if {
	input.image.registry == "unknown"
	count(input.endpoints) > 0
	some fault in gates.stranded
	fault.leg.name == "fetch"
}

# METADATA
# description: a cache rule fetches a new image over the internet, Windows images their base layers
doubts contains object.union(note.finding, {
	"message": $"{_later[note.doubt.name]} the internet, and {_subnet} only has VPC endpoints",
	"severity": _severity[note.doubt.name],
	"fix": _cure[note.doubt.name],
}) if {
	some note in gates.noted
	note.doubt.name in {"cache_first_pull", "foreign_layers"}
}

_image := $"image {input.image.reference}"

_subnet := input.placement.subnet

_registry := object.get(
	{"ecr-public": "Amazon ECR Public", "docker-hub": "Docker Hub"},
	input.image.registry, input.image.host,
)

_later := {
	"cache_first_pull": "the first pull of an image through the cache rule needs a route to",
	"foreign_layers": "the base layers of a Windows image come from Microsoft over",
}

_severity := {"cache_first_pull": "warning", "foreign_layers": "info"}

_cure := {
	"cache_first_pull": "Pull the image once from a place with a route to the internet.",
	"foreign_layers": "Push the image with its base layers (allow-nondistributable-artifacts).",
}
