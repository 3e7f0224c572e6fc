package pull

import (
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/iam"
)

// shortfalls points at the policies of a role that do not allow what is missing.
func (c *cutter) shortfalls(role *graph.Role, n need, x permission, b binding) []Related {
	var out []Related
	for _, policy := range role.Policies {
		if policy.Site.Resource != nil {
			out = append(out, Related{
				Site: policy.Site, Message: c.shortfall(policy, n, x.missing, b) + ": " + c.text(policy.Name),
			})
		}
	}
	return out
}

// shortfall says what of a policy comes near to the actions that it does not allow on the
// resource: the action on something else, or one of nearly that name.
func (c *cutter) shortfall(policy graph.Policy, n need, missing []string, b binding) string {
	doc := c.parse(policy, b).doc
	if doc == nil {
		return "does not allow it"
	}
	for _, slip := range iam.CheckActions(doc) {
		for _, action := range missing {
			if strings.EqualFold(slip.Near, action) {
				return "names " + c.text(slip.Text) + ", which is no action: " + action + " is"
			}
		}
	}
	for _, s := range doc.Statements {
		for _, action := range missing {
			if s.Effect == "Allow" && names(s.Action, action) && len(s.Resource) > 0 {
				return c.onlyOn(s, action, n)
			}
		}
	}
	return "does not allow it"
}

// onlyOn says of a statement on what else it allows an action.
func (c *cutter) onlyOn(s iam.Statement, action string, n need) string {
	const few = 2
	if len(s.Conditions) > 0 {
		return "allows " + action + " under a condition only"
	}
	var on []string
	for _, resource := range s.Resource[:min(few, len(s.Resource))] {
		on = append(on, c.text(c.expand(resource)))
	}
	if len(s.Resource) > few {
		on = append(on, "others")
	}
	said := "allows " + action + " on " + strings.Join(on, " and ") + " only"
	if n.resource == "*" {
		return said + ", where it is allowed on * or not at all"
	}
	return said
}

// names reports whether a list of actions, in which * is any run, names an action.
func names(list []string, action string) bool {
	for _, pattern := range list {
		if globbed(strings.ToLower(pattern), strings.ToLower(action)) {
			return true
		}
	}
	return false
}
