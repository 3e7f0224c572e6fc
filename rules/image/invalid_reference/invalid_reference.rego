# METADATA
# title: Image reference does not parse
# description: |
#   The image is not of the form registry/repository[:tag] or
#   registry/repository[@digest]. Usual slips: https:// in front, an ARN instead of the
#   URL, upper case in the path, a colon with nothing behind it, the name of a repository
#   instead of its repository_url (in templates RepositoryUri), a placeholder that was
#   never filled in.
# related_resources:
#   - description: ContainerDefinition in the Amazon ECS API
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
#   - description: Grammar of image references
#     ref: https://pkg.go.dev/github.com/distribution/reference
#   - description: CannotPullContainer task errors in Amazon ECS
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     CannotPullContainerError: invalid reference format
#   fix: >-
#     Write ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG, best as
#     "${aws_ecr_repository.NAME.repository_url}:TAG", in templates
#     !Sub "${Repository.RepositoryUri}:TAG".
#   looks_at: reference
package rules.image.invalid_reference

import data.rules.lib.gates

# METADATA
# description: the reference is none
closed contains object.union(fault.finding, {
	"part": input.image.reference,
	"message": _message(fault.gate),
	"fix": {"kind": "reference", "suggestion": object.get(fault.gate.detail, "suggestion", "")},
}) if {
	some fault in gates.of_pull
	fault.gate.name == "reference"
}

_message(gate) := $"container \"{input.container.name}\" of {gate.by} names no image" if {
	gate.detail.problem == "empty"
} else := concat(" ", [
	$"image \"{input.image.reference}\" is no valid",
	$"reference{_problem(gate.detail)}",
])

_problem(detail) := $": {object.get(_problems, problem, problem)}" if {
	problem := object.get(detail, "problem", "")
	problem != ""
} else := ""

_problems := {
	"account": "the account is not of twelve digits",
	"arn": "it is an ARN; the repository's URL is meant",
	"digest": "the digest is none",
	"digest_as_tag": "a digest stands behind an @, not behind a colon",
	"empty_digest": "there is nothing behind the @",
	"empty_tag": "there is nothing behind the last colon",
	"host_uppercase": "the registry's host is lower case",
	"missing_account": "the account is missing in front of the registry's host",
	"missing_dkr": "the registry's host lacks its dkr",
	"no_repository": "it names a registry and no repository",
	"placeholder": "a placeholder was not filled in",
	"region": "the registry's host names no region",
	"repository": "the name of the repository is none",
	"scheme": "it must not begin with https://",
	"slash": "a slash stands where no part of a name is",
	"space": "it holds a blank",
	"suffix": "the registry's host does not end as its region's do",
	"tag": "the tag is none",
	"tag_as_digest": "a tag stands behind a colon, not behind an @",
	"too_long": "it is longer than 255 characters",
	"uppercase": "the name of a repository is lower case",
}
