package rules.repository.expires_images_test

import data.rules.lib.sample
import data.rules.repository.expires_images

test_doubt_about_images_in_use if {
	detail := {"rule": "rule 1 keeps 3 images of any tag"}
	doc := sample.with_doubt("expires_images", "aws_ecr_lifecycle_policy.api", detail)
	found := expires_images.doubts with input as doc
	{element.severity | some element in found} == {"warning"}
	some element in found
	contains(element.message, "rule 1 keeps 3 images")
}

test_silent_otherwise if {
	expires_images.doubts == set() with input as sample.document
}
