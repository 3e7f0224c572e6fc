package graph

import (
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// organizationReaders read AWS Organizations: policies, what they are attached to, and the accounts
// and units below.
var organizationReaders = []reader{
	node("aws_organizations_organization", (*builder).declareOrganization, nil),
	node("data.aws_organizations_organization", (*builder).declareOrganization, nil),
	node("aws_organizations_organizational_unit", (*builder).declareUnit, nil),
	node("aws_organizations_account", (*builder).declareUnit, nil),
	node("aws_organizations_policy", (*builder).declareOrganizationPolicy, nil),
	join("aws_organizations_policy_attachment", (*builder).joinOrganizationPolicy),

	node("AWS::Organizations::Organization", (*builder).declareOrganization, nil),
	node("AWS::Organizations::OrganizationalUnit", (*builder).declareUnit, nil),
	node("AWS::Organizations::Account", (*builder).declareUnit, nil).
		spelled(spelling{"parent_id": "ParentIds"}),
	node("AWS::Organizations::Policy", (*builder).declareOrganizationPolicy,
		(*builder).linkOrganizationPolicy),
}

// The types of organization policies that limit what a pull may do.
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
const (
	ServiceControlPolicy  = "SERVICE_CONTROL_POLICY"
	ResourceControlPolicy = "RESOURCE_CONTROL_POLICY"
)

// Organization is an organization in view. The account that declares it manages it; a data source
// reads that of its own account.
type Organization struct {
	Node
	// Read says that a data source reads it.
	Read bool
}

// OrganizationUnit is an organizational unit or an account with what it lies below.
type OrganizationUnit struct {
	Node
	Parents List[item]
}

// OrganizationPolicy is a service or resource control policy.
type OrganizationPolicy struct {
	Node
	Kind    Value[string]
	Policy  Policy
	Targets []OrganizationTarget
}

// OrganizationTarget is a root, unit or account that a policy is attached to.
type OrganizationTarget struct {
	id    string // may be a token; empty where it is not known
	why   *parser.Origin
	Maybe *parser.Origin // whether it is attached
}

func (p *OrganizationPolicy) base() *Node { return &p.Node }

func (b *builder) declareOrganization(o block) *Organization {
	org := &Organization{Node: b.node(o.res), Read: o.res.Mode == parser.Data}
	b.graph.Organizations = append(b.graph.Organizations, org)
	return org
}

func (b *builder) declareUnit(o block) *OrganizationUnit {
	unit := &OrganizationUnit{Node: b.node(o.res), Parents: o.items("parent_id")}
	b.graph.organizationUnits = append(b.graph.organizationUnits, unit)
	return unit
}

func (b *builder) declareOrganizationPolicy(o block) *OrganizationPolicy {
	p := &OrganizationPolicy{Node: b.node(o.res), Kind: o.text("type", ServiceControlPolicy)}
	if p.Kind.Known() && p.Kind.V != ServiceControlPolicy && p.Kind.V != ResourceControlPolicy {
		return nil // about tags, backups, settings
	}
	p.Policy = b.policy(o, "content", o.res.Address)
	b.graph.OrganizationPolicies = append(b.graph.OrganizationPolicies, p)
	return p
}

func (b *builder) linkOrganizationPolicy(o block, p *OrganizationPolicy) {
	b.attachTarget(p, o.items("target_ids"), nil)
}

func (b *builder) joinOrganizationPolicy(o block) {
	l := link(o, "policy_id", func(b *builder, r ref) *OrganizationPolicy {
		return at[OrganizationPolicy](b, r.address)
	})
	if l.To != nil {
		b.attachTarget(l.To, o.items("target_id"), o.res.Maybe)
		return
	}
	for _, p := range b.graph.OrganizationPolicies {
		if l.Why != nil && b.mayBe(l.Why, &p.Node) {
			b.attachTarget(p, o.items("target_id"), l.Why)
		}
	}
}

// attachTarget notes what a policy is attached to.
func (b *builder) attachTarget(p *OrganizationPolicy, list List[item], maybe *parser.Origin) {
	for _, it := range list.Items {
		t := b.targetOf(it)
		t.Maybe = first(maybe, it.maybe)
		p.Targets = append(p.Targets, t)
	}
	if list.Open != nil {
		p.Targets = append(p.Targets, OrganizationTarget{why: list.Open})
	}
}

// targetOf reads the id of a root, unit or account.
func (b *builder) targetOf(it item) OrganizationTarget {
	text := b.textOf(it.datum, "", it.site)
	return OrganizationTarget{id: b.origins.Expand(text.V), why: text.Why}
}

// Manages reports whether the account is the management account of an organization in view, which
// no policy of the organization limits.
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
func (g *Graph) Manages(account string) bool {
	return slices.ContainsFunc(g.Organizations, func(o *Organization) bool {
		return !o.Read && o.Maybe == nil && o.Home.Account == account
	})
}

// Limits reports whether the policy is attached to the account or to something above it: certainly,
// certainly not, or not known because of the origin.
func (g *Graph) Limits(p *OrganizationPolicy, account string) (bool, *parser.Origin) {
	var why *parser.Origin
	for _, t := range p.Targets {
		below, doubt := g.below(account, t, 0)
		if below && t.Maybe == nil && p.Maybe == nil {
			return true, nil
		}
		if below {
			doubt = first(t.Maybe, p.Maybe)
		}
		why = first(why, doubt)
	}
	return false, why
}

// deepest bounds how deep units are followed: AWS nests five.
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
const deepest = 8

// below says whether an account or unit is a target, or below it.
func (g *Graph) below(id string, t OrganizationTarget, depth int) (bool, *parser.Origin) {
	switch {
	case t.id != "" && t.id == id:
		return true, nil
	case accountID(t.id) && accountID(id):
		return false, nil
	case depth > deepest:
		return false, t.reason()
	}
	for _, unit := range g.organizationUnits {
		if unit.Self != "" && unit.Self == id {
			return g.belowParent(unit, t, depth)
		}
	}
	if g.root(id) && (g.unit(t.id) || accountID(t.id)) {
		return false, nil // nothing is above a root
	}
	return false, t.reason()
}

// belowParent looks at what a unit lies below.
func (g *Graph) belowParent(unit *OrganizationUnit, t OrganizationTarget, depth int,
) (bool, *parser.Origin) {
	if !unit.Parents.Given { // an account without a parent lies below the root
		if g.unit(t.id) || accountID(t.id) {
			return false, nil
		}
		return false, t.reason()
	}
	var why *parser.Origin
	parents := unit.Parents.Items
	if unit.Parents.Open != nil {
		parents = append(slices.Clone(parents), item{datum: datum{why: unit.Parents.Open}})
	}
	for _, it := range parents {
		text, ok := scalar(it.datum)
		if !ok {
			switch {
			case it.why != nil && t.why != nil && *it.why == *t.why:
				return true, nil // both the same root: roots[0].id
			case g.unit(t.id) && g.organization(it.why):
				continue // nothing is above the root
			}
			why = first(why, it.why, t.reason())
			continue
		}
		found, doubt := g.below(g.Root.Origins.Expand(text), t, depth+1)
		if found {
			return true, nil
		}
		why = first(why, doubt)
	}
	return false, why
}

// unit reports whether an id is that of a unit or account declared here.
func (g *Graph) unit(id string) bool {
	return id != "" && slices.ContainsFunc(g.organizationUnits, func(u *OrganizationUnit) bool {
		return u.Self == id
	})
}

// organization reports whether a value is read off an organization: its roots.
func (g *Graph) organization(why *parser.Origin) bool {
	return why != nil && slices.ContainsFunc(g.Organizations, func(o *Organization) bool {
		return o.ID == why.Address
	})
}

// root reports whether an id is written as that of a root.
func (g *Graph) root(id string) bool { return strings.HasPrefix(id, "r-") }

// reason says why it is not known what is below a target.
func (t OrganizationTarget) reason() *parser.Origin {
	if t.why != nil {
		return t.why
	}
	return &parser.Origin{
		What: "accounts below the target of the organization's policy",
		Why:  "are not in the configuration",
	}
}

// accountID reports whether text is the id of an account.
func accountID(text string) bool {
	return len(text) == 12 && strings.Trim(text, "0123456789") == ""
}
