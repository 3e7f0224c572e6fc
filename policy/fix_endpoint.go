package policy

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/report"
)

// endpointFix adds the endpoint that is missing.
func endpointFix(m *mending) report.Fix {
	if m.Service == "s3" {
		return say(m.endpointBlock("s3"),
			"Add the S3 gateway endpoint, on the route tables of the subnets (here of %s).", m.subnet())
	}
	return say(m.endpointBlock(m.Service),
		"Add an interface endpoint for %s with private DNS.", m.Service)
}

// endpointBlock writes the endpoint of a service, with the subnets and groups of its neighbours.
func (m *mending) endpointBlock(service string) string {
	region := m.region()
	if m.Region != "" {
		region = m.Region
	}
	name := strings.ReplaceAll(service, ".", "_")
	head := [][2]string{
		{"vpc_id", m.vpcID()},
		{"service_name", quote("com.amazonaws." + orText(region, "REGION") + "." + service)},
	}
	if service == "s3" {
		return block("aws_vpc_endpoint", name, append(head,
			[2]string{"vpc_endpoint_type", `"Gateway"`},
			[2]string{"route_table_ids", "[" + strings.Join(m.tableRefs(), ", ") + "]"})...)
	}
	subnets, groups := "["+strings.Join(m.subnetRefs(), ", ")+"]", "[var.endpoint_security_group_id]"
	if e := m.interfaceEndpoint(); e != nil {
		subnets = refs(m, e.Subnets.Items, subnets, func(s *graph.Subnet) string { return s.ID })
		groups = refs(m, e.Groups.Items, groups, func(g *graph.SecurityGroup) string { return g.ID })
	}
	return block("aws_vpc_endpoint", name, append(head,
		[2]string{"vpc_endpoint_type", `"Interface"`},
		[2]string{"subnet_ids", subnets},
		[2]string{"security_group_ids", groups},
		[2]string{"private_dns_enabled", "true"})...)
}

// tableRefs refers to the route tables of every placement of the pull, each once.
func (m *mending) tableRefs() []string {
	tables := []string{m.tableRef()}
	for i := range m.pull.Placements {
		there := *m
		there.bounds = &bounds{placement: &m.pull.Placements[i]}
		if table := there.tableRef(); !slices.Contains(tables, table) {
			tables = append(tables, table)
		}
	}
	return tables
}

// subnetRefs refers to the subnets of every placement of the pull, each once.
func (m *mending) subnetRefs() []string {
	subnets := []string{m.subnetRef()}
	for i := range m.pull.Placements {
		there := *m
		there.bounds = &bounds{placement: &m.pull.Placements[i]}
		if subnet := there.subnetRef(); !slices.Contains(subnets, subnet) {
			subnets = append(subnets, subnet)
		}
	}
	return subnets
}

// subnetRef refers to the subnet of the placement.
func (m *mending) subnetRef() string {
	if m.bounds.placement == nil || m.bounds.placement.Subnet == nil {
		return "var.subnet_id"
	}
	return m.ref(m.bounds.placement.Subnet.ID, "id")
}

// refs writes a list of references; otherwise where none of them can be seen.
func refs[N any](m *mending, links []graph.Link[N], otherwise string, id func(*N) string) string {
	var list []string
	for _, link := range links {
		if link.To != nil {
			list = append(list, m.ref(id(link.To), "id"))
		}
	}
	if len(list) == 0 {
		return otherwise
	}
	return "[" + strings.Join(list, ", ") + "]"
}

// endpointSubnetsFix puts an endpoint into subnets.
func endpointSubnetsFix(m *mending) report.Fix {
	return say(in(m.Endpoint, "subnet_ids = ["+m.subnetRef()+"]\n"),
		"Put %s into a subnet of the VPC.", m.Endpoint)
}

// routeTableFix associates the gateway endpoint with the table, in the style that it has.
func routeTableFix(m *mending) report.Fix {
	m.module = moduleOf(m.Endpoint)
	if e := m.endpoint(m.Endpoint); e != nil && e.RouteTables.Given && len(e.RouteTables.Items) > 0 &&
		e.RouteTables.Items[0].Site.Resource == e.Resource {
		tables := refs(m, e.RouteTables.Items, "[]", func(t *graph.RouteTable) string { return t.ID })
		list := strings.TrimSuffix(tables, "]") + ", " + m.tableRef() + "]"
		return say(in(m.Endpoint, "route_table_ids = "+list+"\n"),
			"Add the route table of %s to route_table_ids of %s.", m.subnet(), m.Endpoint)
	}
	return say(block("aws_vpc_endpoint_route_table_association", label(m.Endpoint),
		[2]string{"vpc_endpoint_id", m.ref(m.Endpoint, "id")},
		[2]string{"route_table_id", m.tableRef()}),
		"Associate %s with the route table of %s.", m.Endpoint, m.subnet())
}

