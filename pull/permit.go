package pull

import (
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/iam"
	"github.com/ecrlint/ecrlint/parser"
)

// permission is what policies say of one need by one role.
type permission struct {
	identity, resource answer
	// gate details
	identityReason, resourceReason string
	missing, refused               []string
	cause                          *iam.Cause
	resourceCause                  *iam.Cause
	// told says that the role may by what the user says of it alone.
	told bool
}

// permit asks all that decides about a need: the role's policies, its boundary, the repository's
// and the registry's policy.
func (c *cutter) permit(p *Pull, link graph.Link[graph.Role], n need, via through) permission {
	key := permitKey{
		link.To, link.Why, link.Text, p.Workload.Home, n.leg, strings.Join(n.actions, " "), n.resource,
		n.region, via, p.Image.Declared, p.fact.Account, p.fact.Region, p.fact.Repository,
	}
	out, known := c.permitted[key]
	if !known {
		out = c.permitAnew(p, link, n, via)
		c.permitted[key] = out
	}
	if out.told {
		p.rests = append(p.rests, link)
	}
	return out
}

// permitKey is what a permission depends on: workloads share roles and repositories.
type permitKey struct {
	role                                 *graph.Role
	why                                  *parser.Origin
	text                                 string
	home                                 parser.Provider
	leg                                  LegName
	actions, resource, region            string
	via                                  through
	declared                             *graph.Repository
	account, imageRegion, repositoryName string
}

// permitAnew is permit for what was not asked before.
func (c *cutter) permitAnew(p *Pull, link graph.Link[graph.Role], n need, via through) permission {
	out := permission{identity: yes(), resource: yes()}
	b := c.bind(p)
	for _, action := range n.actions {
		req := c.request(p, link, action, n, via, b)
		access := iam.Access{SameAccount: iam.True}
		var whyIdentity, whyResource []parser.Origin
		access.Identity, access.Boundary, whyIdentity = c.identityOf(link, req, b)
		if strings.HasPrefix(action, "ecr:") && c.toldMayPull(link) != nil &&
			!grants(access.Identity, access.Boundary) {
			out.told, whyIdentity = true, nil
			access.Identity, access.Boundary = vouched(access.Identity, access.Boundary)
		}
		if n.resource != "*" {
			access.Resource, access.SameAccount, whyResource = c.resourceOf(p, req, b)
		}
		var whyLimits []parser.Origin
		access.Limits, whyLimits = c.limits(req, b)
		whyIdentity = merge(whyIdentity, whyLimits)
		outcome := iam.Compose(access)
		out.take(c, action, outcome, whyIdentity, whyResource)
	}
	return out
}

// identityOf asks the role's policies and its boundary.
func (c *cutter) identityOf(link graph.Link[graph.Role], req iam.Request, b binding,
) (iam.Decision, *iam.Decision, []parser.Origin) {
	role := link.To
	if role == nil {
		why := orSynthetic(link.Why, "role of the pull", "it is not in view")
		return iam.Decision{}, nil, why
	}
	d, why := c.decide(iam.Evaluate, role.Policies, role.Unresolved, req, b)
	if role.Open != nil && d.Effect() != iam.True {
		d.Allowed = d.Allowed.Or(iam.Unknown)
		why = merge(why, pointers([]*parser.Origin{role.Open}))
	}
	text := role.Boundary.Text
	if !text.Given && text.Why == nil && role.Boundary.Maybe == nil {
		return d, nil, why
	}
	boundary, more := c.decide(iam.Evaluate, []graph.Policy{role.Boundary}, nil, req, b)
	return d, &boundary, merge(why, more)
}

// take adds what an outcome says of an action.
func (out *permission) take(c *cutter, action string, o iam.Outcome, whyIdentity,
	whyResource []parser.Origin,
) {
	for i := range o.Causes {
		cause := &o.Causes[i]
		state := answer{state: Closed}
		mine := cause.Part != iam.PartResource
		if o.Effect == iam.Unknown || cause.State == iam.Unknown {
			why := c.reasons(cause.Matches)
			if mine {
				why = merge(why, whyIdentity)
			} else {
				why = merge(why, whyResource)
			}
			state = because(why)
		}
		if mine {
			out.blameRole(action, cause, state)
		} else {
			out.blameResource(action, cause, state)
		}
	}
	if o.Effect == iam.Unknown && out.identity.state == Open && out.resource.state == Open {
		out.identity = because(merge(whyIdentity, whyResource))
		out.identityReason = "not_allowed"
	}
}

// blameRole notes a cause in the role's policies.
func (out *permission) blameRole(action string, cause *iam.Cause, state answer) {
	reason := "not_allowed"
	switch {
	case cause.Part == iam.PartBoundary:
		reason = "boundary"
	case cause.Denied:
		reason = "denied"
	}
	if out.identity.state == Open || out.identity.state == Unknown && state.state == Closed {
		out.identityReason, out.cause = reason, cause
	}
	out.identity = out.identity.and(state)
	out.missing = distinct(append(out.missing, action))
}

// blameResource notes a cause in the repository's or registry's policy.
func (out *permission) blameResource(action string, cause *iam.Cause, state answer) {
	reason := "not_shared"
	if cause.Denied {
		reason = "denied"
	}
	if out.resource.state == Open || out.resource.state == Unknown && state.state == Closed {
		out.resourceReason, out.resourceCause = reason, cause
	}
	out.resource = out.resource.and(state)
	out.refused = distinct(append(out.refused, action))
}
