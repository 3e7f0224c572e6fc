package graph

import "github.com/ecrlint/ecrlint/parser"

// endpointReaders read VPC endpoints and what is tied to them.
var endpointReaders = []reader{
	node("aws_vpc_endpoint", (*builder).declareEndpoint, (*builder).linkEndpoint),
	join("aws_vpc_endpoint_route_table_association", (*builder).joinEndpointTable),
	join("aws_vpc_endpoint_subnet_association", (*builder).joinEndpointSubnet),
	join("aws_vpc_endpoint_security_group_association", (*builder).joinEndpointGroup),
	join("aws_vpc_endpoint_policy", (*builder).joinEndpointPolicy),
	join("aws_vpc_endpoint_private_dns", (*builder).joinEndpointDNS),

	node("AWS::EC2::VPCEndpoint", (*builder).declareEndpoint, (*builder).linkEndpoint).
		spelled(spelling{"policy": "PolicyDocument"}),
}

// declareEndpoint reads an endpoint. The type is Gateway and private DNS off where they are left
// out. https://registry.terraform.io/providers/hashicorp/aws (vpc_endpoint).
func (b *builder) declareEndpoint(o block) *Endpoint {
	e := &Endpoint{Node: b.node(o.res), PrivateDNS: o.boolean("private_dns_enabled", false)}
	kind := o.text("vpc_endpoint_type", string(EndpointGateway))
	e.Type = Value[EndpointType]{
		V: EndpointType(kind.V), Why: kind.Why, Given: kind.Given, Site: kind.Site,
	}
	b.readService(o, e)
	b.graph.Endpoints = append(b.graph.Endpoints, e)
	return e
}

// readService cuts service_name into service and region.
func (b *builder) readService(o block, e *Endpoint) {
	name := o.holed("service_name", "")
	e.Service = Value[string]{Why: name.Why, Given: name.Given, Site: name.Site}
	e.ServiceRegion = Value[string]{V: o.res.Provider.Region, Site: name.Site}
	if origin := b.readFrom(o, name); origin != nil {
		b.lookUpService(origin, e)
		name.Why = e.Service.Why
	} else if name.Why == nil {
		e.Service.V = name.V
		if service, region, ok := serviceOf(name.V); ok {
			e.Service.V, e.ServiceRegion.V = service, region
		}
		e.Service = b.strict(e.Service)
	}
	if e.Service.Why != nil {
		e.ServiceRegion.Why = e.Service.Why
	}
	if region := o.holed("service_region", ""); region.Given && region.V != "" {
		e.ServiceRegion = region
	}
}

// readFrom returns the data source that a service name comes from.
func (b *builder) readFrom(o block, name Value[string]) *parser.Resource {
	address := ""
	if name.Why != nil {
		address = name.Why.Address
	} else if origin, whole := b.origins.Whole(o.raw("service_name", "").V); whole {
		address = origin.Address
	}
	if r := b.resources[address]; r != nil && r.Type == "aws_vpc_endpoint_service" {
		return r
	}
	return nil
}

// lookUpService reads the service that data.aws_vpc_endpoint_service names.
func (b *builder) lookUpService(r *parser.Resource, e *Endpoint) {
	o := b.block(r)
	service := o.holed("service", "")
	if !service.Given {
		service = o.holed("service_name", "")
		if s, region, ok := serviceOf(service.V); ok {
			service.V, e.ServiceRegion.V = s, region
		}
	} else {
		e.ServiceRegion.V = r.Provider.Region
	}
	if service.V == "" && service.Why == nil {
		service.Why = &parser.Origin{What: r.Address, Why: "is read at plan time"}
	}
	service = b.strict(service)
	e.Service.V, e.Service.Why = service.V, service.Why
}

func (b *builder) linkEndpoint(o block, e *Endpoint) {
	e.VPC = link(o, "vpc_id", findVPC)
	e.Subnets = links(o, "subnet_ids", findSubnet)
	inner, open := o.blocks("subnet_configuration")
	for _, one := range inner {
		if s := link(one, "subnet_id", findSubnet); !s.None() {
			e.Subnets.Given = true
			e.Subnets.Items = append(e.Subnets.Items, s)
		}
	}
	e.Subnets.Open = first(e.Subnets.Open, open)
	e.Groups = links(o, "security_group_ids", findGroup)
	if len(e.Groups.Items) == 0 && e.Groups.Open == nil {
		e.Groups.Given = false
	}
	e.RouteTables = links(o, "route_table_ids", findTable)
	e.Policy = b.policy(o, "policy", e.ID+"."+o.label("policy"))
	e.InboundOnly = inboundOnly(o)
	b.network.endpoints = append(b.network.endpoints, &endpointOf{Endpoint: e})
}

// inboundOnly reads private_dns_only_for_inbound_resolver_endpoint. EC2 takes it as true where the
// options are left out, the provider as false where the block is there without it.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DnsOptionsSpecification.html
// CloudFormation has the words OnlyInboundResolver, AllResolvers and NotSpecified for it.
func inboundOnly(o block) Value[bool] {
	const attr = "private_dns_only_for_inbound_resolver_endpoint"
	options, ok := o.first("dns_options")
	switch {
	case !ok:
		return Value[bool]{V: true, Site: o.here()}
	case o.b.cloudFormation:
		text := options.text(attr, "NotSpecified")
		only := isText(text, "AllResolvers")
		only.V = !only.V
		return only
	}
	return options.boolean(attr, false)
}

// endpointOf is an endpoint with the groups that are associated with it separately.
type endpointOf struct {
	*Endpoint
	added    []Link[SecurityGroup]
	open     *parser.Origin
	replaced bool
}

