# METADATA
# title: Block Public Access stops the way out
# description: |
#   VPC Block Public Access is on in the region and no exclusion covers the VPC or subnet.
#   In the bidirectional mode nothing passes an internet gateway, NAT gateways included; in
#   the ingress mode only NAT gateways and egress-only gateways still work.
# related_resources:
#   - description: VPC Block Public Access
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     CannotPullContainerError: Error response from daemon: Get url: net/http: request
#     canceled while waiting for connection
#   fix: >-
#     Use VPC endpoints, or add an exclusion (allow-egress) for the subnet of the NAT
#     gateway.
#   looks_at: bpa
package rules.network.bpa

import data.rules.lib.gates

# METADATA
# description: legs whose internet path is blocked
closed contains object.union(fault.finding, {
	"message": concat(" ", [
		$"{fault.gate.by} blocks {object.get(_what, fault.gate.reason, "the way")}",
		"and excludes neither",
		$"the VPC nor the subnet, so {_effect}",
	]),
	"fix": {"kind": "bpa", "reason": fault.gate.reason},
}) if {
	some fault in gates.on_legs
	fault.gate.name == "bpa"
}

_effect := $"the way out of {input.placement.subnet} is closed"

_what := {
	"bidirectional": "all traffic through internet gateways",
	"ingress": "public addresses behind internet gateways",
}
