package rules.lib.words_test

import data.rules.lib.sample
import data.rules.lib.words

test_attributes_of_templates_are_properties if {
	doc := object.union(sample.document, {"language": "cloudformation"})
	names := [words.attribute(name) |
		some name in ["private_dns_enabled", "enable_dns_support", "image", "repository_url"]
	] with input as doc
	names == ["PrivateDnsEnabled", "EnableDnsSupport", "Image", "RepositoryUri"]
}

test_attributes_of_terraform_are_arguments if {
	words.attribute("private_dns_enabled") == "private_dns_enabled" with input as sample.document
}
