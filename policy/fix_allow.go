package policy

import (
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/report"
	"github.com/zclconf/go-cty/cty"
)

// allowFix adds exactly the statements that are missing.
func allowFix(m *mending) report.Fix {
	role := orText(m.Role, m.resource)
	m.module = m.home(role)
	var words []string
	var statements several
	for _, s := range m.Statements {
		words = append(words, strings.Join(s.Actions, ", ")+" on "+s.Resource)
		statements = append(statements, m.statement(s.Actions, s.Resource, nil))
	}
	policy := argument{"policy", policyDocument{
		{"Version", text("2012-10-17")}, {"Statement", statements},
	}}
	name := m.ref(role, "name")
	added := block("aws_iam_role_policy", m.unused("aws_iam_role_policy", "pull", role),
		argument{"role", name}, policy)
	switch {
	case m.template():
		added.args = []argument{{"name", text("pull")}, {"role", list{name}}, policy}
	case m.inlinePolicies(role):
		added = in("aws_iam_role", role, argument{"inline_policy", section{
			{"name", text("pull")}, policy,
		}})
	}
	return m.say(one(added), "Allow %s in a policy of %s%s.", strings.Join(words, " and "), role,
		m.kept("aws_iam_role_policies_exclusive", role))
}

// inlinePolicies reports whether a role has its inline policies in blocks of its own, which take
// off every other. Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/
// resources/iam_role#inline_policy.
func (m *mending) inlinePolicies(address string) bool {
	role := byID(m.pull.Graph.Roles, address, func(r *graph.Role) string { return r.ID })
	if role == nil {
		return false
	}
	return slices.ContainsFunc(role.Policies, func(p graph.Policy) bool {
		if p.Site.Resource != role.Resource || len(p.Site.Path) == 0 {
			return false
		}
		step, ok := p.Site.Path[0].(cty.GetAttrStep)
		return ok && step.Name == "inline_policy"
	})
}

// kept says of a resource that lists all that another may have that it must list what is new; empty
// where there is none.
func (m *mending) kept(kind, address string) string {
	of := byID(m.pull.Graph.Root.Resources, address, func(r *parser.Resource) string {
		return r.Address
	})
	for _, resource := range m.pull.Graph.Root.Resources {
		if of != nil && resource.Type == kind && slices.Contains(resource.Needs, of.Config) {
			return ", and list it in " + resource.Address + ", which removes what it does not list"
		}
	}
	return ""
}
