package pull

import (
	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/iam"
	"github.com/ecrlint/ecrlint/parser"
)

// amazonOwned are accounts of AWS's own whose repositories everybody may pull from.
// https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html
// https://github.com/aws/aws-for-fluent-bit
// https://github.com/aws/deep-learning-containers/blob/master/available_images.md
// https://docs.aws.amazon.com/app-mesh/latest/userguide/envoy.html
// https://docs.aws.amazon.com/guardduty/latest/ug/runtime-monitoring-ecr-repository-gdu-agent.html
var amazonOwned = map[string]bool{
	"602401143452": true, "906394416424": true, "763104351884": true, "840364872350": true,
	"593207742271": true, "877085696533": true, "900889452093": true, "800184023465": true,
	"558608220178": true, "918309763551": true, "961992271922": true, "151742754352": true,
	"013241004608": true, "727897471807": true, "871362719292": true, "503895931360": true,
	"694720567226": true, "449074385750": true, "741863432321": true, "960320637946": true,
	"928143927476": true, "128054284489": true, "161423150738": true,
}

// declare finds the repository in view that the image names. Where its name is not known, the image
// that has the same unknown in it has it from there.
func (c *cutter) declare(p *Pull) {
	if p.Registry != registryECR {
		return
	}
	for _, r := range c.graph.Repositories {
		if r.Name.V == "" || c.expand(r.Name.V) != p.fact.Repository {
			continue
		}
		if c.sameHome(r, p) == Open {
			p.Image.Declared = r
			return
		}
	}
}

// sameHome says whether a repository is in the image's account and region.
func (c *cutter) sameHome(r *graph.Repository, p *Pull) State {
	return c.same(r.Account, p.fact.Account).and(c.same(r.Region, p.fact.Region)).state
}

// resourceOf asks the repository's and the registry's policy.
func (c *cutter) resourceOf(p *Pull, req iam.Request, b binding,
) (*iam.Decision, iam.Tri, []parser.Origin) {
	same := c.sameAccount(p, req.Identity.Account, b)
	if amazonOwned[p.fact.Account] {
		return &iam.Decision{Allowed: iam.True, Denied: iam.False}, iam.False, nil
	}
	policies, unseen := c.policiesOf(p, req.Action)
	declared := p.Image.Declared
	if declared == nil || declared.Read {
		if same != iam.True && c.createdByCache(p) == nil {
			unseen = append(unseen, &parser.Origin{
				What: "policy of repository " + c.text(p.fact.Repository) + " in account " +
					c.text(p.fact.Account),
				Why: "the configuration of its owner is not in view",
			})
		}
	} else if declared.Open != nil && same != iam.True {
		unseen = append(unseen, declared.Open)
	}
	if len(policies) == 0 && len(unseen) == 0 {
		if same == iam.True {
			return nil, same, nil
		}
		return &iam.Decision{Allowed: iam.False, Denied: iam.False}, same, c.accountReasons(p, b)
	}
	d, why := c.decide(iam.EvaluateResource, policies, unseen, req, b)
	return &d, same, merge(why, c.accountReasons(p, b))
}

// sameAccount says whether the role and the repository are of one account.
func (c *cutter) sameAccount(p *Pull, account string, b binding) iam.Tri {
	switch c.same(account, b.apply(p.fact.Account)).state {
	case Open:
		return iam.True
	case Closed:
		return iam.False
	default:
		return iam.Unknown
	}
}

// accountReasons says why it is not known whether the image is of another account.
func (c *cutter) accountReasons(p *Pull, b binding) []parser.Origin {
	return c.same(b.apply(p.Workload.Home.Account), b.apply(p.fact.Account)).why
}

// firstScope are the actions that registry policies of the first version are about.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html
var firstScope = map[string]bool{actionImport: true, actionCreate: true, "ecr:ReplicateImage": true}

