package rules.network.registry_needs_internet_test

import data.rules.lib.sample
import data.rules.network.registry_needs_internet

_hub := object.union(
	sample.with_legs([sample.stranded("fetch", "none", "")]),
	{"image": {"registry": "docker-hub", "reference": "nginx:1.27"}},
)

test_closed_where_only_endpoints_lead_out if {
	found := registry_needs_internet.closed with input as sample.with_endpoint(_hub)
	some element in found
	startswith(element.at, "aws_ecs_task_definition.api#")
	startswith(element.message, "image nginx:1.27 comes from Docker Hub over the internet")
}

test_closed_whatever_the_registry if {
	doc := object.union(_hub, {"image": {"registry": "unknown", "reference": ""}})
	found := registry_needs_internet.closed with input as sample.with_endpoint(doc)
	some element in found
	contains(element.message, "has no way to the internet, and the endpoints")
}

test_silent_without_endpoints if {
	registry_needs_internet.closed == set() with input as _hub
}

test_silent_for_a_private_image if {
	doc := sample.with_endpoint(sample.with_legs([sample.stranded("manifest", "absent", "")]))
	registry_needs_internet.closed == set() with input as doc
}

test_doubt_about_the_first_pull_through_a_cache if {
	doc := sample.with_doubt("cache_first_pull", "aws_ecr_pull_through_cache_rule.hub", {})
	found := registry_needs_internet.doubts with input as doc
	{element.severity | some element in found} == {"warning"}
	registry_needs_internet.closed == set() with input as doc
}
