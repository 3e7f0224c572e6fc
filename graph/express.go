package graph

import "github.com/ecrlint/ecrlint/parser"

// expressReaders read ECS Express services.
var expressReaders = []reader{
	node("aws_ecs_express_gateway_service", (*builder).declareExpress, (*builder).linkExpress),

	node("AWS::ECS::ExpressGatewayService", (*builder).declareExpress, (*builder).linkExpress),
}

// declareExpress reads an Express service, which makes its task definition itself: Linux on
// Fargate, with the latest platform.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/express-service-work.html
func (b *builder) declareExpress(o block) *Workload {
	here := o.here()
	task := &TaskDefinition{
		Node: b.node(o.res), NetworkMode: Value[string]{V: "awsvpc", Site: here},
		Compatibilities: List[Value[string]]{
			Items: []Value[string]{{V: "FARGATE", Site: here}}, Site: here,
		},
		Architecture: Value[string]{V: "X86_64", Site: here},
		OS:           Value[string]{V: "LINUX", Site: here},
		Containers:   List[*Container]{Given: true, Site: o.site("primary_container")},
	}
	if main, ok := o.first("primary_container"); ok {
		task.Containers.Items = []*Container{expressContainer(main)}
	}
	w := &Workload{
		Node: b.node(o.res), Kind: WorkloadExpress, Needs: o.res.Needs,
		Task:            Link[TaskDefinition]{To: task, Text: o.res.Address, Site: here},
		PlatformVersion: Value[string]{V: "LATEST", Site: here},
		Launches: List[Launch]{
			Items: []Launch{{Kind: LaunchFargate, Site: here}}, Site: here,
		},
	}
	b.graph.Workloads = append(b.graph.Workloads, w)
	return w
}

// expressContainer reads the container of an Express service. Its logs go to CloudWatch.
func expressContainer(o block) *Container {
	c := &Container{
		Name:  Value[string]{V: "Main", Site: o.here()},
		Image: o.raw("image", ""), ImageSite: o.site("image"), Site: o.here(),
		LogDriver:   Value[string]{V: "awslogs", Site: o.here()},
		Credentials: Value[string]{Site: o.here()},
	}
	if credentials, ok := o.first("repository_credentials"); ok {
		c.Credentials = credentials.raw("credentials_parameter", "")
		c.Credentials.Why = first(c.Credentials.Why, credentials.maybe)
	}
	secrets, open := o.blocks(o.plural("secret"))
	c.Secrets, c.SecretsWhy = len(secrets) > 0, open
	variables, open := o.blocks("environment")
	c.Environment = List[Value[string]]{Given: len(variables) > 0, Open: open, Site: o.here()}
	for _, variable := range variables {
		c.Environment.Items = append(c.Environment.Items, variable.raw("name", ""))
	}
	c.given = expressHanded(o)
	return c
}

// plural names a list that CloudFormation has in the plural.
func (o block) plural(name string) string {
	if o.b.cloudFormation {
		return name + "s"
	}
	return name
}

// linkExpress finds the network. Subnets that are left out are those of the default VPC, and
// groups that are left out are made by the service.
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/
// API_ExpressGatewayServiceNetworkConfiguration.html.
func (b *builder) linkExpress(o block, w *Workload) {
	w.Task.To.ExecutionRole = link(o, "execution_role_arn", findRole)
	w.Network = Network{Given: true, Site: o.here()}
	if inner, ok := o.first("network_configuration"); ok {
		w.Network.Site = inner.here()
		w.Network.Subnets = links(inner, "subnets", findSubnet)
		w.Network.Groups = links(inner, "security_groups", findGroup)
		w.Network.Subnets.Open = first(w.Network.Subnets.Open, inner.maybe)
		w.Network.Groups.Open = first(w.Network.Groups.Open, inner.maybe)
	}
	if len(w.Network.Subnets.Items) == 0 && w.Network.Subnets.Open == nil {
		w.Network.Subnets.Open = &parser.Origin{
			What: "subnets of " + o.res.Address,
			Why:  "are those of the default VPC, which is not in view",
			Hint: "give it subnets",
		}
	}
	if len(w.Network.Groups.Items) == 0 && w.Network.Groups.Open == nil {
		w.Network.Groups = madeGroups(w)
	}
}

// madeGroups returns the security group that an Express service makes for tasks that are given
// none: a new one, which lets everything out until someone edits it. The reference of the API
// speaks of the groups of the VPC instead; where its default group was given other rules, nothing
// is known.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/express-service-best-practices.html
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/
// API_ExpressGatewayServiceNetworkConfiguration.html.
func madeGroups(w *Workload) List[Link[SecurityGroup]] {
	site := w.Network.Site
	groups := List[Link[SecurityGroup]]{Site: site}
	vpc := Link[VPC]{}
	for _, subnet := range w.Network.Subnets.Items {
		if subnet.To != nil && subnet.To.VPC.To != nil {
			vpc = subnet.To.VPC
		}
	}
	if vpc.To == nil || !vpc.To.DefaultGroup.untouched() {
		groups.Open = &parser.Origin{
			What: "security groups of " + w.ID,
			Why:  "are made by the service when it is created",
		}
		return groups
	}
	made := &SecurityGroup{
		Node: w.Node, VPC: vpc, Implicit: true, Egress: []*GroupRule{openEgress(site)},
	}
	groups.Given = true
	groups.Items = []Link[SecurityGroup]{{To: made, Text: w.ID, Site: site}}
	return groups
}

// untouched reports whether a VPC's default group has the rules that AWS gives it.
func (g *SecurityGroup) untouched() bool {
	return g != nil && g.Implicit && len(g.Egress) > 0
}

// finishExpress says which Express services give their tasks a public address: those whose subnets
// lead to an internet gateway.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/express-service-work.html
func (b *builder) finishExpress() {
	for _, w := range b.graph.Workloads {
		if w.Kind == WorkloadExpress {
			w.Network.PublicIP = b.expressAddress(w)
		}
	}
}

func (b *builder) expressAddress(w *Workload) Value[bool] {
	value := Value[bool]{Site: w.Network.Site, Why: w.Network.Subnets.Open}
	public, private := 0, 0
	for _, subnet := range w.Network.Subnets.Items {
		if subnet.To == nil {
			value.Why = first(value.Why, subnet.Why)
			continue
		}
		switch leads, why := subnet.To.leadsOut(); {
		case why != nil:
			value.Why = first(value.Why, why)
		case leads:
			public++
		default:
			private++
		}
	}
	value.V = public > 0
	if public > 0 && private > 0 {
		value.Why = first(value.Why, &parser.Origin{
			What: "public address of " + w.ID,
			Why:  "is given by the service, whose subnets are both public and private",
		})
	}
	return value
}

// leadsOut reports whether the default route of a subnet leads to an internet gateway, or why that
// is not known.
func (s *Subnet) leadsOut() (bool, *parser.Origin) {
	table := s.RouteTable.To
	if table == nil {
		return false, first(s.RouteTable.Why, &parser.Origin{
			What: "route table of " + s.ID, Why: "is not in view",
		})
	}
	why := table.Open
	for _, route := range table.Routes {
		switch prefix := route.Prefix; {
		case prefix.Why != nil:
			why = first(why, prefix.Why)
		case prefix.V.Bits() != 0 || !prefix.V.Addr().Is4():
		case route.Maybe != nil:
			why = first(why, route.Maybe)
		case route.Kind == TargetInternetGateway:
			return true, nil
		case route.Why != nil:
			why = first(why, route.Why)
		}
	}
	return false, why
}
