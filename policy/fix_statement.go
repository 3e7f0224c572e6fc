package policy

import (
	"strings"

	"github.com/ecrlint/ecrlint/report"
)

// endpointPolicyFix lets the role through the endpoint.
func endpointPolicyFix(m *mending) report.Fix {
	if m.Reason == "denied" {
		return m.say(nil, "Except the pull by %s from the Deny statement in the policy of %s.",
			orText(m.Role, "the role"), m.resource)
	}
	return m.say(one(inPolicy("Statement of the policy of", m.resource, m.statement(
		m.Actions, m.Resource, m.roleARN()))),
		"Allow %s on %s in the policy of %s.", strings.Join(m.Actions, ", "),
		orText(m.Resource, "*"), m.resource)
}

// layersPolicyFix lets the layers through the S3 endpoint.
func layersPolicyFix(m *mending) report.Fix {
	if m.Reason == "denied" {
		return m.say(nil, "Except %s from the Deny statement in the policy of %s.",
			m.Bucket, m.resource)
	}
	return m.say(one(inPolicy("Statement of the policy of", m.resource,
		m.statement([]string{"s3:GetObject"}, m.Bucket, text("*")))),
		"Allow s3:GetObject on %s for every principal, without a condition, in the policy of %s.",
		m.Bucket, m.resource)
}

// roleARN refers to the role that pulls.
func (m *mending) roleARN() value {
	if m.Role == "" || m.template() && m.resourceType(m.Role) == "" {
		return handed("pull_role_arn")
	}
	return m.ref(m.Role, "arn")
}

// statement writes a policy statement; principal is nil in an identity policy.
func (m *mending) statement(actions []string, resource string, principal value) object {
	said := object{{"Effect", text("Allow")}}
	switch principal {
	case nil:
	case text("*"):
		said = append(said, argument{"Principal", principal})
	default:
		said = append(said, argument{"Principal", inline{{"AWS", principal}}})
	}
	named := make(list, 0, len(actions))
	for _, action := range actions {
		named = append(named, text(action))
	}
	said = append(said, argument{"Action", named})
	if resource != "" {
		said = append(said, argument{"Resource", m.resourceRef(resource)})
	}
	return said
}

// resourceRef writes a resource of a statement: a reference to the declared repository where it is
// that one, else the text.
func (m *mending) resourceRef(resource string) value {
	declared, name := m.pull.Image.Declared, ":repository/"+m.bounds.best.Image.Repository
	if declared != nil && moduleOf(declared.ID) == m.module && strings.HasSuffix(resource, name) {
		return m.ref(declared.ID, "arn")
	}
	return pattern(resource)
}
