# METADATA
# title: Repository is created together with the service
# description: |
#   The repository and the service that pulls from it are created by one apply. On the first
#   one the repository is empty, and the tasks fail until an image has been pushed.
# related_resources:
#   - description: Using Amazon ECR images with Amazon ECS
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_ECS.html
#   - description: CannotPullContainer task errors in Amazon ECS
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: info
#   predicts: >-
#     CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to
#     resolve ref
#   fix: Create the repository and push the image before the service is created.
#   looks_at: created_here
package rules.repository.empty

import data.rules.lib.gates

# METADATA
# description: repository is created together with the service
doubts contains object.union(note.finding, {
	"message": concat(" ", [
		$"{note.doubt.by} is created together with the service, so the first",
		"deployment finds no image in it",
	]),
	"severity": "info",
	"fix": {"kind": "push_first", "repository": note.doubt.by},
}) if {
	some note in gates.noted
	note.doubt.name == "created_here"
}
