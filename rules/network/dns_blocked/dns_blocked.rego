# METADATA
# title: Name servers of the VPC cannot be reached
# description: |
#   The VPC's DHCP options name name servers of its own, and the security groups or network
#   ACLs do not let port 53 through to them, or no route leads there. Amazon's own resolver
#   is never filtered: with AmazonProvidedDNS no rule for port 53 is needed.
# related_resources:
#   - description: Verifying Amazon ECS stopped task connectivity
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/verify-connectivity.html
#   - description: DHCP option sets
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_DHCP_Options.html
#   - description: Security groups of a VPC
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     ResourceInitializationError: unable to pull secrets or registry auth: dial tcp: lookup
#     api.ecr.REGION.amazonaws.com: i/o timeout
#   fix: Let UDP and TCP 53 out to the name servers.
#   looks_at: dns, dns_tcp_blocked
package rules.network.dns_blocked

import data.rules.lib.gates

# METADATA
# description: legs whose name cannot be asked for
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"{fault.gate.by} lets no UDP 53 out to the VPC's own name",
		$"servers{_servers(fault.gate.detail)}, {_effect}",
	]),
	"fix": {"kind": "dns_egress", "servers": object.get(fault.gate.detail, "servers", [])},
}) if {
	some fault in gates.on_legs
	fault.gate.name == "dns"
	fault.gate.reason == "servers_blocked"
}

# METADATA
# description: servers to which no route leads
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"{fault.gate.by} has no way to the VPC's own name",
		$"servers{_servers(fault.gate.detail)}, {_effect}",
	]),
	"fix": "Add a route to the name servers, or use AmazonProvidedDNS.",
}) if {
	some fault in gates.on_legs
	fault.gate.name == "dns"
	fault.gate.reason == "servers_unreached"
}

# METADATA
# description: only UDP is let through
doubts contains object.union(note.finding, {
	"message": concat(" ", [
		$"{note.doubt.by} lets UDP 53 out to the VPC's own name servers and no TCP",
		$"53, {_long}",
	]),
	"severity": "warning",
	"fix": {"kind": "dns_egress", "servers": object.get(note.doubt.detail, "servers", [])},
}) if {
	some note in gates.noted
	note.doubt.name == "dns_tcp_blocked"
}

_effect := "so the registry's name does not resolve"

_long := "so answers that do not fit into one packet are lost"

_servers(detail) := $" ({concat(", ", servers)})" if {
	servers := object.get(detail, "servers", [])
	count(servers) > 0
} else := ""
