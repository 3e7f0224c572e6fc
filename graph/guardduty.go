package graph

// guardDutyReaders read GuardDuty detectors and their features.
var guardDutyReaders = []reader{
	node("aws_guardduty_detector", (*builder).declareDetector, nil),
	join("aws_guardduty_detector_feature", (*builder).joinFeature),
	node("aws_guardduty_member_detector_feature", (*builder).declareMember, nil),
	join("aws_guardduty_organization_configuration_feature", (*builder).joinOrganizationFeature),

	node("AWS::GuardDuty::Detector", (*builder).declareDetector, linkDetector),
}

func (b *builder) declareDetector(o block) *Detector {
	d := &Detector{Node: b.node(o.res), FargateAgent: Value[bool]{Site: o.here()}}
	d.enabled = o.boolean("enable", true)
	b.graph.Detectors = append(b.graph.Detectors, d)
	return d
}

func findDetector(b *builder, r ref) *Detector { return at[Detector](b, r.address) }

// joinFeature reads Runtime Monitoring: its ECS_FARGATE_AGENT_MANAGEMENT puts a sidecar into tasks.
// https://docs.aws.amazon.com/guardduty/latest/ug/how-runtime-monitoring-works-ecs-fargate.html
func (b *builder) joinFeature(o block) {
	kind := o.text("name", "")
	if kind.Known() && kind.V != "RUNTIME_MONITORING" {
		return
	}
	l := link(o, "detector_id", findDetector)
	agent := fargateAgent(o)
	agent.Why = first(agent.Why, kind.Why, o.res.Maybe)
	for _, d := range b.graph.Detectors {
		agent := agent
		switch {
		case l.To != nil && l.To != d:
			continue
		case l.To == nil && !b.mayBe(l.Why, &d.Node):
			continue
		case l.To == nil:
			agent.Why = first(agent.Why, l.Why)
		}
		d.manage(agent)
	}
}

// declareMember reads a feature of the detector of another account in the organization.
func (b *builder) declareMember(o block) *Detector {
	if kind := o.text("name", ""); kind.Known() && kind.V != "RUNTIME_MONITORING" {
		return nil
	}
	d := &Detector{Node: b.node(o.res), enabled: Value[bool]{V: true}}
	account := o.holed("account_id", "")
	d.Home.Account = account.V
	d.manage(fargateAgent(o))
	d.FargateAgent.Why = first(d.FargateAgent.Why, account.Why, o.res.Maybe)
	b.graph.Detectors = append(b.graph.Detectors, d)
	return d
}

// joinOrganizationFeature reads what an organization's administrator enables for every account of
// it, its own among them. What is for new accounts only may be on here too.
// https://docs.aws.amazon.com/guardduty/latest/ug/managing-gdu-runtime-monitoring-multiple-accounts.html
func (b *builder) joinOrganizationFeature(o block) {
	if kind := o.text("name", ""); kind.Known() && kind.V != "RUNTIME_MONITORING" {
		return
	}
	d := link(o, "detector_id", findDetector).To
	if d == nil || d.FargateAgent.Given {
		return
	}
	agent := organizationAgent(o)
	agent.Why = first(agent.Why, o.res.Maybe)
	if agent.V || agent.Why != nil {
		d.manage(agent)
	}
}

// organizationAgent says whether an organization has the agent on Fargate managed everywhere.
func organizationAgent(o block) Value[bool] {
	everywhere := o.text("auto_enable", "NONE")
	agent := Value[bool]{Given: true, Site: o.here()}
	configurations, open := o.blocks("additional_configuration")
	agent.Why = first(everywhere.Why, open)
	for _, inner := range configurations {
		label := inner.text("name", "")
		if label.Known() && label.V != "ECS_FARGATE_AGENT_MANAGEMENT" {
			continue
		}
		on := inner.text("auto_enable", "NONE")
		agent.V = on.V == "ALL" && everywhere.V == "ALL"
		agent.Why = first(agent.Why, label.Why, on.Why, inner.maybe)
		agent.Site = inner.here()
	}
	return agent
}

// linkDetector reads the features that a detector of a template lists itself.
func linkDetector(_ *builder, o block, d *Detector) {
	features, _ := o.blocks("features")
	for _, feature := range features {
		kind := feature.text("name", "")
		if kind.Known() && kind.V != "RUNTIME_MONITORING" {
			continue
		}
		agent := fargateAgent(feature)
		agent.Why = first(agent.Why, kind.Why, feature.maybe)
		d.manage(agent)
	}
}

// manage sets whether Runtime Monitoring manages the agent on Fargate.
func (d *Detector) manage(agent Value[bool]) {
	d.FargateAgent = agent
	if d.enabled.Why != nil {
		d.FargateAgent.Why = d.enabled.Why
	}
	d.FargateAgent.V = agent.V && (d.enabled.V || d.enabled.Why != nil)
}

// fargateAgent says whether a feature has its agent on Fargate managed.
func fargateAgent(o block) Value[bool] {
	status := isText(o.text("status", ""), "ENABLED")
	agent := Value[bool]{Given: true, Site: o.here()}
	configurations, open := o.blocks("additional_configuration")
	agent.Why = first(status.Why, open)
	for _, inner := range configurations {
		label := inner.text("name", "")
		if label.Known() && label.V != "ECS_FARGATE_AGENT_MANAGEMENT" {
			continue
		}
		on := isText(inner.text("status", ""), "ENABLED")
		agent.V = on.V && status.V
		agent.Why = first(agent.Why, label.Why, on.Why, inner.maybe)
		agent.Site = inner.here()
	}
	return agent
}
