# METADATA
# title: Lifecycle policy removes images in use
# description: |
#   Amazon ECS pins an image to its digest when a deployment begins and pulls that digest
#   for every later task. A lifecycle rule that expires or archives images by count or age
#   may take it away, and then the service can neither scale nor replace a task.
# related_resources:
#   - description: Lifecycle policies in Amazon ECR
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
#   - description: Container image resolution in Amazon ECS
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
#   - description: Archived images in Amazon ECR
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/archive-image.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: warning
#   predicts: >-
#     CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to
#     resolve ref
#   fix: >-
#     Keep the images that deployments use: match only untagged or prefixed tags, and keep a
#     generous number.
#   looks_at: expires_images
package rules.repository.expires_images

import data.rules.lib.gates

# METADATA
# description: lifecycle policy removes images in use
doubts contains object.union(note.finding, {
	"message": concat(" ", [
		$"{note.doubt.by} may remove the image that a deployment still",
		$"uses{_rule(note.doubt.detail)}",
	]),
	"severity": "warning",
	"fix": {"kind": "lifecycle"},
}) if {
	some note in gates.noted
	note.doubt.name == "expires_images"
}

_rule(detail) := $": {rule}" if {
	rule := object.get(detail, "rule", "")
	rule != ""
} else := ""
