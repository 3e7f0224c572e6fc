package rules.image.wrong_registry_test

import data.rules.image.wrong_registry
import data.rules.lib.sample

test_doubt_about_the_region if {
	doc := sample.with_doubt("wrong_region", "aws_ecs_task_definition.api", {
		"repository": "aws_ecr_repository.api",
		"region": "us-east-1",
	})
	found := wrong_registry.doubts with input as doc
	{element.message | some element in found} == {concat(" ", [
		"image api is asked of region eu-west-1, but aws_ecr_repository.api is declared",
		"in us-east-1",
	])}
}

test_doubt_about_the_account if {
	doc := sample.with_doubt("wrong_account", "aws_ecs_task_definition.api", {})
	{element.severity | some element in wrong_registry.doubts} == {"warning"} with input as doc
}

test_doubt_about_the_host if {
	doc := sample.with_doubt("wrong_host", "aws_ecs_task_definition.api", {
		"repository": "aws_ecr_repository.api",
	})
	some element in wrong_registry.doubts with input as doc
	contains(element.message, "is asked of Docker Hub, but aws_ecr_repository.api is declared")
}

test_silent_otherwise if {
	wrong_registry.doubts == set() with input as sample.document
}
