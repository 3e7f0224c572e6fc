# METADATA
# title: Network ACL drops the pull
# description: |
#   Network ACLs keep no state: the request on TCP 443 and the answer to the ephemeral ports
#   of the client both need an entry, at the subnet that fetches and at the subnet of the
#   endpoint or NAT gateway. Entries are read in the order of their numbers and the first
#   that matches decides. Answers from Amazon S3 come from public addresses, also through a
#   gateway endpoint.
# related_resources:
#   - description: Network ACLs of a VPC
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
#   - description: Verifying Amazon ECS stopped task connectivity
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/verify-connectivity.html
#   - description: CannotPullContainer task errors in Amazon ECS
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     CannotPullContainerError: The task cannot pull the image from the Amazon ECR
#     repository. There is a connection issue between the task and Amazon ECR. Check your
#     task network configuration.
#   fix: >-
#     Allow TCP 443 towards the destination and TCP 1024-65535 back, in entries with lower
#     numbers than those that deny.
#   looks_at: acl, acl_partial_return
package rules.network.acl_blocked

import data.rules.lib.gates
import data.rules.lib.words

# METADATA
# description: legs whose request or answer an ACL drops
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"{fault.gate.by} lets no {_traffic(fault)} at {_place(fault)}{_by(fault)},",
		$"so {words.stops(fault.leg.name)}",
	]),
	"fix": object.union({"kind": "acl", "reason": fault.gate.reason}, fault.gate.detail),
	"part": concat(" ", [
		_direction(fault),
		object.get(fault.gate.detail, "ports", fault.gate.reason),
	]),
}) if {
	some fault in _faults
	not _covered(fault)
}

# METADATA
# description: only a part of the ephemeral ports is let back in
doubts contains object.union(note.finding, {
	"message": concat(" ", [
		$"{note.doubt.by} lets back only a part of the ephemeral ports 32768-60999,",
		"so pulls fail at random, depending on the port that the client picks",
	]),
	"severity": "warning",
	"fix": object.union({"kind": "acl", "reason": "return"}, note.doubt.detail),
	"part": "ephemeral",
}) if {
	some note in gates.noted
	note.doubt.name == "acl_partial_return"
}

_faults := [fault |
	some fault in gates.on_legs
	fault.gate.name == "acl"
]

# The entry for every address that another leg needs lets this one through too.
_covered(fault) if {
	not _anywhere(fault)
	some other in _faults
	_anywhere(other)
	other.gate.at == fault.gate.at
	other.gate.by == fault.gate.by
	_direction(other) == _direction(fault)
	_ports(other) == _ports(fault)
}

_anywhere(fault) if "internet" in object.get(fault.gate.detail, "remote", [])

_traffic(fault) := concat("", [
	$"{_protocol(fault)} {_ports(fault)} {_way[_direction(fault)]}",
	_peer(fault),
])

_peer(fault) := $" {_toward[_direction(fault)]} {_whom(fault)}" if {
	count(object.get(fault.gate.detail, "remote", [])) > 0
} else := ""

_whom(fault) := "Amazon S3" if {
	_anywhere(fault)
	fault.leg.name == "layers"
} else := "the internet" if {
	_anywhere(fault)
} else := words.list(fault.gate.detail.remote)

_toward := {"egress": "to", "ingress": "from"}

_protocol(fault) := upper(object.get(fault.gate.detail, "protocol", "tcp"))

_ports(fault) := object.get(fault.gate.detail, "ports", object.get(
	{"outbound": "443"},
	fault.gate.reason, "to the ephemeral ports",
))

_direction(fault) := "ingress" if {
	object.get(fault.gate.detail, "direction", "") == "ingress"
} else := "egress" if {
	fault.gate.reason == "outbound"
} else := object.get(fault.gate.detail, "direction", "ingress")

_way := {"egress": "out", "ingress": "in"}

_place(fault) := object.get(fault.gate.detail, "subnet", input.placement.subnet)

_by(fault) := $" (entry {number} denies it)" if {
	number := object.get(fault.gate.detail, "entry", 0)
	number > 0
} else := ""
