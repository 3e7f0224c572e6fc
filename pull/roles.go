package pull

import (
	"slices"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/iam"
	"github.com/ecrlint/ecrlint/parser"
)

// identityGate makes the identity gate of a need.
func (c *cutter) identityGate(link graph.Link[graph.Role], n need, x permission, b binding) Gate {
	gate := Gate{
		Name: "identity", State: x.identity.state, Reason: orText(x.identityReason, "not_allowed"),
		Leg: n.leg, Why: x.identity.why,
		Detail: map[string]any{
			"role": c.text(link.Text), "actions": list(x.missing), "resource": c.text(n.resource),
			"statement": "", "document": "", "boundary": "",
		},
	}
	gate.Site = link.Site
	gate.By = c.text(link.Text)
	if role := link.To; role != nil {
		gate.By, gate.Site = role.ID, graph.Site{Resource: role.Resource}
		gate.Detail["role"] = role.ID
		c.blameDocument(&gate, x, role)
		if gate.State != Open && gate.Reason == "not_allowed" &&
			(x.cause == nil || len(x.cause.Matches) == 0) {
			gate.Related = append(gate.Related, c.shortfalls(role, n, x, b)...)
		}
	}
	if fact := c.toldMayPull(link); fact != nil && x.told && gate.State == Open {
		gate.By, gate.Site = fact.Said.Address, graph.Site{Resource: fact.Said}
	}
	if gate.State == Unknown && len(gate.Why) == 0 {
		gate.Why = []parser.Origin{{What: "policies of " + gate.By, Why: "they are not in view"}}
	}
	return gate
}

// blameDocument points at the document that closes an identity gate.
func (c *cutter) blameDocument(gate *Gate, x permission, role *graph.Role) {
	if gate.Reason == "boundary" {
		gate.Detail["boundary"] = c.text(role.Boundary.Name)
		gate.Site = place(role.Boundary.Site, role.Node)
		if role.Boundary.Site.Resource != nil {
			gate.By = role.Boundary.Site.Resource.Address
		}
	}
	if x.cause != nil && len(x.cause.Matches) > 0 {
		m := x.cause.Matches[0]
		gate.Detail["statement"] = c.text(statementName(m.Statement))
		gate.Detail["document"] = c.text(m.Document)
		if x.cause.Denied {
			c.pointAt(gate, m.Document, slices.Concat(role.Policies,
				[]graph.Policy{role.Boundary}, c.organizationPolicies()))
		}
	}
}

// pointAt blames the document of a name.
func (c *cutter) pointAt(gate *Gate, name string, policies []graph.Policy) {
	for _, policy := range policies {
		if policy.Name == name && policy.Site.Resource != nil {
			gate.By, gate.Site = policy.Site.Resource.Address, policy.Site
			return
		}
	}
}

// list is the strings, never nil.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// trustGate asks whether the service may assume the role.
func (c *cutter) trustGate(p *Pull, link graph.Link[graph.Role], service string) []Gate {
	role := link.To
	if role == nil || !role.Trust.Text.Given && role.Trust.Text.Why == nil {
		return nil
	}
	b := c.bind(p)
	gate := Gate{
		Name: "trust", State: Open, Reason: "wrong_service", By: role.ID,
		Site:   place(role.Trust.Site, role.Node),
		Detail: map[string]any{"role": role.ID, "service": service, "statement": ""},
	}
	best := no()
	for _, name := range serviceNames(p, service) {
		d, why := c.decide(iam.EvaluateResource, []graph.Policy{role.Trust}, nil,
			c.assumption(p, name, b), b)
		state := c.effect(d, why, "trust policy of "+role.ID)
		if state.state == Closed && name == service {
			gate.Reason = c.trustReason(p, role, d, name, b)
			gate.Detail["statement"] = c.denier(d)
			gate.Detail["services"] = c.trusted(role, b)
		}
		best = best.or(state)
	}
	gate.State, gate.Why = best.state, best.why
	if gate.State == Unknown {
		gate.Reason = "condition"
	}
	return []Gate{gate}
}

// trusted are the services that a trust policy lets in.
func (c *cutter) trusted(role *graph.Role, b binding) []string {
	services := []string{}
	parsed := c.parse(role.Trust, b)
	if parsed.doc == nil {
		return services
	}
	for _, s := range parsed.doc.Statements {
		if s.Effect == "Allow" && s.Principal != nil {
			for _, service := range s.Principal.Service {
				services = append(services, c.text(service))
			}
		}
	}
	return distinct(services)
}

// serviceNames are the names that a service may assume a role by. Whether it has one of its own in
// China is not documented, so that both will do there.
func serviceNames(p *Pull, service string) []string {
	if p.Workload.Home.Partition == "aws-cn" || p.fact.Partition == "aws-cn" {
		return []string{service, service + ".cn"}
	}
	return []string{service}
}

// assumption is the request by which ECS assumes a role. ECS gives the account and the ARN of
// what it acts for. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
func (c *cutter) assumption(p *Pull, service string, b binding) iam.Request {
	home := p.Workload.Home
	account, region := b.apply(home.Account), b.apply(home.Region)
	tail := c.origins.Token(parser.Origin{
		What: "task of " + p.Address, Why: "it has no name before it runs",
	})
	keys := map[string][]string{"sts:externalid": {}, "aws:securetransport": {"true"}}
	if service == "ecs-tasks.amazonaws.com" || service == "ecs-tasks.amazonaws.com.cn" {
		partition := home.Partition
		if partition == "" {
			partition = "aws"
		}
		if account != "" {
			keys["aws:sourceaccount"] = []string{account}
			keys["aws:sourcearn"] = []string{
				"arn:" + partition + ":ecs:" + region + ":" + account + ":" + tail,
			}
		}
	}
	return iam.Request{
		Identity: iam.Identity{Service: service}, Action: "sts:AssumeRole", Resource: "*",
		Context: keys, Unique: c.unique, Form: c.form,
	}
}

// trustReason says why a trust policy does not let a service in.
func (c *cutter) trustReason(p *Pull, role *graph.Role, d iam.Decision, service string,
	b binding,
) string {
	if d.Denied == iam.True {
		return "denied"
	}
	parsed := c.parse(role.Trust, b)
	if parsed.doc == nil {
		return "wrong_service"
	}
	bare := iam.EvaluateResource([]*iam.Document{unconditioned(parsed.doc)},
		c.assumption(p, service, b))
	if bare.Allowed != iam.False {
		return "condition"
	}
	return "wrong_service"
}

// unconditioned is the document without its conditions.
func unconditioned(doc *iam.Document) *iam.Document {
	out := *doc
	out.Statements = make([]iam.Statement, len(doc.Statements))
	for i, s := range doc.Statements {
		s.Conditions = nil
		out.Statements[i] = s
	}
	return &out
}
