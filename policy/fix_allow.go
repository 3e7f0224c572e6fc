package policy

import (
	"regexp"
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
	name, own := m.ref(role, "name"), m.policyName(role)
	added := block("aws_iam_role_policy", own, argument{"role", name}, policy)
	called := argument{"name", text(strings.ReplaceAll(own, "_", "-"))}
	switch {
	case m.template():
		added.args = []argument{called, {"role", list{name}}, policy}
	case m.inlinePolicies(role):
		added = in("aws_iam_role", role, argument{"inline_policy", section{called, policy}})
	}
	return m.say(one(added), "Allow %s in a policy of %s%s.", strings.Join(words, " and "), role,
		m.kept("aws_iam_role_policies_exclusive", role))
}

// policyName names the new policy of a role after the pull, and after the repository where the fix
// of another fault makes a policy of that name.
func (m *mending) policyName(role string) string {
	repository := nameless.ReplaceAllString(m.bounds.best.Image.Repository, "_")
	wanted := m.unused("aws_iam_role_policy", "pull", role)
	for _, name := range []string{
		wanted, wanted + "_" + repository, wanted + "_" + m.print, wanted,
	} {
		key := m.pull.Graph.Root.Path + "\x00" + m.module + "\x00" + name
		if by, taken := m.names[key]; (!taken || by == m.print) && !strings.HasSuffix(name, "_") {
			if m.names != nil {
				m.names[key] = m.print
			}
			return name
		}
	}
	return wanted
}

// nameless is what a name of Terraform does not hold.
var nameless = regexp.MustCompile(`[^A-Za-z0-9]+`)

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
	if all := m.lists(kind, address); all != "" {
		return ", and list it in " + all + ", which removes what it does not list"
	}
	return ""
}

// lists is the address of the resource of a type that lists all that another may have; empty where
// there is none.
func (m *mending) lists(kind, address string) string {
	of := byID(m.pull.Graph.Root.Resources, address, func(r *parser.Resource) string {
		return r.Address
	})
	for _, resource := range m.pull.Graph.Root.Resources {
		if of != nil && resource.Type == kind && slices.Contains(resource.Needs, of.Config) {
			return resource.Address
		}
	}
	return ""
}