func findEndpoint(b *builder, r ref) *Endpoint { return at[Endpoint](b, r.address) }

// mayBeEndpoints lists the endpoints that a link may lead to.
func (b *builder) mayBeEndpoints(l Link[Endpoint]) []*Endpoint {
	if l.To != nil {
		return []*Endpoint{l.To}
	}
	return filter(b.graph.Endpoints, func(e *Endpoint) bool { return b.mayBe(l.Why, &e.Node) })
}

func (b *builder) joinEndpointTable(o block) {
	l := link(o, "vpc_endpoint_id", findEndpoint)
	table := link(o, "route_table_id", findTable)
	for _, e := range b.mayBeEndpoints(l) {
		e.RouteTables.Given = true
		if why := first(l.Why, beyond(o.res.Maybe, e.Maybe)); why != nil {
			b.doubtTable(e, table, why)
			continue
		}
		e.RouteTables.Items = append(e.RouteTables.Items, table)
	}
	if l.To == nil && table.To != nil {
		table.To.LostEndpoints = append(table.To.LostEndpoints, l.Why)
	}
}

// doubtTable notes that an endpoint may be associated with a table.
func (b *builder) doubtTable(e *Endpoint, table Link[RouteTable], why *parser.Origin) {
	if table.To == nil {
		e.RouteTables.Open = first(e.RouteTables.Open, why)
		return
	}
	table.To.LostEndpoints = append(table.To.LostEndpoints, why)
}

func (b *builder) joinEndpointSubnet(o block) {
	l := link(o, "vpc_endpoint_id", findEndpoint)
	subnet := link(o, "subnet_id", findSubnet)
	for _, e := range b.mayBeEndpoints(l) {
		e.Subnets.Given = true
		if why := first(l.Why, beyond(o.res.Maybe, e.Maybe)); why != nil {
			e.Subnets.Open = first(e.Subnets.Open, why)
			continue
		}
		e.Subnets.Items = append(e.Subnets.Items, subnet)
	}
}

func (b *builder) joinEndpointGroup(o block) {
	l := link(o, "vpc_endpoint_id", findEndpoint)
	group := link(o, "security_group_id", findGroup)
	replace := o.boolean("replace_default_association", false)
	for _, e := range b.network.endpoints {
		if l.To != nil && l.To != e.Endpoint || l.To == nil && !b.mayBe(l.Why, &e.Node) {
			continue
		}
		why := first(l.Why, beyond(o.res.Maybe, e.Maybe), replace.Why)
		if why != nil {
			e.open = first(e.open, why)
			continue
		}
		e.added = append(e.added, group)
		e.replaced = e.replaced || replace.V
	}
}

func (b *builder) joinEndpointPolicy(o block) {
	l := link(o, "vpc_endpoint_id", findEndpoint)
	written := b.policy(o, "policy", o.res.Address)
	if !written.Text.Given {
		return // full access, as without it
	}
	for _, e := range b.mayBeEndpoints(l) {
		policy := written
		if why := first(l.Why, beyond(o.res.Maybe, e.Maybe)); why != nil {
			policy.Text.Why = why
		}
		e.Policy = policy
	}
}

func (b *builder) joinEndpointDNS(o block) {
	l := link(o, "vpc_endpoint_id", findEndpoint)
	for _, e := range b.mayBeEndpoints(l) {
		e.PrivateDNS = o.boolean("private_dns_enabled", false)
		e.PrivateDNS.Why = first(l.Why, beyond(o.res.Maybe, e.Maybe), e.PrivateDNS.Why)
	}
}

// settleEndpoints ties endpoints to their VPCs, groups and route tables.
func (b *builder) settleEndpoints() {
	for _, e := range b.network.endpoints {
		for _, v := range b.mayBeVPC(e.VPC) {
			if e.VPC.To != nil {
				v.Endpoints = append(v.Endpoints, e.Endpoint)
			} else {
				v.LostEndpoints = append(v.LostEndpoints, e.VPC.Why)
			}
		}
		e.settleGroups()
		b.settleTables(e.Endpoint)
	}
}

// settleGroups adds the separately associated groups. They stand beside the default group, unless
// one replaces it.
func (e *endpointOf) settleGroups() {
	if len(e.added) == 0 && e.open == nil {
		return
	}
	if !e.Groups.Given && !e.replaced {
		standard := Link[SecurityGroup]{Why: e.VPC.Why, Text: e.VPC.Text, Site: e.Groups.Site}
		if e.VPC.To != nil {
			standard.To = e.VPC.To.DefaultGroup
			standard.Text = standard.To.ID
		}
		e.Groups.Items = append(e.Groups.Items, standard)
	}
	e.Groups.Given = true
	e.Groups.Items = append(e.Groups.Items, e.added...)
	e.Groups.Open = first(e.Groups.Open, e.open)
}

// settleTables notes a gateway endpoint on its route tables.
func (b *builder) settleTables(e *Endpoint) {
	if e.Type.Known() && e.Type.V != EndpointGateway {
		return
	}
	for _, table := range e.RouteTables.Items {
		if table.To != nil {
			table.To.Endpoints = append(table.To.Endpoints, e)
			continue
		}
		b.loseEndpoint(e, table.Why)
	}
	if e.RouteTables.Open != nil {
		b.loseEndpoint(e, e.RouteTables.Open)
	}
}

// loseEndpoint notes on every table of the endpoint's VPC that the endpoint may be associated.
func (b *builder) loseEndpoint(e *Endpoint, why *parser.Origin) {
	for _, t := range b.mayBeTables(why) {
		if e.VPC.To == nil || t.VPC.To == nil || e.VPC.To == t.VPC.To {
			t.LostEndpoints = append(t.LostEndpoints, why)
		}
	}
}
