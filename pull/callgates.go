package pull

import (
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/iam"
	"github.com/ecrlint/ecrlint/parser"
)

// logsCaller makes the caller of a pull the one that writes logs: on container instances the
// instance's role, unless the agent is told to use the execution role.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
func (c *cutter) logsCaller(p *Pull) {
	if !p.Launch.OnEC2() || p.overridden() {
		return
	}
	p.Puller.Principal, p.Puller.Role = "instance_profile", graph.Link[graph.Role]{}
	if len(p.hosts) > 0 {
		p.Puller.Role = p.hosts[0].role
	}
}

// overridden reports whether the user data of the hosts tells the agent to write logs as the
// execution role.
func (p *Pull) overridden() bool {
	fleet := p.launch.Fleet.To
	if fleet == nil {
		return false
	}
	for i := range fleet.Hosts.Items {
		data := strings.ToLower(fleet.Hosts.Items[i].UserData.V)
		if strings.Contains(data, "ecs_enable_awslogs_executionrole_override=true") {
			return true
		}
	}
	return false
}

// callGates finds the gates of a call that do not depend on the placement.
func (c *cutter) callGates(p *Pull, one subject) {
	role := c.callRole(p)
	p.Gates = append(p.Gates, role...)
	if !closed(role) {
		p.Gates = append(p.Gates, c.trustGates(p)...)
		for _, link := range p.principals() {
			p.Gates = append(p.Gates, c.callIdentity(p, link, one))
		}
	}
	if one.kind == Logs {
		p.Gates = append(p.Gates, c.groupGate(p, one)...)
	}
}

// callRole asks for the role: the execution role, but for the logs of container instances.
func (c *cutter) callRole(p *Pull) []Gate {
	if p.Launch.OnEC2() && p.Puller.Principal == "instance_profile" && p.Puller.Role.None() {
		return c.profileGates(p)
	}
	if p.Puller.Principal == "instance_profile" {
		return nil
	}
	gate := p.executionGate()
	gate.Reason = "no_execution_role"
	if p.Puller.Role.None() && p.Launch != graph.LaunchUnknown {
		gate.State = Closed
	}
	return []Gate{gate}
}

// callIdentity asks whether a role may make a call.
func (c *cutter) callIdentity(p *Pull, link graph.Link[graph.Role], one subject) Gate {
	gate := Gate{
		Name: "identity", State: Open, Reason: "not_allowed", Leg: LegName(one.kind),
		By: c.text(link.Text), Site: link.Site,
		Detail: map[string]any{
			"role": c.text(link.Text), "actions": []string{}, "resource": c.text(one.text),
			"statement": "", "document": "", "boundary": "",
		},
	}
	if role := link.To; role != nil {
		gate.By, gate.Site = role.ID, graph.Site{Resource: role.Resource}
		gate.Detail["role"] = role.ID
	}
	switch {
	case one.why != nil && link.To == nil:
	case one.kind == Secrets && one.why == nil:
		declared := c.secretOf(p, one.text)
		gate = c.readSecret(p, link, gate, one.text, declared)
		if declared != nil {
			gate = c.decryptSecret(p, link, gate, one.text, declared)
		}
		return gate
	}
	for _, forms := range c.callNeeds(p, one) {
		gate = c.mayCall(p, link, gate, forms)
	}
	if one.kind == Parameters {
		gate = c.decryptParameter(p, link, gate, one)
	}
	if one.kind == EnvironmentFiles && c.bucketPolicies() {
		gate = soften(gate, []parser.Origin{{
			What: "policies of buckets", Why: "what they allow is not judged",
		}})
	}
	return gate
}

// mayCall asks the role's policies for one need in any of its forms.
func (c *cutter) mayCall(p *Pull, link graph.Link[graph.Role], gate Gate, forms []need) Gate {
	b := c.bind(p)
	var best iam.Outcome
	var reasons []parser.Origin
	for i, n := range forms {
		req := c.request(p, link, n.actions[0], n, through{}, b)
		access := iam.Access{SameAccount: iam.True}
		var why []parser.Origin
		access.Identity, access.Boundary, why = c.identityOf(link, req, b)
		limits, more := c.limits(req, b)
		access.Limits = limits
		outcome := iam.Compose(access)
		if i == 0 || outcome.Effect == iam.True || outcome.Effect == iam.Unknown &&
			best.Effect == iam.False {
			best, reasons = outcome, merge(why, more)
		}
	}
	return c.closeCredentials(gate, best, forms[0].actions[0], reasons)
}

// decryptParameter asks whether the role may use the key of the customer's own that encrypts a
// parameter. https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
func (c *cutter) decryptParameter(
	p *Pull, link graph.Link[graph.Role], gate Gate, one subject,
) Gate {
	for _, parameter := range c.graph.Parameters {
		if c.expand(parameter.ARN) != one.text || parameter.Key.To == nil ||
			is(parameter.Secure).state == Closed {
			continue
		}
		what := encrypted{"ssm", "parameter_arn", one.text}
		return c.decryptFor(p, link, gate, what, parameter.Key.To.ARN, parameter.Key.To)
	}
	return gate
}

// bucketPolicies reports whether the policy of some bucket is in view.
func (c *cutter) bucketPolicies() bool {
	for _, r := range c.index() {
		if r.Type == "aws_s3_bucket_policy" || r.Type == "AWS::S3::BucketPolicy" {
			return true
		}
	}
	return false
}

// groupGate asks whether the log group is there: one of that name is declared, or none of nearly
// that name. The driver makes it only where it is told to.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html
func (c *cutter) groupGate(p *Pull, one subject) []Gate {
	if one.create.V || one.why != nil || one.text == "" {
		return nil
	}
	gate := Gate{
		Name: "log_group", State: Open, Reason: "near_name", Leg: LegName(Logs),
		By: p.Address, Site: one.site,
		Detail: map[string]any{"group": c.text(one.text), "near": ""},
	}
	if task := p.Workload.Task.To; task != nil {
		gate.By = task.ID
	}
	state := because([]parser.Origin{{
		What: "log group " + c.text(one.text), Why: "is not declared here",
	}})
	for _, group := range c.graph.LogGroups {
		name := c.expand(group.Name.V)
		switch {
		case name == one.text:
			return nil
		case parser.Holed(name) || parser.Holed(one.text) || !group.Name.Known():
		case nearness(name, one.text) > 0 && state.state != Closed:
			state = no()
			gate.Detail["near"] = name
			gate.Related = []Related{{
				Site: graph.Site{Resource: group.Resource}, Message: "the log group of nearly that name",
			}}
		}
	}
	if one.create.Why != nil {
		state = state.or(perhaps(one.create.Why))
	}
	gate.State, gate.Why = state.state, state.why
	return []Gate{gate}
}
