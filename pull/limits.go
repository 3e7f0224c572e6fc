package pull

import (
	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/iam"
	"github.com/ecrlint/ecrlint/parser"
)

// limits asks the organization's policies: service control policies limit what the roles of an
// account may do, resource control policies what may be done with its resources. Only their denies
// count: AWS attaches a policy that allows everything beside them, and nothing in a configuration
// says that it was taken off.
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
func (c *cutter) limits(req iam.Request, b binding) ([]iam.Decision, []parser.Origin) {
	if len(c.graph.OrganizationPolicies) == 0 {
		return nil, nil
	}
	caller := req.Identity.Account
	owner := caller
	if parts := arnParts(req.Resource); len(parts) > 4 && parts[4] != "" {
		owner = b.apply(parts[4])
	}
	var all []iam.Decision
	var why []parser.Origin
	for _, policy := range c.graph.OrganizationPolicies {
		for _, kind := range []string{graph.ServiceControlPolicy, graph.ResourceControlPolicy} {
			if policy.Kind.Known() && policy.Kind.V != kind {
				continue
			}
			ask, account := iam.Evaluate, caller
			if kind == graph.ResourceControlPolicy {
				ask, account = iam.EvaluateResource, owner
			}
			d, more := c.limit(policy, ask, account, req, b)
			all, why = append(all, d), merge(why, more)
		}
	}
	return all, why
}

// limit asks one policy of an organization.
func (c *cutter) limit(policy *graph.OrganizationPolicy, ask evaluator, account string,
	req iam.Request, b binding,
) (iam.Decision, []parser.Origin) {
	open := iam.Decision{Allowed: iam.True, Denied: iam.False}
	if c.graph.Manages(account) {
		return open, nil
	}
	attached, doubt := c.graph.Limits(policy, account)
	if !attached && doubt == nil {
		return open, nil
	}
	d, why := c.decide(ask, []graph.Policy{policy.Policy}, nil, req, b)
	d.Allowed, d.Allows = iam.True, nil
	if d.Denied == iam.False {
		return d, nil
	}
	var unsure []parser.Origin
	for _, origin := range []*parser.Origin{doubt, policy.Kind.Why} {
		unsure = merge(unsure, pointers([]*parser.Origin{origin}))
	}
	if policy.Kind.V == graph.ResourceControlPolicy && req.Resource == "*" {
		unsure = append(unsure, parser.Origin{
			What: "policy " + policy.ID, Why: "it is about resources, and the call has none",
		})
	}
	if len(unsure) > 0 {
		d.Denied, d.Denies = iam.Unknown, doubtful(d.Denies)
		why = merge(why, unsure)
	}
	return d, why
}

// organization is the id of the organization that an account is in, as policies write it: that of
// the one that its own configuration declares or reads.
func (c *cutter) organization(account string) string {
	id := ""
	for _, o := range c.graph.Organizations {
		if o.Home.Account != account || o.Maybe != nil || o.Self == "" {
			continue
		}
		if id != "" && id != o.Self {
			return ""
		}
		id = o.Self
	}
	return id
}

// organizationPolicies are the documents, for blame.
func (c *cutter) organizationPolicies() []graph.Policy {
	var all []graph.Policy
	for _, policy := range c.graph.OrganizationPolicies {
		all = append(all, policy.Policy)
	}
	return all
}
