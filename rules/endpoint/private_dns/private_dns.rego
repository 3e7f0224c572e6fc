# METADATA
# title: Registry's name does not lead to the endpoint
# description: |
#   Tasks ask for the registry by its public name. Only private DNS on the endpoint (off
#   unless private_dns_enabled, in templates PrivateDnsEnabled, is set) or a private
#   hosted zone of exactly that name makes it resolve to the endpoint; otherwise it
#   resolves to public addresses, and there is no way to them. Private DNS needs both DNS
#   attributes of the VPC: without them the endpoint is refused at apply.
# related_resources:
#   - description: Access an AWS service through an interface endpoint
#     ref: https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
#   - description: DNS attributes of a VPC
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html
#   - description: Amazon ECR interface VPC endpoints
#     ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     ResourceInitializationError: unable to pull secrets or registry auth: The task cannot
#     pull registry authentication from Amazon ECR. There is a connection issue between the
#     task and Amazon ECR. Check your task network configuration.
#   fix: >-
#     Set private_dns_enabled on the endpoint, and enable_dns_support and
#     enable_dns_hostnames on the VPC (in templates PrivateDnsEnabled, EnableDnsSupport and
#     EnableDnsHostnames).
#   looks_at: dns, exit, custom_dns_endpoints, unused_endpoint
package rules.endpoint.private_dns

import data.rules.lib.gates
import data.rules.lib.words

# METADATA
# description: legs whose endpoint is there but does not answer to the name
closed contains object.union(fault.finding, {
	"resource": fault.leg.endpoint.id,
	"at": fault.leg.endpoint.at,
	"message": concat(" ", [
		$"{fault.leg.endpoint.id} does not answer to {fault.leg.host} ({_off(fault.leg.endpoint)}), so",
		words.stops(fault.leg.name),
	]),
	"fix": _mend(fault.leg.endpoint),
}) if {
	some fault in gates.stranded
	fault.leg.endpoint.reason == "private_dns"
	not [fault.leg.name, fault.leg.endpoint.zone] in _without_record
}

# The zone has the right name and only lacks the record, which is a finding of its own.
_without_record := {[fault.leg.name, fault.gate.by] |
	some fault in gates.on_legs
	fault.gate.name == "dns"
	fault.gate.reason == "no_record"
}

# METADATA
# description: names that a private hosted zone answers for without a record
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"{fault.gate.by} answers for {fault.leg.host} in {input.placement.vpc} and",
		$"has no record for it, so {words.stops(fault.leg.name)}",
	]),
	"fix": {"kind": "record", "reason": fault.leg.name},
}) if {
	some fault in gates.on_legs
	fault.gate.name == "dns"
	fault.gate.reason == "no_record"
}

# METADATA
# description: endpoints that AWS refuses to create
closed contains object.union(fault.finding, {
	"resource": endpoint,
	"at": at,
	"message": $"{_asking(fault, endpoint)} asks for private DNS, which {_refused}",
	"fix": {"kind": "dns_attributes", "vpc": input.placement.vpc},
}) if {
	some fault in gates.on_legs
	[endpoint, at] := _rejected(fault)
}

# METADATA
# description: endpoints that are of no use, and name servers that may not forward to them
doubts contains object.union(note.finding, {
	"message": $"{note.doubt.by} {_idle[note.doubt.name]}",
	"severity": "info",
	"fix": _cure[note.doubt.name],
}) if {
	some note in gates.noted
	note.doubt.name in {"unused_endpoint", "custom_dns_endpoints"}
}

_off(endpoint) := "private DNS is off, and no hosted zone leads there" if {
	endpoint.zone == ""
} else := concat(" ", [
	$"private DNS is off, and the hosted zone {endpoint.zone}, which leads there, has the name",
	$"{endpoint.zone_name} where {endpoint.wanted_name} is due",
])

_mend(endpoint) := {"kind": "attribute", "name": "private_dns_enabled", "value": true} if {
	endpoint.zone == ""
} else := {
	"kind": "zone_name",
	"resource": endpoint.zone,
	"name": endpoint.wanted_name,
	"endpoint": endpoint.id,
}

_refused := concat(" ", [
	$"{input.placement.vpc} does not allow: {words.attribute("enable_dns_support")} and",
	words.attribute("enable_dns_hostnames"),
	$"must both be true, and {words.deployment} fails",
])

# The gate may blame the VPC, whose attributes are off.
_asking(fault, blamed) := fault.leg.exit.id if {
	fault.leg.exit.kind == "interface_endpoint"
	fault.leg.exit.id != ""
} else := blamed

_rejected(fault) := [fault.gate.by, fault.gate.at] if {
	fault.gate.name == "dns"
	fault.gate.reason == "refused_attributes"
}

_rejected(fault) := [fault.leg.endpoint.id, fault.leg.endpoint.at] if {
	fault.gate.name == "exit"
	fault.leg.endpoint.reason == "refused_dns_attributes"
}

_idle := {
	"unused_endpoint": "has no private DNS: the pull goes over the internet and never uses it",
	"custom_dns_endpoints": concat(" ", [
		"works through private DNS, which the VPC's own name servers know only",
		"if they forward to Amazon's resolver",
	]),
}

_cure := {
	"unused_endpoint": concat(" ", [
		$"Set {words.attribute("private_dns_enabled")} on the endpoint,",
		"or remove it.",
	]),
	"custom_dns_endpoints": "Let the name servers forward amazonaws.com to Amazon's resolver.",
}
