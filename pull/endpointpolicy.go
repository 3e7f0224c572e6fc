package pull

import (
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/iam"
	"github.com/ecrlint/ecrlint/parser"
)

// withPolicies adds the gates of endpoint policies to the ways of a leg; none where it is not known
// which pull asks.
func (c *cutter) withPolicies(p *Pull, t target, ways []Way) []Way {
	out := make([]Way, len(ways))
	for i, way := range ways {
		way.Gates = append([]Gate{}, way.Gates...)
		if way.endpoint != nil && p != nil {
			way.Gates = append(way.Gates, c.endpointPolicyGates(p, t, way.endpoint)...)
		}
		out[i] = way
	}
	return out
}

// endpointNeed is what a leg asks of an endpoint's policy.
func (c *cutter) endpointNeed(p *Pull, t target) need {
	switch t.name {
	case Layers:
		return need{t.name, []string{"s3:GetObject"}, c.bucket(p) + "/layer", t.region}
	case Credentials:
		return need{t.name, []string{"secretsmanager:GetSecretValue"}, c.secretARN(p), t.region}
	default: // what the role needs
	}
	for _, n := range c.needs(p) {
		if n.leg == t.name {
			return n
		}
	}
	return need{leg: t.name}
}

// bucket is the ARN of the bucket that holds the layers.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms
func (c *cutter) bucket(p *Pull) string {
	partition, _ := partitionOf(c.regionText(p, p.fact.Region))
	return "arn:" + partition + ":s3:::prod-" + p.fact.Region + "-starport-layer-bucket"
}

// endpointPolicyGates asks the policy of an endpoint: it limits every caller. Without one there is
// full access. https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
func (c *cutter) endpointPolicyGates(p *Pull, t target, e *graph.Endpoint) []Gate {
	n := c.endpointNeed(p, t)
	gate := Gate{
		Name: "endpoint_policy", State: Open, Reason: "not_allowed", By: e.ID,
		Site: place(e.Policy.Site, e.Node),
		Detail: map[string]any{
			"endpoint": e.ID, "actions": []string{}, "resource": c.text(n.resource), "role": "",
			"statement": "", "bucket": "", "document": c.text(e.Policy.Name),
		},
	}
	if e.Policy.Site.Resource != nil && e.Policy.Site.Resource != e.Resource {
		gate.Related = []Related{{Site: graph.Site{Resource: e.Resource}, Message: "the endpoint"}}
	}
	text := e.Policy.Text
	if !text.Given && text.Why == nil || len(n.actions) == 0 {
		return []Gate{gate}
	}
	principals := p.principals()
	if t.name == Layers {
		gate.Detail["bucket"] = c.text(c.bucket(p))
		gate.Detail["resource"] = c.text(c.bucket(p) + "/*")
		principals = []graph.Link[graph.Role]{{}}
	}
	var gates []Gate
	for _, link := range principals {
		gates = append(gates, c.endpointPolicyGate(p, t, e, n, link, gate))
	}
	if p.replaced() && len(gates) > 0 && gates[0].State == Closed && t.name != Layers {
		gates[0] = c.eitherHost(p, t, e, n, gates[0])
	}
	return gates
}

// eitherHost asks the policy for the instances' role where the execution role is not let through.
func (c *cutter) eitherHost(p *Pull, t target, e *graph.Endpoint, n need, gate Gate) Gate {
	own := answer{gate.State, gate.Why}
	for _, one := range p.hosts {
		other := c.endpointPolicyGate(p, t, e, n, one.role, gate)
		own = own.or(answer{other.State, other.Why})
	}
	gate.State, gate.Why = own.state, own.why
	return gate
}

// endpointPolicyGate asks for one caller.
func (c *cutter) endpointPolicyGate(p *Pull, t target, e *graph.Endpoint, n need,
	link graph.Link[graph.Role], gate Gate,
) Gate {
	b := c.bind(p)
	state := yes()
	missing := []string{}
	gate.Detail = copyOf(gate.Detail)
	for _, action := range n.actions {
		req := c.endpointRequest(p, t, e, n, link, action, b)
		d, why := c.decide(iam.EvaluateResource, []graph.Policy{e.Policy}, nil, req, b)
		one := c.effect(d, why, "policy of "+e.ID)
		if one.state != Open {
			missing = append(missing, action)
		}
		if one.state == Closed && state.state != Closed {
			gate.Reason = c.endpointReason(t, e, d, req, b)
			gate.Detail["statement"] = c.denier(d)
		}
		state = state.and(one)
	}
	gate.State, gate.Why = state.state, state.why
	gate.Detail["actions"] = distinct(missing)
	if t.name != Layers {
		gate.Detail["role"] = c.text(link.Text)
		if link.To != nil {
			gate.Detail["role"] = link.To.ID
		}
	}
	return gate
}

