# METADATA
# title: Image names another registry than its repository's
# description: |
#   A repository of this name is declared, but in another region or account than the image
#   says. It may be replicated there; more often the host of the registry was copied from
#   elsewhere. An image without a host is pulled from Docker Hub, also where a repository
#   of its name is declared in Amazon ECR.
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
#     CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to
#     resolve ref
#   fix: >-
#     Refer to the repository_url (in templates RepositoryUri) of the declared repository
#     instead of writing the registry
#     out.
#   looks_at: wrong_account, wrong_host, wrong_region
package rules.image.wrong_registry

import data.rules.lib.gates

# METADATA
# description: the repository of that name is declared elsewhere
doubts contains object.union(note.finding, {
	"part": input.image.host,
	"message": concat(" ", [
		$"image {_image(note.doubt)} is asked of {_asked[note.doubt.name]}, but",
		$"{_declared(note.doubt.detail)} is declared {_where(note.doubt.detail)}",
	]),
	"severity": "warning",
	"fix": {"kind": "repository_url", "repository": object.get(note.doubt.detail, "repository", "")},
}) if {
	some note in gates.noted
	note.doubt.name in {"wrong_region", "wrong_account", "wrong_host"}
}

_image(doubt) := input.image.reference if {
	doubt.name == "wrong_host"
} else := input.image.repository

_asked := {
	"wrong_host": "Docker Hub",
	"wrong_region": $"region {input.image.region}",
	"wrong_account": $"account {input.image.account}",
}

_declared(detail) := object.get(detail, "repository", "the repository of that name")

_where(detail) := $"in {detail.region}" if {
	detail.region
} else := $"in {detail.account}" if {
	detail.account
} else := "in Amazon ECR"
