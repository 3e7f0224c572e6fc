package graph

// guardDutyReaders read GuardDuty detectors and their features.
var guardDutyReaders = []reader{
	node("aws_guardduty_detector", (*builder).declareDetector, nil),
	join("aws_guardduty_detector_feature", (*builder).joinFeature),

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