// effect is what a decision says, with the reasons where that is not known.
func (c *cutter) effect(d iam.Decision, why []parser.Origin, what string) answer {
	one := answer{state: triState(d.Effect())}
	if one.state != Unknown {
		return one
	}
	one.why = merge(merge(why, c.reasons(d.Allows)), c.reasons(d.Denies))
	if len(one.why) == 0 {
		one.why = []parser.Origin{{What: what, Why: "it is not known"}}
	}
	return one
}

// denier names the statement that denies, if one does.
func (c *cutter) denier(d iam.Decision) string {
	if d.Denied != iam.True || len(d.Denies) == 0 {
		return ""
	}
	return c.text(statementName(d.Denies[0].Statement))
}

// copyOf copies a detail.
func copyOf(detail map[string]any) map[string]any {
	out := make(map[string]any, len(detail))
	for k, v := range detail {
		out[k] = v
	}
	return out
}

// endpointRequest is a call through an endpoint. The layers are fetched with URLs that Amazon ECR
// has signed: nothing of the caller's own is in the request.
func (c *cutter) endpointRequest(p *Pull, t target, e *graph.Endpoint, n need,
	link graph.Link[graph.Role], action string, b binding,
) iam.Request {
	via := through{known: true, endpoint: e}
	if t.name != Layers {
		return c.request(p, link, action, n, via, b)
	}
	return iam.Request{
		Identity: iam.Identity{Foreign: true}, Action: action, Resource: b.apply(n.resource),
		Context: c.context(n.region, via, b), Unique: c.unique, Form: c.form, Elsewhere: true,
	}
}

// endpointReason says how an endpoint's policy closes.
func (c *cutter) endpointReason(t target, e *graph.Endpoint, d iam.Decision, req iam.Request,
	b binding,
) string {
	if t.name == Layers {
		if parsed := c.parse(e.Policy, b); parsed.doc != nil {
			bare := unconditioned(parsed.doc)
			if d.Denied == iam.True {
				bare = undenied(parsed.doc)
			}
			if iam.EvaluateResource([]*iam.Document{bare}, req).Effect() != iam.False {
				return "presigned"
			}
		}
	}
	if d.Denied == iam.True {
		return "denied"
	}
	return "not_allowed"
}

// undenied is the document without the Deny statements that have conditions.
func undenied(doc *iam.Document) *iam.Document {
	out := *doc
	out.Statements = nil
	for _, s := range doc.Statements {
		if !strings.EqualFold(s.Effect, "Deny") || len(s.Conditions) == 0 {
			out.Statements = append(out.Statements, s)
		}
	}
	return &out
}

// throughNetwork asks the policies that look at the network again, for a placement.
func (c *cutter) throughNetwork(p *Pull, place *Placement) {
	if !c.looksAtNetwork(p) || len(place.Legs) == 0 {
		return
	}
	var sets [][]Gate
	ways := 1
	for _, leg := range place.Legs {
		ways = max(ways, len(leg.Ways))
	}
	for i := range ways {
		sets = append(sets, c.permissions(p, func(name LegName) through {
			return throughOf(p, place, name, i)
		}))
	}
	place.Gates = sets[0]
	for _, set := range sets[1:] {
		for i := range place.Gates {
			place.Gates[i] = alternatives(place.Gates[i], set[i])
		}
	}
}

// alternatives is a gate that depends on which of two ways is taken.
func alternatives(a, b Gate) Gate {
	if a.State == b.State {
		a.Why = merge(a.Why, b.Why)
		return a
	}
	if a.State == Open {
		a, b = b, a
	}
	a.Why = merge(a.Why, b.Why)
	a.State = Unknown
	if len(a.Why) == 0 {
		a.Why = []parser.Origin{{What: "way of the call", Why: "it is not known which one it takes"}}
	}
	return a
}

// throughOf is the network that a leg's call comes through on its i-th way. On old platform
// versions the login comes from a network of Fargate's own.
func throughOf(p *Pull, place *Placement, name LegName, i int) through {
	if name == Authorize {
		switch oldPlatform(p).state {
		case Open:
			return through{known: true, outside: true}
		case Unknown:
			return through{}
		default: // the task's own network
		}
	}
	for _, leg := range place.Legs {
		if leg.Name != name || len(leg.Ways) == 0 {
			continue
		}
		way := leg.Ways[min(i, len(leg.Ways)-1)]
		switch way.Kind {
		case "other", "none", "told":
			return through{}
		}
		return through{known: true, endpoint: way.endpoint, outside: way.endpoint == nil}
	}
	return through{}
}

// looksAtNetwork reports whether some gate of a role or repository is unknown for a condition key
// that the network decides.
func (c *cutter) looksAtNetwork(p *Pull) bool {
	for _, gate := range p.Gates {
		if gate.Name != "identity" && gate.Name != "repository" || gate.State != Unknown {
			continue
		}
		for _, why := range gate.Why {
			switch why.What {
			case "condition key aws:sourcevpce", "condition key aws:sourcevpc",
				"condition key aws:sourceip", "condition key aws:vpcsourceip":
				return true
			}
		}
	}
	return false
}
