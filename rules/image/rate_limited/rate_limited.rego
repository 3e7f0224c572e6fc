# METADATA
# title: Docker Hub without credentials
# description: |
#   Docker Hub limits how often an address may pull without logging in, and all tasks behind
#   one NAT gateway share an address. A deployment or a scale-out then fails for as long as
#   the limit lasts.
# related_resources:
#   - description: CannotPullContainer task errors in Amazon ECS
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
#   - description: Pull through cache rules in Amazon ECR
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: warning
#   predicts: >-
#     CannotPullContainerError: ERROR: toomanyrequests: Too Many Requests or You have reached
#     your pull rate limit.
#   fix: >-
#     Pull through a cache rule of Amazon ECR, copy the image there, or give the container
#     repository credentials.
#   looks_at: rate_limited
package rules.image.rate_limited

import data.rules.lib.gates

# METADATA
# description: docker Hub without credentials
doubts contains object.union(note.finding, {
	"message": concat(" ", [
		$"image {input.image.reference} is pulled from Docker Hub without",
		"credentials, whose rate limit then stops deployments",
	]),
	"severity": "warning",
}) if {
	some note in gates.noted
	note.doubt.name == "rate_limited"
}
