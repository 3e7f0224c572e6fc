# METADATA
# title: Words
# description: How messages name the parts of a pull.
# schemas:
#   - input: schema.pull
package rules.lib.words

# METADATA
# description: what of the pull comes to nothing when a leg fails
stops(leg) := object.get(_effect, leg, "the pull fails")

_effect := {
	"authorize": "the pull stops at the login to the registry",
	"manifest": "the pull stops before the manifest",
	"layers": "the pull stops after the manifest",
	"fetch": "the pull never reaches the registry",
	"credentials": "the pull stops before the registry is asked",
}

# METADATA
# description: who fetches the image
puller := object.get(
	{"task": "the task", "instance": "the container instance"},
	input.puller.interface, "the puller",
)

# METADATA
# description: whose role it is
role := object.get(
	{"execution_role": "execution role", "instance_profile": "instance role"},
	input.puller.principal, "role",
)

# METADATA
# description: where a leg leads, as a security group or network ACL sees it
target(kind, region, exit) := text if {
	kind == "interface_endpoint"
	text := $"the endpoint {exit}"
} else := $"Amazon S3 (prefix list com.amazonaws.{region}.s3)" if {
	kind == "gateway_endpoint"
} else := "the internet"

# METADATA
# description: some names in a sentence, and how many more there are
list(names) := concat(", ", names) if count(names) <= 4

list(names) := $"{concat(", ", array.slice(names, 0, 4))} and {count(names) - 4} more" if {
	count(names) > 4
}

# METADATA
# description: what the groups do let through, in brackets
only(detail) := $" (only to {list(reaches)})" if {
	reaches := object.get(detail, "reaches", [])
	count(reaches) > 0
} else := ""

# METADATA
# description: an attribute by the name that the language of the configuration has for it
attribute(name) := object.get(_properties, name, _pascal(name)) if {
	input.language == "cloudformation"
} else := name

_properties := {"repository_url": "RepositoryUri"}

_pascal(name) := concat("", [$"{upper(substring(word, 0, 1))}{substring(word, 1, -1)}" |
	some word in split(name, "_")
])

# METADATA
# description: what brings the configuration into the cloud
deployment := "the deployment" if {
	input.language == "cloudformation"
} else := "the apply"
