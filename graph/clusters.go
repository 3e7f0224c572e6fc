package graph

import (
	"strings"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
)

// defaultCluster is the cluster that is meant where none is named.
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
var defaultCluster = cty.StringVal("default")

// clusterReaders read ECS clusters, their default strategies, and capacity providers.
var clusterReaders = []reader{
	node("aws_ecs_cluster", (*builder).declareCluster, (*builder).linkCluster),
	join("data.aws_ecs_cluster", (*builder).joinReadCluster),
	node("aws_ecs_capacity_provider", (*builder).declareCapacity, (*builder).linkCapacity),
	join("aws_ecs_cluster_capacity_providers", (*builder).joinClusterCapacity),

	node("AWS::ECS::Cluster", (*builder).declareCluster, (*builder).linkCluster).
		spelled(spelling{"name": "ClusterName"}),
	node("AWS::ECS::CapacityProvider", (*builder).declareCapacity, (*builder).linkCapacity),
	join("AWS::ECS::ClusterCapacityProviderAssociations", (*builder).joinClusterCapacity).
		spelled(spelling{"cluster_name": "Cluster"}),
}

// computeState is what is gathered about compute before it can be concluded from.
type computeState struct {
	launchers []*launcher
	// fleets are the Auto Scaling groups.
	fleets []*Fleet
	// lost holds what cannot be seen of resources that may start tasks.
	lost map[*parser.Resource]Skipped
	// lostStrategies: default strategies of a cluster that is not known.
	lostStrategies []lostStrategy
}

// cluster is an ECS cluster with its default capacity provider strategy.
type cluster struct {
	Node
	name     string
	strategy []strategyItem
	open     *parser.Origin
	site     Site
	// providers are the capacity providers that are associated with it.
	providers List[Link[capacity]]
}

// lostStrategy is the default strategy of a cluster that is not known.
type lostStrategy struct{ why *parser.Origin }

// capacity is a capacity provider: of an Auto Scaling group, or of managed instances.
type capacity struct {
	Node
	kind  LaunchKind
	fleet Link[Fleet]
}

func (c *cluster) base() *Node  { return &c.Node }
func (c *capacity) base() *Node { return &c.Node }

func (b *builder) declareCluster(o block) *cluster {
	c := &cluster{Node: b.node(o.res), name: b.ownText(o, "name"), site: o.here()}
	c.strategy, c.open = readStrategy(o, "default_capacity_provider_strategy")
	b.register(kindCluster, c.name, c)
	return c
}

func (b *builder) linkCluster(o block, c *cluster) {
	c.providers = links(o, "capacity_providers", findCapacity)
}

// findCluster finds a cluster by its identity, its name or its ARN.
func findCluster(b *builder, r ref) *cluster {
	if c := at[cluster](b, r.address); c != nil {
		return c
	}
	if parts, ok := parseARN(r.text); ok {
		r.text = strings.TrimPrefix(parts.resource, "cluster/")
	}
	return called(b, kindCluster, r, (*cluster).base)
}

// joinReadCluster follows a data source that reads a cluster declared here.
func (b *builder) joinReadCluster(o block) {
	if c := link(o, "cluster_name", findCluster).To; c != nil {
		b.nodes[o.res.Address] = c
	}
}

func (b *builder) joinClusterCapacity(o block) {
	strategy, open := readStrategy(o, "default_capacity_provider_strategy")
	l := link(o, "cluster_name", findCluster)
	if l.To == nil {
		b.compute.lostStrategies = append(b.compute.lostStrategies, lostStrategy{l.Why})
		return
	}
	l.To.providers = links(o, "capacity_providers", findCapacity)
	if len(strategy) == 0 && open == nil {
		return
	}
	l.To.strategy, l.To.site = strategy, o.here()
	l.To.open = first(open, beyond(o.res.Maybe, l.To.Maybe))
}

// strategyItem is one item of a capacity provider strategy.
type strategyItem struct {
	block
	weight Value[int]
	base   Value[int]
	// doubt says why it is not known whether the item is in use; nil where it is.
	doubt *parser.Origin
}

// idle says whether the item starts no tasks, or why that is not known.
func (i *strategyItem) idle() (bool, *parser.Origin) {
	switch {
	case i.weight.Known() && i.weight.V > 0, i.base.Known() && i.base.V > 0:
		return false, nil
	case i.weight.Known() && i.base.Known():
		return true, nil
	}
	return false, first(i.weight.Why, i.base.Why)
}

// readStrategy reads the items of a strategy that are in use: a provider with weight and base 0 is
// not. Where all are 0, all are taken as given.
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html
func readStrategy(o block, attr string) ([]strategyItem, *parser.Origin) {
	found, open := o.blocks(attr)
	var all, used []strategyItem
	for _, inner := range found {
		item := strategyItem{
			block: inner, weight: inner.integer("weight"), base: inner.integer("base"),
		}
		all = append(all, item)
		idle, doubt := item.idle()
		if !idle {
			item.doubt = first(inner.maybe, doubt)
			used = append(used, item)
		}
		open = first(open, inner.maybe)
	}
	switch len(used) {
	case 0:
		return all, open
	case 1: // one of the strategy's items must be in use
		if open == nil {
			used[0].doubt = nil
		}
	}
	return used, open
}

func (b *builder) declareCapacity(o block) *capacity {
	c := &capacity{Node: b.node(o.res), kind: LaunchEC2}
	b.register(kindCapacity, b.ownText(o, "name"), c)
	return c
}

func (b *builder) linkCapacity(o block, c *capacity) {
	if group, ok := o.first("auto_scaling_group_provider"); ok {
		c.fleet = link(group, "auto_scaling_group_arn", findFleet)
		return
	}
	managed, ok := o.first("managed_instances_provider")
	if !ok {
		c.fleet.Why = &parser.Origin{What: c.ID, Why: "names neither a group nor instances"}
		return
	}
	c.kind = LaunchManaged
	fleet := &Fleet{Node: c.Node}
	host := Host{Node: c.Node, Site: managed.here()}
	if template, ok := managed.first("instance_launch_template"); ok {
		host.Site = template.here()
		host.Profile = link(template, "ec2_instance_profile_arn", findProfile)
		if network, ok := template.first("network_configuration"); ok {
			fleet.Subnets = links(network, "subnets", findSubnet)
			host.Groups = links(network, "security_groups", findGroup)
			host.PublicIP = Value[bool]{Site: network.here()}
		}
	}
	fleet.Hosts = List[Host]{Items: []Host{host}, Given: true, Site: managed.here()}
	c.fleet = Link[Fleet]{To: fleet, Text: c.ID, Site: managed.here()}
}

// findCapacity finds a capacity provider by its identity, its name or its ARN.
func findCapacity(b *builder, r ref) *capacity {
	if c := at[capacity](b, r.address); c != nil {
		return c
	}
	if parts, ok := parseARN(r.text); ok {
		r.text = strings.TrimPrefix(parts.resource, "capacity-provider/")
	}
	return called(b, kindCapacity, r, (*capacity).base)
}
