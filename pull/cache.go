package pull

import (
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// The actions that fill a pull-through cache.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
const (
	actionImport = "ecr:BatchImportUpstreamImage"
	actionCreate = "ecr:CreateRepository"
)

// rootPrefix is the prefix of a cache rule or creation template for every repository that no other
// one is for.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
const rootPrefix = "ROOT"

// cacheRule finds the pull-through cache rule that the image's repository falls under.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
func (c *cutter) cacheRule(p *Pull) (*graph.CacheRule, answer) {
	var best *graph.CacheRule
	length := -1
	state := no()
	if p.Registry != registryECR {
		return nil, state
	}
	for _, rule := range c.graph.CacheRules {
		if c.otherHome(rule.Node, p) {
			continue
		}
		if !rule.Prefix.Known() {
			if best == nil {
				state, best = state.or(perhaps(rule.Prefix.Why)), rule
			}
			continue
		}
		if covered := prefixLength(c.expand(rule.Prefix.V), p.fact.Repository); covered > length {
			best, length, state = rule, covered, c.cachedBy(rule, p)
		}
	}
	return best, state
}

// cachedBy says whether a rule whose prefix covers the repository fills it. One for every
// repository covers those that are there without a cache, too.
func (c *cutter) cachedBy(rule *graph.CacheRule, p *Pull) answer {
	switch {
	case rule.Maybe != nil:
		return perhaps(rule.Maybe)
	case rule.Prefix.V == rootPrefix:
		return perhaps(&parser.Origin{
			What: "repository " + c.text(p.fact.Repository),
			Why:  "it may exist without the pull-through cache",
		})
	}
	return yes()
}

// prefixLength says how much of a repository's name a prefix covers; -1 where it is for others.
func prefixLength(prefix, repository string) int {
	switch {
	case prefix == rootPrefix:
		return 0
	case prefix != "" && strings.HasPrefix(repository, strings.TrimSuffix(prefix, "/")+"/"):
		return len(prefix)
	}
	return -1
}

// creationTemplate finds the template by which the cache makes the image's repository.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
func (c *cutter) creationTemplate(p *Pull) (*graph.CreationTemplate, answer) {
	var best *graph.CreationTemplate
	length := -1
	state := no()
	for _, template := range c.graph.Templates {
		applied := appliedToCaches(template)
		if applied.state == Closed || c.otherHome(template.Node, p) {
			continue
		}
		if !template.Prefix.Known() {
			if best == nil {
				best, state = template, perhaps(template.Prefix.Why)
			}
			continue
		}
		if covered := prefixLength(c.expand(template.Prefix.V), p.fact.Repository); covered > length {
			best, length, state = template, covered, applied
			if template.Maybe != nil {
				state = perhaps(template.Maybe)
			}
		}
	}
	return best, state
}

// otherHome reports whether a node is certainly in another account or region than the image.
func (c *cutter) otherHome(n graph.Node, p *Pull) bool {
	return c.same(n.Home.Account, p.fact.Account).state == Closed ||
		c.same(n.Home.Region, p.fact.Region).state == Closed
}

// appliedToCaches says whether a template is for what pull-through caches create.
func appliedToCaches(template *graph.CreationTemplate) answer {
	state := no()
	for _, item := range template.AppliedFor.Items {
		state = state.or(equals(item, "PULL_THROUGH_CACHE"))
	}
	return state.unlessMore(template.AppliedFor.Open)
}

// createdByCache is the rule in view by which the image's repository comes to be: what no resource
// declares has the policy of the creation template then, or none.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
func (c *cutter) createdByCache(p *Pull) *graph.CacheRule {
	if p.Image.Declared != nil || len(c.graph.CacheRules) == 0 {
		return nil
	}
	rule, applies := c.cacheRule(p)
	if rule == nil || applies.state != Open ||
		c.same(rule.Home.Account, p.fact.Account).state != Open ||
		c.same(rule.Home.Region, p.fact.Region).state != Open {
		return nil
	}
	return rule
}

// blameCache points a repository gate at what makes the repository without the policy.
func (c *cutter) blameCache(p *Pull, gate *Gate, rule *graph.CacheRule) {
	gate.Detail["cache"] = rule.ID
	gate.By, gate.Site = rule.ID, graph.Site{Resource: rule.Resource}
	if template, applies := c.creationTemplate(p); template != nil && applies.state == Open {
		gate.Detail["cache"] = ""
		gate.By, gate.Site = template.ID, place(template.Policy.Site, template.Node)
	}
}

// templatePolicies is the policy that the cache gives the image's repository when it creates it.
// Whether it counts already for the import that follows is not documented.
func (c *cutter) templatePolicies(p *Pull, action string) []graph.Policy {
	if p.Image.Declared != nil || len(c.graph.Templates) == 0 || action == actionCreate {
		return nil
	}
	if rule, cached := c.cacheRule(p); rule == nil || cached.state == Closed {
		return nil
	}
	template, applies := c.creationTemplate(p)
	if template == nil || !template.Policy.Text.Given && template.Policy.Text.Why == nil {
		return nil
	}
	policy := template.Policy
	switch {
	case applies.state == Unknown && len(applies.why) > 0:
		policy.Maybe = &applies.why[0]
	case action == actionImport:
		policy.Maybe = &parser.Origin{
			What: "policy of repository creation template " + template.ID,
			Why:  "whether it counts for the first import is not documented",
		}
	}
	return []graph.Policy{policy}
}

// cacheGate asks whether the first pull can fill the cache: it imports the image and creates the
// repository. https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
func (c *cutter) cacheGate(p *Pull) []Gate {
	rule, applies := c.cacheRule(p)
	if rule == nil || applies.state == Closed {
		return nil
	}
	var gates []Gate
	for _, link := range p.principals() {
		actions := []string{actionImport}
		if p.Image.Declared == nil {
			actions = append(actions, actionCreate)
		}
		n := need{Manifest, actions, p.repositoryARN(), p.fact.Region}
		x := c.permit(p, link, n, through{})
		allowed := x.identity.and(x.resource)
		gate := Gate{
			Name: "cache", Reason: "create_and_import", By: rule.ID,
			Site: graph.Site{Resource: rule.Resource}, Leg: Manifest,
			Detail: map[string]any{
				"role": c.text(link.Text), "rule": rule.ID,
				"actions":  list(distinct(append(x.missing, x.refused...))),
				"resource": c.text(n.resource), "repository": c.text(p.fact.Repository),
			},
			Related: []Related{{
				Site: graph.Site{Resource: rule.Resource}, Message: "the cache rule of the repository",
			}},
		}
		if role := link.To; role != nil {
			gate.By, gate.Site = role.ID, graph.Site{Resource: role.Resource}
			gate.Detail["role"] = role.ID
		}
		gate.State, gate.Why = allowed.state, allowed.why
		if applies.state == Unknown {
			gate = soften(gate, applies.why)
		}
		if why := c.perhapsDeclared(p); len(why) > 0 {
			gate = soften(gate, why)
		}
		gates = append(gates, c.importGate(p, gate)...)
	}
	return gates
}

// perhapsDeclared says why the image's repository may be one that is declared: its name or its
// place is not known.
func (c *cutter) perhapsDeclared(p *Pull) []parser.Origin {
	var why []parser.Origin
	if p.Image.Declared != nil {
		return nil
	}
	for _, r := range c.graph.Repositories {
		home := c.same(r.Account, p.fact.Account).and(c.same(r.Region, p.fact.Region))
		name := c.expand(r.Name.V)
		switch {
		case home.state == Closed:
		case r.Name.Why != nil:
			why = merge(why, pointers([]*parser.Origin{r.Name.Why}))
		case name == p.fact.Repository && name != "":
			why = merge(why, home.why)
		case c.similar(name, p.fact.Repository):
			for _, origin := range c.origins.In(name) {
				if origin.Kind == parser.Unknown {
					why = merge(why, []parser.Origin{origin})
				}
			}
		}
	}
	return why
}

// importGate weakens a cache gate to a doubt where the image may be in the cache already. A
// template with a role of its own may create the repository in the puller's place.
func (c *cutter) importGate(p *Pull, gate Gate) []Gate {
	if p.Image.Declared == nil {
		if template, applies := c.creationTemplate(p); template != nil &&
			applies.state != Closed && template.CustomRole.Given {
			gate = soften(gate, []parser.Origin{{
				What: "repository creation template " + template.ID,
				Why:  "its own role may create the repository",
			}})
		}
		return []Gate{gate}
	}
	if gate.State != Open {
		p.weaker = append(p.weaker, Doubt{
			Name: "cache_import", Leg: Manifest, State: gate.State, By: gate.By, Site: gate.Site,
			Detail: gate.Detail, Related: gate.Related,
		})
	}
	return nil
}
