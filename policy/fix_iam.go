package policy

import (
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/report"
)

// roleFix gives the tasks or the instances a role.
func roleFix(m *mending) report.Fix {
	attachment := block("aws_iam_role_policy_attachment", "execution",
		[2]string{"role", "aws_iam_role.execution.name"},
		[2]string{"policy_arn", quote(
			"arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy")})
	switch m.Reason {
	case "no_instance_profile", "profile_without_role":
		return say("", "Give %s an instance profile whose role has AmazonEC2ContainerServiceforEC2Role.",
			m.resource)
	case "not_a_role":
		return say("", "Name the ARN of an IAM role at %s.", m.resource)
	}
	return say(in(m.resource, "execution_role_arn = aws_iam_role.execution.arn\n")+"\n"+
		block("aws_iam_role", "execution", [2]string{"name", quote("task-execution")},
			[2]string{"assume_role_policy", trustDocument("ecs-tasks.amazonaws.com")})+"\n"+attachment,
		"Give %s an execution role with AmazonECSTaskExecutionRolePolicy.", m.resource)
}

// trustDocument writes a trust policy for a service.
func trustDocument(service string) string {
	return `jsonencode({
Version = "2012-10-17"
Statement = [{
Effect    = "Allow"
Action    = "sts:AssumeRole"
Principal = { Service = ` + quote(service) + ` }
}]
})`
}

// trustFix lets the service assume the role.
func trustFix(m *mending) report.Fix {
	service := m.service()
	switch m.Reason {
	case "condition":
		return say("", "Mend the condition in the trust policy of %s: %s assumes it in the account and "+
			"region of the task.", m.resource, service)
	case "denied":
		return say("", "Except %s from the Deny statement in the trust policy of %s.",
			service, m.resource)
	}
	return say(in(m.resource, "assume_role_policy = "+trustDocument(service)+"\n"),
		"Let %s assume %s.", service, m.resource)
}

// service is the principal that assumes the role of the pull.
func (m *mending) service() string {
	if m.Service != "" {
		return m.Service
	}
	if m.bounds.best.Puller.Principal == "instance_profile" {
		return "ec2.amazonaws.com"
	}
	return "ecs-tasks.amazonaws.com"
}

// allowFix adds exactly the statements that are missing.
func allowFix(m *mending) report.Fix {
	role := orText(m.Role, m.resource)
	m.module = moduleOf(role)
	var words, statements []string
	for _, s := range m.Statements {
		words = append(words, strings.Join(s.Actions, ", ")+" on "+s.Resource)
		statements = append(statements, m.statement(s.Actions, s.Resource, ""))
	}
	policy := "jsonencode({\nVersion = \"2012-10-17\"\nStatement = [\n" +
		strings.ReplaceAll(strings.Join(statements, ","), "}\n,", "},\n") + "]\n})"
	return say(block("aws_iam_role_policy", "pull",
		[2]string{"role", m.ref(role, "name")}, [2]string{"policy", policy}),
		"Allow %s in a policy of %s.", strings.Join(words, " and "), role)
}

// credentialsFix lets the execution role read the secret.
func credentialsFix(m *mending) report.Fix {
	if m.Reason == "missing_role" {
		return roleFix(m)
	}
	if m.Reason == "denied" {
		return say("", "Except %s from the Deny statement of %s.",
			orText(m.Resource, "the secret"), m.resource)
	}
	m.Statements = []statementSpec{{Actions: m.Actions, Resource: orText(m.Resource, "*")}}
	if m.Resource == "" {
		return say("", "Allow %s on the secret in a policy of %s.", strings.Join(m.Actions, ", "),
			orText(m.Role, m.resource))
	}
	return allowFix(m)
}

// undenyFix narrows a Deny.
func undenyFix(m *mending) report.Fix {
	return say("", "Except the pull actions%s from the Deny statement of %s.", m.onWhat(), m.resource)
}

// boundaryFix widens a boundary by what the pull needs.
func boundaryFix(m *mending) report.Fix {
	var statements []string
	for _, s := range m.Statements {
		statements = append(statements, m.statement(s.Actions, s.Resource, ""))
	}
	return say("# in the Statement of "+local(m.resource)+"\n"+strings.Join(statements, ""),
		"Allow the pull%s in the permissions boundary %s too.", m.onWhat(), m.resource)
}

// onWhat names what the statements of the fix are about.
func (m *mending) onWhat() string {
	for _, s := range m.Statements {
		if s.Resource != "" && s.Resource != "*" {
			return " on " + s.Resource
		}
	}
	return ""
}

// repositoryUndenyFix narrows a Deny of a repository policy.
func repositoryUndenyFix(m *mending) report.Fix {
	return say("", "Except %s from the Deny statement of %s.",
		orText(m.Role, "the pulling role"), m.resource)
}

// shareFix lets the other account pull.
func shareFix(m *mending) report.Fix {
	principal := m.roleARN()
	if m.Account != "" {
		principal = quote(written("arn:aws:iam::" + m.Account + ":root"))
	}
	pull := []string{"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}
	return say("# in the Statement of the policy of "+local(m.resource)+"\n"+
		m.statement(pull, "", principal),
		"Allow %s ecr:BatchGetImage and ecr:GetDownloadUrlForLayer in the repository policy of %s.",
		orText(m.Account, orText(m.Role, "the pulling account")), orText(m.Repository, m.resource))
}

// repairPolicyFix names principals and actions that exist.
func repairPolicyFix(m *mending) report.Fix {
	if m.Reason == "invalid_action" {
		return say("", "Name ecr:BatchGetImage and ecr:GetDownloadUrlForLayer in %s.", m.resource)
	}
	return say("", "Name the account (arn:aws:iam::%s:root) or the role itself as the principal in "+
		"%s, without a wildcard.", orText(m.Account, "ACCOUNT"), m.resource)
}

// dependsOnFix orders the service behind the policy.
func dependsOnFix(m *mending) report.Fix {
	if len(m.On) == 0 {
		return say("", "Add depends_on with the policy of the role to %s.", m.resource)
	}
	var on []string
	for _, address := range m.On {
		if moduleOf(address) != m.module {
			return say("", "Let %s wait for %s: pass the role through an output that depends on it.",
				m.resource, strings.Join(m.On, ", "))
		}
		if config := keyless(local(address)); !slices.Contains(on, config) {
			on = append(on, config)
		}
	}
	return say(in(m.resource, "depends_on = ["+strings.Join(on, ", ")+"]\n"),
		"Let %s wait for %s.", m.resource, strings.Join(m.On, ", "))
}
