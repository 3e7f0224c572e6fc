package graph

import (
	"slices"
	"strings"
)

// prefixListReaders read prefix lists, AWS's own and customers'.
var prefixListReaders = []reader{
	node("data.aws_prefix_list", (*builder).declareAWSList, (*builder).linkAWSList),
	node("data.aws_ec2_managed_prefix_list", (*builder).declareAWSList, (*builder).linkAWSList),
	node("aws_ec2_managed_prefix_list", (*builder).declareList, nil),
	join("aws_ec2_managed_prefix_list_entry", (*builder).joinEntry),

	node("AWS::EC2::PrefixList", (*builder).declareList, nil).spelled(spelling{"entry": "Entries"}),
}

// declareAWSList reads a data source that names a prefix list of AWS's own
// (com.amazonaws.REGION.s3), by its name or by a filter.
func (b *builder) declareAWSList(o block) *PrefixList {
	list := &PrefixList{Node: b.node(o.res)}
	names := []Value[string]{o.holed("name", "")}
	filters, _ := o.blocks("filter")
	for _, by := range filters {
		if name := by.text("name", ""); name.V == "prefix-list-name" {
			names = append(names, by.texts("values").Items...)
		}
	}
	for _, name := range names {
		if service, region, ok := serviceOf(name.V); ok && name.Known() {
			list.Service, list.Region = service, region
		}
	}
	b.graph.PrefixLists = append(b.graph.PrefixLists, list)
	return list
}

// linkAWSList follows a data source that reads the list of a gateway endpoint, or a declared list.
// One that finds a list that is not in view is no node.
func (b *builder) linkAWSList(o block, list *PrefixList) {
	if list.Service != "" {
		return
	}
	for _, attr := range []string{"prefix_list_id", "id"} {
		if found := link(o, attr, findPrefixList); found.To != nil && found.To != list {
			b.nodes[o.res.Address] = found.To
			b.dropList(list)
			return
		}
	}
	delete(b.nodes, o.res.Address)
	b.dropList(list)
}

func (b *builder) dropList(list *PrefixList) {
	b.graph.PrefixLists = slices.DeleteFunc(b.graph.PrefixLists, func(one *PrefixList) bool {
		return one == list
	})
}

// declareList reads a customer's prefix list with its entries.
func (b *builder) declareList(o block) *PrefixList {
	list := &PrefixList{Node: b.node(o.res)}
	list.Entries.Site = o.here()
	entries, open := o.blocks("entry")
	list.Entries.Open = open
	for _, entry := range entries {
		cidr := entry.prefix("cidr")
		if entry.maybe != nil {
			list.Entries.Open = first(list.Entries.Open, entry.maybe)
			continue
		}
		list.Entries.Items = append(list.Entries.Items, cidr)
	}
	b.graph.PrefixLists = append(b.graph.PrefixLists, list)
	return list
}

func (b *builder) joinEntry(o block) {
	l := link(o, "prefix_list_id", findPrefixList)
	for _, list := range b.graph.PrefixLists {
		switch {
		case l.To == list && o.res.Maybe == nil:
			list.Entries.Items = append(list.Entries.Items, o.prefix("cidr"))
		case l.To == list:
			list.Entries.Open = first(list.Entries.Open, o.res.Maybe)
		case l.To == nil && list.Service == "" && b.mayBe(l.Why, &list.Node):
			list.Entries.Open = first(list.Entries.Open, l.Why)
		}
	}
}

// findPrefixList finds a prefix list: by its id, or that of a gateway endpoint's service.
func findPrefixList(b *builder, r ref) *PrefixList {
	if list := at[PrefixList](b, r.address); list != nil {
		return list
	}
	e := at[Endpoint](b, r.address)
	if e == nil || !strings.HasPrefix(r.attr, "prefix_list_id") &&
		!strings.HasPrefix(r.attr, "cidr_blocks") {
		return nil
	}
	if e.Type.Known() && e.Type.V != EndpointGateway {
		return nil // only the service of a gateway endpoint has a list
	}
	if e.list == nil && e.Service.Known() {
		e.list = &PrefixList{
			Node: Node{
				ID: e.ID + ".prefix_list_id", Resource: e.Resource, Maybe: e.Maybe, Home: e.Home,
			},
			Service: e.Service.V, Region: e.ServiceRegion.V,
		}
		b.graph.PrefixLists = append(b.graph.PrefixLists, e.list)
	}
	return e.list
}

// serviceOf cuts the name of an endpoint service or prefix list of AWS's own into service and
// region: com.amazonaws.REGION.SERVICE, in China also with "cn." before it. The region may be a
// token. https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
func serviceOf(text string) (service, region string, ok bool) {
	rest, ok := strings.CutPrefix(strings.TrimPrefix(text, "cn."), "com.amazonaws.")
	if !ok {
		return "", "", false
	}
	region, service, ok = strings.Cut(rest, ".")
	if !ok || region == "" || service == "" || region == "vpce" {
		return "", "", false
	}
	return service, region, true
}