// policiesOf returns the policies that decide about an action on the image's repository.
func (c *cutter) policiesOf(p *Pull, action string) ([]graph.Policy, []*parser.Origin) {
	var policies []graph.Policy
	var unseen []*parser.Origin
	if r := p.Image.Declared; r != nil {
		policies = append(policies, r.Policies...)
		unseen = append(unseen, r.LostPolicies...)
	}
	policies = append(policies, c.templatePolicies(p, action)...)
	for _, registry := range c.graph.RegistryPolicy {
		if c.same(registry.Home.Account, p.fact.Account).state == Closed ||
			c.same(registry.Home.Region, p.fact.Region).state == Closed {
			continue
		}
		v1 := is(registry.V1)
		if firstScope[action] {
			v1 = no()
		}
		if v1.state == Open {
			continue
		}
		policy := registry.Policy
		if v1.state == Unknown && len(v1.why) > 0 {
			policy.Maybe = &v1.why[0]
		}
		policies = append(policies, policy)
	}
	return policies, unseen
}

// repositoryGate makes the repository gate of a pull.
func (c *cutter) repositoryGate(p *Pull, link graph.Link[graph.Role], x permission) Gate {
	gate := Gate{
		Name: "repository", State: x.resource.state, Reason: orText(x.resourceReason, "not_shared"),
		Leg: Manifest, Why: x.resource.why, By: p.Address, Site: p.Image.Site,
		Detail: map[string]any{
			"repository": c.text(p.fact.Repository), "role": c.text(link.Text),
			"actions": list(x.refused), "statement": "", "document": "", "values": []string{},
			"account": c.text(p.Workload.Home.Account), "owner": c.text(p.fact.Account),
		},
	}
	if link.To != nil {
		gate.Detail["role"] = link.To.ID
	}
	if rule := c.createdByCache(p); rule != nil {
		c.blameCache(p, &gate, rule)
	}
	if r := p.Image.Declared; r != nil {
		gate.By, gate.Site = r.ID, graph.Site{Resource: r.Resource}
		gate.Detail["repository"] = r.ID
		for _, policy := range r.Policies {
			if policy.Site.Resource != nil {
				gate.By, gate.Site = policy.Site.Resource.Address, policy.Site
			}
		}
	}
	if x.resourceCause != nil && len(x.resourceCause.Matches) > 0 {
		c.blameStatement(p, &gate, x.resourceCause)
	}
	if gate.State == Closed && gate.Reason == "not_shared" {
		c.useless(p, &gate)
	}
	if gate.State == Unknown && len(gate.Why) == 0 {
		gate.Why = []parser.Origin{{What: "policy of " + gate.By, Why: "it is not in view"}}
	}
	return gate
}

// blameStatement points at the statement that closes a repository gate.
func (c *cutter) blameStatement(p *Pull, gate *Gate, cause *iam.Cause) {
	m := cause.Matches[0]
	gate.Detail["statement"] = c.text(statementName(m.Statement))
	gate.Detail["document"] = c.text(m.Document)
	for _, registry := range c.graph.RegistryPolicy {
		if registry.Policy.Name != m.Document {
			continue
		}
		if cause.Denied {
			gate.Reason = "registry_denied"
		}
		gate.By, gate.Site = registry.ID, place(registry.Policy.Site, registry.Node)
		return
	}
	if r := p.Image.Declared; r != nil {
		c.pointAt(gate, m.Document, r.Policies)
	}
}

// useless looks for entries of the repository's policy that can never match.
func (c *cutter) useless(p *Pull, gate *Gate) {
	values := []string{}
	reason := ""
	for _, entry := range c.uselessEntries(p) {
		values = append(values, c.text(entry.Text))
		if entry.Problem == iam.ProblemUnknownAction {
			reason = orText(reason, "invalid_action")
			continue
		}
		reason = "invalid_principal"
	}
	if reason != "" {
		gate.Reason = reason
		gate.Detail["values"] = distinct(values)
	}
}

// uselessEntries returns the entries of the repository's policies that can never match.
func (c *cutter) uselessEntries(p *Pull) []iam.Useless {
	var out []iam.Useless
	if p.Image.Declared == nil {
		return nil
	}
	b := c.bind(p)
	for _, policy := range p.Image.Declared.Policies {
		if doc := c.parse(policy, b).doc; doc != nil {
			out = append(out, iam.CheckPrincipals(doc)...)
			out = append(out, iam.CheckActions(doc)...)
		}
	}
	return out
}
