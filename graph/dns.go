package graph

import (
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// dnsReaders read private hosted zones and whatever else changes what a name resolves to.
var dnsReaders = []reader{
	node("aws_route53_zone", (*builder).declareZone, (*builder).linkZone),
	join("data.aws_route53_zone", (*builder).joinReadZone),
	join("aws_route53_zone_association", (*builder).joinZone),
	join("aws_route53_record", (*builder).joinRecord),
	join("aws_route53_records_exclusive", (*builder).joinAllRecords),
	join("aws_route53_resolver_rule_association", (*builder).joinResolverRule),
	join("aws_route53_resolver_firewall_rule_group_association", (*builder).joinResolving),
	join("aws_route53profiles_association", (*builder).joinResolving),
	join("aws_route53_profiles_association", (*builder).joinResolving),

	node("AWS::Route53::HostedZone", (*builder).declareZone, (*builder).linkZone).spelled(spelling{
		"vpc":    "VPCs",
		"vpc_id": "VPCId",
	}),
	join("AWS::Route53::RecordSet", (*builder).joinRecord).spelled(recordNames),
	join("AWS::Route53::RecordSetGroup", (*builder).joinRecords).spelled(recordNames),
	join("AWS::Route53Resolver::ResolverRuleAssociation", (*builder).joinResolverRule).
		spelled(spelling{"vpc_id": "VPCId"}),
	join("AWS::Route53Resolver::FirewallRuleGroupAssociation", (*builder).joinResolving),
	join("AWS::Route53Profiles::ProfileAssociation", (*builder).joinResolving),
}

// recordNames are the properties of Route 53 records.
var recordNames = spelling{
	"zone_id":    "HostedZoneId|HostedZoneName",
	"alias":      "AliasTarget",
	"alias.name": "DNSName",
	"records":    "ResourceRecords",
}

func (b *builder) declareZone(o block) *HostedZone {
	z := &HostedZone{Node: b.node(o.res), Name: domainName(o.holed("name", ""))}
	b.graph.Zones = append(b.graph.Zones, z)
	return z
}

// domainName spells a domain as HostedZone and Record do.
func domainName(name Value[string]) Value[string] {
	name.V = strings.TrimSuffix(strings.ToLower(name.V), ".")
	return name
}

func (b *builder) linkZone(o block, z *HostedZone) {
	found, open := o.blocks("vpc")
	z.VPCs = List[Link[VPC]]{Given: len(found) > 0, Open: open, Site: o.site("vpc")}
	if open != nil {
		b.loseZone(Link[VPC]{Why: open}, open, z.Name)
	}
	for _, inner := range found {
		l := link(inner, "vpc_id", findVPC)
		if why := first(inner.maybe); why != nil && l.To != nil {
			z.VPCs.Open = first(z.VPCs.Open, why)
			b.loseZone(l, why, z.Name)
			continue
		}
		if !l.None() {
			z.VPCs.Items = append(z.VPCs.Items, l)
		}
	}
}

// loseZone notes that a zone of the name may be associated with the VPCs that the link may mean.
func (b *builder) loseZone(l Link[VPC], why *parser.Origin, name Value[string]) {
	if name.Known() && !parser.Holed(name.V) && !isRegistryName(name.V) {
		return
	}
	for _, v := range b.mayBeVPC(l) {
		v.LostZones = append(v.LostZones, why)
	}
}

// findZone finds a hosted zone by its id, or by its name: no two zones in view may have it then.
func findZone(b *builder, r ref) *HostedZone {
	if z := at[HostedZone](b, r.address); z != nil || !strings.HasSuffix(r.text, ".") {
		return z
	}
	domain := strings.ToLower(strings.TrimSuffix(r.text, "."))
	named := filter(b.graph.Zones, func(z *HostedZone) bool {
		return z.Name.Known() && z.Name.V == domain
	})
	if len(named) != 1 {
		return nil
	}
	return named[0]
}

// joinReadZone reads a data source that finds a private zone of a VPC in view: what records it has
// is not known.
func (b *builder) joinReadZone(o block) {
	l := link(o, "vpc_id", findVPC)
	private := o.boolean("private_zone", false)
	if l.None() && private.Known() && !private.V {
		return
	}
	why := &parser.Origin{What: o.res.Address, Why: "is read at plan time", Address: o.res.Address}
	if l.To != nil {
		b.loseZone(l, why, o.holed("name", ""))
	}
}

func (b *builder) joinZone(o block) {
	zone := link(o, "zone_id", findZone)
	vpc := link(o, "vpc_id", findVPC)
	switch {
	case zone.To == nil:
		b.loseZone(vpc, zone.Why, Value[string]{Why: zone.Why})
	case o.res.Maybe != nil:
		zone.To.VPCs.Open = first(zone.To.VPCs.Open, o.res.Maybe)
		b.loseZone(vpc, o.res.Maybe, zone.To.Name)
	default:
		zone.To.VPCs.Given = true
		zone.To.VPCs.Items = append(zone.To.VPCs.Items, vpc)
	}
}

func (b *builder) joinRecord(o block) { b.record(o, link(o, "zone_id", findZone)) }

// joinRecords reads a group of records, which names the zone for all of them.
func (b *builder) joinRecords(o block) {
	zone := link(o, "zone_id", findZone)
	sets, open := o.blocks("record_sets")
	for _, inner := range sets {
		l := zone
		if l.None() {
			l = link(inner, "zone_id", findZone)
		}
		b.record(inner, l)
	}
	if open != nil {
		b.loseRecord(zone, open)
	}
}

// joinAllRecords reads the list of all records of a zone.
// https://registry.terraform.io/providers/hashicorp/aws (route53_records_exclusive)
func (b *builder) joinAllRecords(o block) {
	zone := link(o, "zone_id", findZone)
	sets, open := o.blocks("resource_record_set")
	for _, inner := range sets {
		b.record(inner, zone)
	}
	if open != nil {
		b.loseRecord(zone, open)
	}
}

// loseRecord notes that a zone may have more records.
func (b *builder) loseRecord(l Link[HostedZone], why *parser.Origin) {
	for _, z := range b.graph.Zones {
		if z == l.To || l.To == nil && b.mayBe(l.Why, &z.Node) {
			z.LostRecords = append(z.LostRecords, why)
		}
	}
}

// record reads one record of a zone.
func (b *builder) record(o block, l Link[HostedZone]) {
	record := &Record{
		Node: b.node(o.res), Name: domainName(o.holed("name", "")),
		Type: o.text("type", ""),
	}
	record.Maybe = first(record.Maybe, o.maybe)
	record.Endpoint = b.leadsTo(o)
	if l.To == nil {
		b.loseRecord(l, l.Why)
		return
	}
	record.Name = inZone(record.Name, l.To.Name)
	l.To.Records = append(l.To.Records, record)
}

// inZone writes a record's name in full: a name that does not end in the zone's is relative to it.
func inZone(record, zone Value[string]) Value[string] {
	if record.Why != nil || zone.Why != nil {
		return record
	}
	switch {
	case record.V == "" || record.V == "@":
		record.V = zone.V
	case record.V != zone.V && !strings.HasSuffix(record.V, "."+zone.V):
		record.V += "." + zone.V
	}
	return record
}

// leadsTo finds the endpoint that a record leads to: by alias, as CNAME, or by address.
func (b *builder) leadsTo(o block) Link[Endpoint] {
	if alias, ok := o.first("alias"); ok {
		if b.cloudFormation {
			return link(alias, "alias.name", findEndpoint)
		}
		return link(alias, "name", findEndpoint)
	}
	if alias, ok := o.first("alias_target"); ok && !b.cloudFormation {
		return link(alias, "dns_name", findEndpoint)
	}
	targets := links(o, "records", findEndpoint)
	for _, target := range targets.Items {
		if target.To != nil {
			return target
		}
	}
	if len(targets.Items) > 0 {
		return targets.Items[0]
	}
	l := Link[Endpoint]{Why: targets.Open, Site: targets.Site}
	if open := targets.Open; open != nil {
		l.Text = labelOf(open)
		if e := findEndpoint(b, ref{address: open.Address, attr: open.Attr}); e != nil &&
			telling(open) {
			l.To, l.Why = e, nil
		}
	}
	return l
}

// joinResolverRule reads the association of a forwarding rule with a VPC: names under the rule's
// domain are answered by servers that cannot be seen.
func (b *builder) joinResolverRule(o block) {
	name := Value[string]{Why: &parser.Origin{What: o.res.Address, Why: "forwards names"}}
	d := o.get("resolver_rule_id")
	address := ""
	if text, ok := scalar(d); ok && d.known && !d.null() {
		if origin, whole := b.origins.Whole(text); whole {
			address = origin.Address
		}
	}
	if r := b.resources[address]; r != nil {
		rule := b.block(r)
		name = domainName(rule.holed("domain_name", ""))
		if kind := rule.text("rule_type", ""); kind.Known() && kind.V == "SYSTEM" {
			return
		}
	}
	b.loseZone(link(o, "vpc_id", findVPC), resolving(o), name)
}

// joinResolving reads what may change any name's resolution in a VPC.
func (b *builder) joinResolving(o block) {
	attr := "vpc_id"
	if !o.given(attr) {
		attr = "resource_id" // of a profile's association
	}
	why := resolving(o)
	b.loseZone(link(o, attr, findVPC), why, Value[string]{Why: why})
}

func resolving(o block) *parser.Origin {
	return &parser.Origin{What: o.res.Address, Why: "may change how names resolve"}
}

// settleZones ties hosted zones to their VPCs. A zone without any VPC is public and is dropped.
func (b *builder) settleZones() {
	b.graph.Zones = filter(b.graph.Zones, func(z *HostedZone) bool {
		return len(z.VPCs.Items) > 0 || z.VPCs.Open != nil
	})
	for _, z := range b.graph.Zones {
		for _, l := range z.VPCs.Items {
			if l.To != nil {
				l.To.Zones = append(l.To.Zones, z)
				continue
			}
			b.loseZone(l, l.Why, z.Name)
		}
	}
}

// isRegistryName reports whether a private zone or rule for the domain may answer for a registry.
func isRegistryName(domain string) bool {
	domain = strings.Trim(strings.ToLower(domain), ".")
	if domain == "" {
		return true
	}
	for _, host := range registryDomains {
		if domain == host || strings.HasSuffix(domain, "."+host) ||
			strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return false
}

// registryDomains are the domains of registries and of what stores their layers.
var registryDomains = []string{
	"amazonaws.com", "amazonaws.com.cn", "amazonaws.eu", "on.aws", "ecr.aws", "cloudfront.net",
	"docker.io", "docker.com", "ghcr.io", "githubusercontent.com", "quay.io", "gcr.io", "pkg.dev",
	"googleapis.com", "registry.k8s.io", "mcr.microsoft.com", "azurecr.io", "gitlab.com",
}
