# METADATA
# title: Repository is not one that is declared
# description: |
#   The image names a repository that the configuration does not declare in this registry,
#   but one of nearly the same name is declared. It may exist elsewhere; more often it is
#   a slip.
# related_resources:
#   - description: Common errors for Docker commands with Amazon ECR
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/common-errors-docker.html
#   - description: CannotPullContainer task errors in Amazon ECS
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: warning
#   predicts: >-
#     CannotPullContainerError: API error (404): repository not found: name unknown: The
#     repository with name 'REPOSITORY' does not exist in the registry with id 'ACCOUNT'
#   fix: >-
#     Refer to the repository_url (in templates RepositoryUri) of the declared repository
#     instead of writing its name.
#   looks_at: latest_tag, near_name
package rules.image.not_found

import data.rules.lib.gates

# METADATA
# description: a repository of nearly that name is declared
doubts contains object.union(note.finding, {
	"part": input.image.repository,
	"message": concat(" ", [
		$"no repository {input.image.repository} is declared, but",
		$"{_near(note.doubt.detail)} is",
	]),
	"severity": "warning",
	"fix": {"kind": "repository_url", "repository": object.get(note.doubt.detail, "repository", "")},
}) if {
	some note in gates.noted
	note.doubt.name == "near_name"
}

# METADATA
# description: no tag and no digest
doubts contains object.union(note.finding, {
	"part": input.image.repository,
	"message": concat(" ", [
		$"image {input.image.repository} has no tag, so the tag latest is pulled,",
		"which may not exist",
	]),
	"severity": "info",
	"fix": "Name a tag or a digest.",
}) if {
	some note in gates.noted
	note.doubt.name == "latest_tag"
}

_near(detail) := object.get(detail, "near", object.get(detail, "repository", "a similar one"))
