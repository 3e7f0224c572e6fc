# METADATA
# title: VPC resolves no names
# description: |
#   The VPC uses Amazon's resolver, and enable_dns_support (in templates EnableDnsSupport)
#   turns it off: no name of the registry resolves.
# related_resources:
#   - description: DNS attributes of a VPC
#     ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html
#   - description: Verifying Amazon ECS stopped task connectivity
#     ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/verify-connectivity.html
# schemas:
#   - input: schema.pull
# custom:
#   severity: error
#   predicts: >-
#     ResourceInitializationError: unable to pull secrets or registry auth: dial tcp: lookup
#     api.ecr.REGION.amazonaws.com: no such host
#   fix: Set enable_dns_support (in templates EnableDnsSupport) to true on the VPC.
#   looks_at: dns
package rules.network.dns_support_off

import data.rules.lib.gates

# METADATA
# description: legs whose name nothing resolves
closed contains object.union(fault.finding, {
	"message": $"{fault.gate.by} has DNS support off, so the registry's name does not resolve",
	"fix": {"kind": "attribute", "name": "enable_dns_support", "value": true},
}) if {
	some fault in gates.on_legs
	fault.gate.name == "dns"
	fault.gate.reason == "support_off"
}
