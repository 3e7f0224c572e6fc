package iam

// Part is one of the decisions that an access is composed of.
type Part string

// The parts.
const (
	PartIdentity Part = "identity" // the policies attached to the role
	PartBoundary Part = "boundary" // its permissions boundary
	PartLimit    Part = "limit"    // an organization's policy
	PartResource Part = "resource" // the policy of the repository, registry or secret
	PartEndpoint Part = "endpoint" // the policy of a VPC endpoint on the way
)

// Access is all that decides about one request.
type Access struct {
	Identity Decision
	// Boundary is nil for a role without a permissions boundary.
	Boundary *Decision
	// Resource is nil where there is certainly no policy on the resource. The zero Decision, or one
	// with Unseen, stands for one that is not in view.
	Resource *Decision
	// SameAccount says whether role and resource are of one account; True for an action that has
	// no resource.
	SameAccount Tri
	// Limits are organization policies, Endpoints those of the VPC endpoints on the way; each must
	// allow.
	Limits, Endpoints []Decision
}

// Cause is a part that closes an access (State False) or may (Unknown).
type Cause struct {
	Part Part
	// Index is the position among Limits or Endpoints.
	Index int
	// Denied says that an explicit Deny does it; otherwise an Allow is missing.
	Denied bool
	State  Tri
	// Matches are the Deny statements, or the Allow statements that may match.
	Matches []Match
}

// Outcome says whether an access is granted, and if not what closes it.
type Outcome struct {
	Effect Tri
	// Causes holds those that certainly close it where Effect is False, all that may where it is
	// Unknown; explicit denies first.
	Causes []Cause
}

// Compose decides as AWS does: an explicit Deny anywhere wins; organization policies and endpoint
// policies must allow; within an account the role's policies or the resource's allow, across
// accounts both. A permissions boundary limits the role's policies, and a resource policy that
// names the role; not one that names its session or everybody.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
func Compose(a Access) Outcome {
	c := composition{access: a.open()}
	a = c.access
	c.denies()
	granted := c.granted()
	for i := range a.Limits {
		granted = granted.And(a.Limits[i].Allowed)
		c.missing(PartLimit, i, a.Limits[i])
	}
	for i := range a.Endpoints {
		granted = granted.And(a.Endpoints[i].Allowed)
		c.missing(PartEndpoint, i, a.Endpoints[i])
	}
	outcome := Outcome{Effect: granted.And(c.denied.Not())}
	for _, cause := range c.causes {
		if outcome.Effect == Unknown || outcome.Effect == False && cause.State == False {
			outcome.Causes = append(outcome.Causes, cause)
		}
	}
	return outcome
}

// open returns the access with what unseen policies may do reckoned in.
func (a Access) open() Access {
	a.Identity = a.Identity.open()
	for _, d := range []**Decision{&a.Boundary, &a.Resource} {
		if *d != nil {
			opened := (*d).open()
			*d = &opened
		}
	}
	a.Limits, a.Endpoints = openAll(a.Limits), openAll(a.Endpoints)
	return a
}

func openAll(list []Decision) []Decision {
	out := make([]Decision, len(list))
	for i, d := range list {
		out[i] = d.open()
	}
	return out
}

func (d Decision) open() Decision {
	if d.Unseen {
		d.Allowed, d.Denied = d.Allowed.Or(Unknown), d.Denied.Or(Unknown)
	}
	return d
}

// composition collects what stands against an access.
type composition struct {
	access Access
	denied Tri
	causes []Cause
}

// denies looks for explicit denies in every part.
func (c *composition) denies() {
	c.denied = False
	a := c.access
	c.deny(PartIdentity, 0, a.Identity)
	if a.Boundary != nil {
		c.deny(PartBoundary, 0, *a.Boundary)
	}
	for i := range a.Limits {
		c.deny(PartLimit, i, a.Limits[i])
	}
	if a.Resource != nil {
		c.deny(PartResource, 0, *a.Resource)
	}
	for i := range a.Endpoints {
		c.deny(PartEndpoint, i, a.Endpoints[i])
	}
}

func (c *composition) deny(part Part, index int, d Decision) {
	c.denied = c.denied.Or(d.Denied)
	if d.Denied != False {
		c.causes = append(c.causes, Cause{
			Part: part, Index: index, Denied: true, State: d.Denied.Not(), Matches: d.Denies,
		})
	}
}

// missing notes a part that does not certainly allow.
func (c *composition) missing(part Part, index int, d Decision) {
	c.lacks(part, index, d.Allowed, d.Allows)
}

func (c *composition) lacks(part Part, index int, state Tri, matches []Match) {
	if state != True {
		c.causes = append(c.causes, Cause{Part: part, Index: index, State: state, Matches: matches})
	}
}

// granted combines the role's policies, its boundary and the resource's policy.
func (c *composition) granted() Tri {
	a := c.access
	boundary := Decision{Allowed: True}
	if a.Boundary != nil {
		boundary = *a.Boundary
	}
	resource := Decision{Allowed: False}
	if a.Resource != nil {
		resource = *a.Resource
	}
	direct, role := grants(resource)
	inside := a.Identity.Allowed.Or(role).And(boundary.Allowed).Or(direct)
	across := a.Identity.Allowed.And(boundary.Allowed).And(resource.Allowed)
	granted := choose(a.SameAccount, inside, across)
	if granted == True {
		return True
	}
	if a.SameAccount == True {
		c.lacks(PartIdentity, 0, a.Identity.Allowed.Or(role), a.Identity.Allows)
		c.lacks(PartBoundary, 0, boundary.Allowed, boundary.Allows)
		if direct.Or(role) == Unknown {
			c.lacks(PartResource, 0, Unknown, resource.Allows)
		}
		return granted
	}
	c.missing(PartIdentity, 0, a.Identity)
	c.missing(PartBoundary, 0, boundary)
	c.lacks(PartResource, 0, choose(a.SameAccount, True, resource.Allowed), resource.Allows)
	return granted
}

// grants says whether the resource's policy allows the session itself, and whether it allows the
// role by its ARN. A grant to the account gives nothing by itself.
func grants(d Decision) (direct, role Tri) {
	direct, role = False, False
	explained := d.Allowed != Unknown
	for _, m := range d.Allows {
		direct = direct.Or(m.State.And(m.gives(isDirect)))
		role = role.Or(m.State.And(m.gives(isRole)))
		explained = explained || m.State == Unknown
	}
	if d.Unseen || !explained {
		return direct.Or(Unknown), role.Or(Unknown)
	}
	return direct, role
}

// gives says whether the statement grants in the given way.
func (m Match) gives(way func(Grant) bool) Tri {
	switch {
	case way(m.Grant):
		return True
	case way(m.Perhaps):
		return Unknown
	}
	return False
}

func isDirect(g Grant) bool {
	return g == GrantEveryone || g == GrantSession || g == GrantService
}

func isRole(g Grant) bool { return g == GrantRole }

// choose returns yes or no by the condition; where that is Unknown, what both agree on.
func choose(condition, yes, no Tri) Tri {
	switch {
	case condition == True || yes == no:
		return yes
	case condition == False:
		return no
	}
	return Unknown
}
