# METADATA
# title: Platform that cannot run the image
# description: |
#   The task asks for a platform on which its image cannot be: tasks for ARM64 need Fargate
#   platform version 1.4.0 or later.
# related_resources:
#   - description: Fargate Linux platform versions
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-linux-fargate.html
#   - description: CannotPullContainer task errors in Amazon ECS
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     CannotPullContainerError: image Manifest does not contain descriptor matching platform
#     'linux/amd64'
#   fix: Use platform version LATEST, or the architecture that the platform has.
#   looks_at: platform
package rules.image.platform

import data.rules.lib.gates

# METADATA
# description: the platform does not fit
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"{fault.gate.by} asks for ARM64 on Fargate platform",
		$"{input.workload.platform_version}, which is there only from 1.4.0 on",
	]),
	"fix": {"kind": "attribute", "name": "platform_version", "value": "LATEST"},
}) if {
	some fault in gates.of_pull
	fault.gate.name == "platform"
}
