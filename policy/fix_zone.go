package policy

import (
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/report"
)

// recordFix adds the record that the zone lacks: of the zone's own name for the login, for every
// name below it for the registry.
func recordFix(m *mending) report.Fix {
	zone := byID(m.pull.Graph.Zones, m.resource, func(z *graph.HostedZone) string { return z.ID })
	if zone == nil {
		return m.say(nil, "Add a record for the registry to %s, or dissociate it from the VPC.",
			m.resource)
	}
	name := m.recordName()
	target := handed("endpoint_dns_entry")
	for _, e := range m.pull.Graph.Endpoints {
		if e.Service.V == serviceOf[m.Reason] && e.Type.V == graph.EndpointInterface {
			target = m.ref(e.ID, "dns_entry[0]")
		}
	}
	return m.say(one(m.recordBlock(zone, name, target)),
		"Add the record %s to %s, an alias of the endpoint.", name, zone.ID)
}

// recordBlock is a new record of a zone, an alias of an endpoint: one more of the resource that
// removes what it does not list, where the zone has such a one.
func (m *mending) recordBlock(zone *graph.HostedZone, name string, target reference) part {
	if all := m.lists("aws_route53_records_exclusive", zone.ID); all != "" && m.home(all) == m.module {
		return in("aws_route53_records_exclusive", all, argument{"resource_record_set", section{
			{"name", pattern(name)},
			{"type", text("A")},
			{"alias_target", section{
				{"dns_name", chosen{target, "dns_name", "1"}},
				{"hosted_zone_id", chosen{target, "hosted_zone_id", "0"}},
				{"evaluate_target_health", literal("false")},
			}},
		}})
	}
	zoneName := "name"
	if m.template() {
		zoneName = "dns_name"
	}
	return block("aws_route53_record", m.unused("aws_route53_record", label(zone.ID), "registry"),
		argument{"zone_id", m.ref(zone.ID, "zone_id")},
		argument{"name", pattern(name)}, argument{"type", text("A")},
		argument{"alias", section{
			{zoneName, chosen{target, "dns_name", "1"}},
			{"zone_id", chosen{target, "hosted_zone_id", "0"}},
			{"evaluate_target_health", literal("false")},
		}})
}

// zoneNameFix gives a hosted zone the name that tasks ask for, and its record that name too.
func zoneNameFix(m *mending) report.Fix {
	id, record, said := m.Resource, m.Name, "a record of that name"
	if !strings.HasPrefix(m.Name, "api.") {
		record = "*." + m.Name
		said = "a record " + record
	}
	m.module = m.home(id)
	parts := one(in("aws_route53_zone", id, argument{"name", pattern(m.Name)}))
	zone := byID(m.pull.Graph.Zones, id, func(z *graph.HostedZone) string { return z.ID })
	if zone != nil {
		parts = append(parts, m.recordOf(zone, record))
	}
	return m.say(parts,
		"Name %s %s and give it %s that is an alias of %s; or set %s to true on %s and remove the zone.",
		id, m.Name, said, m.Endpoint, m.word("private_dns_enabled"), m.Endpoint)
}

// recordOf gives the record of a zone that leads to the endpoint another name, or adds one where
// there is none that stands by itself.
func (m *mending) recordOf(zone *graph.HostedZone, name string) part {
	for _, r := range zone.Records {
		kind := m.resourceType(r.ID)
		if r.Endpoint.To != nil && r.Endpoint.To.ID == m.Endpoint && m.home(r.ID) == m.module &&
			(kind == "aws_route53_record" || kind == "AWS::Route53::RecordSet") {
			return in("aws_route53_record", r.ID, argument{"name", pattern(name)})
		}
	}
	return m.recordBlock(zone, name, m.ref(m.Endpoint, "dns_entry[0]"))
}

// recordName is the name of the record for a leg: the host's, or a wildcard where the host has a
// name for each registry or bucket.
func (m *mending) recordName() string {
	for _, leg := range m.bounds.best.Legs {
		if leg.Name != m.Reason {
			continue
		}
		if _, domain, ok := strings.Cut(leg.Host, "."); ok &&
			(leg.Name == "manifest" || leg.Name == "layers") {
			return "*." + domain
		}
		return leg.Host
	}
	return "of the registry"
}

// serviceOf says which endpoint serves a leg.
var serviceOf = map[string]string{
	"authorize": "ecr.api", "manifest": "ecr.dkr", "layers": "s3", "credentials": "secretsmanager",
}