// recordFix adds the record that the zone lacks: of the zone's own name for the login, for every
// name below it for the registry.
func recordFix(m *mending) report.Fix {
	zone := byID(m.pull.Graph.Zones, m.resource, func(z *graph.HostedZone) string { return z.ID })
	if zone == nil {
		return say("", "Add a record for the registry to %s, or dissociate it from the VPC.", m.resource)
	}
	name := quote(zone.Name.V)
	if m.Reason != "authorize" {
		name = quote("*." + zone.Name.V)
	}
	target := "var.endpoint_dns_entry"
	for _, e := range m.pull.Graph.Endpoints {
		if e.Service.V == serviceOf[m.Reason] && e.Type.V == graph.EndpointInterface {
			target = m.ref(e.ID, "dns_entry[0]")
		}
	}
	alias := nested("alias", [2]string{"name", target + ".dns_name"},
		[2]string{"zone_id", target + ".hosted_zone_id"}, [2]string{"evaluate_target_health", "false"})
	return say(block("aws_route53_record", label(zone.ID),
		[2]string{"zone_id", m.ref(zone.ID, "zone_id")},
		[2]string{"name", name}, [2]string{"type", `"A"`}, [2]string{"", ""}, [2]string{"", alias}),
		"Add the record %s to %s, an alias of the endpoint.", strings.Trim(name, `"`), zone.ID)
}

// serviceOf says which endpoint serves a leg.
var serviceOf = map[string]string{
	"authorize": "ecr.api", "manifest": "ecr.dkr", "layers": "s3", "credentials": "secretsmanager",
}

// attributeFix sets one attribute.
func attributeFix(m *mending) report.Fix {
	value := fmt.Sprint(m.Value)
	if text, ok := m.Value.(string); ok {
		value = quote(text)
	}
	return say(in(m.resource, m.Name+" = "+value+"\n"),
		"Set %s to %v on %s.", m.Name, m.Value, m.resource)
}

// dnsAttributesFix turns on what private DNS needs.
func dnsAttributesFix(m *mending) report.Fix {
	return say(in(m.VPC, body([2]string{"enable_dns_support", "true"},
		[2]string{"enable_dns_hostnames", "true"})),
		"Set enable_dns_support and enable_dns_hostnames to true on %s.", m.VPC)
}

// endpointPolicyFix lets the role through the endpoint.
func endpointPolicyFix(m *mending) report.Fix {
	if m.Reason == "denied" {
		return say("", "Except the pull by %s from the Deny statement in the policy of %s.",
			orText(m.Role, "the role"), m.resource)
	}
	return say("# in the Statement of the policy of "+local(m.resource)+"\n"+m.statement(
		m.Actions, m.Resource, m.roleARN()),
		"Allow %s on %s in the policy of %s.", strings.Join(m.Actions, ", "),
		orText(m.Resource, "*"), m.resource)
}

// layersPolicyFix lets the layers through the S3 endpoint.
func layersPolicyFix(m *mending) report.Fix {
	words := "Allow s3:GetObject on %s for every principal, without a condition, in the policy of %s."
	if m.Reason == "denied" {
		words = "Except %s from the Deny statement in the policy of %s."
		return say("", words, m.Bucket, m.resource)
	}
	return say("# in the Statement of the policy of "+local(m.resource)+"\n"+
		m.statement([]string{"s3:GetObject"}, m.Bucket, `"*"`), words, m.Bucket, m.resource)
}

// roleARN refers to the role that pulls.
func (m *mending) roleARN() string {
	if m.Role == "" {
		return "var.pull_role_arn"
	}
	return m.ref(m.Role, "arn")
}

// statement writes a policy statement as an object for jsonencode; principal is an expression, or
// empty in an identity policy.
func (m *mending) statement(actions []string, resource, principal string) string {
	var pairs [][2]string
	pairs = append(pairs, [2]string{"Effect", `"Allow"`})
	switch principal {
	case "":
	case `"*"`:
		pairs = append(pairs, [2]string{"Principal", principal})
	default:
		pairs = append(pairs, [2]string{"Principal", "{ AWS = " + principal + " }"})
	}
	quoted := make([]string, 0, len(actions))
	for _, action := range actions {
		quoted = append(quoted, quote(action))
	}
	pairs = append(pairs, [2]string{"Action", "[" + strings.Join(quoted, ", ") + "]"})
	if resource != "" {
		pairs = append(pairs, [2]string{"Resource", m.resourceRef(resource)})
	}
	return "{\n" + body(pairs...) + "}\n"
}

// resourceRef writes a resource of a statement: a reference to the declared repository where it is
// that one, else the text.
func (m *mending) resourceRef(resource string) string {
	declared, name := m.pull.Image.Declared, ":repository/"+m.bounds.best.Image.Repository
	if declared != nil && moduleOf(declared.ID) == m.module && strings.HasSuffix(resource, name) {
		return m.ref(declared.ID, "arn")
	}
	return quote(written(resource))
}

// unknownPart is a part of a text that is not known: its name in braces.
var unknownPart = regexp.MustCompile(`\{([^{}]*)\}`)

// written writes a text for Terraform: the unknown account and region are read from the provider,
// a variable is itself, and what else is not known is any.
func written(text string) string {
	return unknownPart.ReplaceAllStringFunc(text, func(part string) string {
		name := part[1 : len(part)-1]
		switch {
		case strings.HasPrefix(name, "var.") || strings.HasPrefix(name, "local."):
			return "$" + part
		case strings.Contains(name, "account"):
			return "${data.aws_caller_identity.current.account_id}"
		case strings.Contains(name, "region"):
			return "${data.aws_region.current.region}"
		}
		return "*"
	})
}
