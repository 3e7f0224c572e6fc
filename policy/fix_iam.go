package policy

import (
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/report"
)

// roleFix gives the tasks or the instances a role.
func roleFix(m *mending) report.Fix {
	managed := "arn:" + m.partition() +
		":iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
	switch m.Reason {
	case "no_instance_profile", "profile_without_role":
		return m.say(nil,
			"Give %s an instance profile whose role has AmazonEC2ContainerServiceforEC2Role.",
			m.resource)
	case "not_a_profile":
		return m.say(nil, "Put the role into an instance profile, and name that at %s.", m.resource)
	case "not_a_role":
		return m.say(nil, "Name the ARN of an IAM role at %s.", m.resource)
	}
	trust := argument{"assume_role_policy", trustDocument("ecs-tasks.amazonaws.com")}
	name := m.unused("aws_iam_role", "execution", m.resource)
	role := reference{terraform: "aws_iam_role." + name + ".arn", call: "GetAtt"}
	created := []part{
		block("aws_iam_role", name,
			argument{"name", text("task-" + strings.ReplaceAll(name, "_", "-"))}, trust),
		block("aws_iam_role_policy_attachment", m.unused("aws_iam_role_policy_attachment", name, name),
			argument{"role", reference{terraform: "aws_iam_role." + name + ".name"}},
			argument{"policy_arn", text(managed)}),
	}
	if m.template() {
		created = one(block("aws_iam_role", "execution", trust,
			argument{"managed_policy_arns", list{text(managed)}}))
		role.to = m.logicalID(created[0]) + ".Arn"
	}
	set := m.executionRole(role)
	return m.say(append(one(set), created...),
		"Give %s an execution role with AmazonECSTaskExecutionRolePolicy.", m.resource)
}

// trustDocument writes a trust policy for services.
func trustDocument(services ...string) policyDocument {
	var trusted value = text(services[0])
	if len(services) > 1 {
		var all list
		for _, service := range services {
			all = append(all, text(service))
		}
		trusted = all
	}
	return policyDocument{
		{"Version", text("2012-10-17")},
		{"Statement", list{object{
			{"Effect", text("Allow")},
			{"Action", text("sts:AssumeRole")},
			{"Principal", inline{{"Service", trusted}}},
		}}},
	}
}

// partition is that of the workload.
func (m *mending) partition() string {
	return orText(m.pull.Workload.Home.Partition, "aws")
}

// trustFix lets the service assume the role.
func trustFix(m *mending) report.Fix {
	service := m.service()
	if strings.HasPrefix(m.Role, "arn:") { // it is not declared here
		return m.say(nil, "Name a role at %s that %s may assume.", m.resource, service)
	}
	switch m.Reason {
	case "condition":
		return m.say(nil, "Mend the condition in the trust policy of %s: %s assumes it in the account "+
			"and region of the task.", m.resource, service)
	case "denied":
		return m.say(nil, "Except %s from the Deny statement in the trust policy of %s.",
			service, m.resource)
	}
	said := "Let %s assume %s."
	services := append(slices.Clone(m.Services), service)
	if len(m.Services) > 0 {
		said = "Let %s assume %s, too, or name a role here that it may assume."
	}
	if strings.Contains(strings.Join(services, ""), "{") {
		return m.say(nil, said, service, m.resource)
	}
	return m.say(one(in("aws_iam_role", m.resource,
		argument{"assume_role_policy", trustDocument(services...)})), said, service, m.resource)
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

// credentialsFix lets the execution role read the secret.
func credentialsFix(m *mending) report.Fix {
	if m.Reason == "missing_role" {
		return roleFix(m)
	}
	switch m.Reason {
	case "denied":
		excepted := orText(m.Resource, "the secret")
		if m.ofSecret() {
			excepted = orText(m.Role, "the execution role")
		}
		return m.say(nil, "Except %s from the Deny statement of %s.", excepted, m.resource)
	case "key_policy":
		return m.say(nil, "Allow %s %s in the key policy of %s.", orText(m.Role, "the execution role"),
			strings.Join(m.Actions, ", "), m.resource)
	}
	if m.Resource != "" && !strings.Contains(m.Resource, ":") && !strings.Contains(m.Resource, "{") {
		m.Resource = "arn:" + m.partition() + ":secretsmanager:*:*:secret:" + m.Resource + "-??????"
	}
	m.Statements = m.credentialStatements()
	if m.Resource == "" {
		return m.say(nil, "Allow %s on the secret in a policy of %s.", strings.Join(m.Actions, ", "),
			orText(m.Role, m.resource))
	}
	return allowFix(m)
}

// ofSecret reports whether the policy to mend is that of a secret or key, which names principals,
// and not one of the role, which names resources.
func (m *mending) ofSecret() bool {
	kind := m.resourceType(m.resource)
	for _, prefix := range []string{
		"aws_secretsmanager_", "aws_kms_", "AWS::SecretsManager::", "AWS::KMS::",
	} {
		if strings.HasPrefix(kind, prefix) {
			return true
		}
	}
	return false
}

// credentialStatements allow what is missing: the reading of the secret, decrypting with its key.
func (m *mending) credentialStatements() []statementSpec {
	read := statementSpec{Resource: orText(m.Resource, "*")}
	decrypt := statementSpec{Resource: orText(m.Key, "*")}
	for _, action := range m.Actions {
		if strings.HasPrefix(action, "kms:") {
			decrypt.Actions = append(decrypt.Actions, action)
			continue
		}
		read.Actions = append(read.Actions, action)
	}
	var both []statementSpec
	for _, one := range []statementSpec{read, decrypt} {
		if len(one.Actions) > 0 {
			both = append(both, one)
		}
	}
	return both
}

// undenyFix narrows a Deny.
func undenyFix(m *mending) report.Fix {
	return m.say(nil, "Except the pull actions%s from the Deny statement of %s.",
		m.onWhat(), m.resource)
}

// boundaryFix widens a boundary by what the pull needs. One of AWS's own, which only the role
// names, can but be replaced.
func boundaryFix(m *mending) report.Fix {
	if m.resource == m.Role {
		return m.say(nil, "Give %s a permissions boundary of your own that allows the pull%s too.",
			m.resource, m.onWhat())
	}
	var statements []object
	for _, s := range m.Statements {
		statements = append(statements, m.statement(s.Actions, s.Resource, nil))
	}
	return m.say(one(inPolicy("Statement of", m.resource, statements...)),
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
	return m.say(nil, "Except %s from the Deny statement of %s.",
		orText(m.Role, "the pulling role"), m.resource)
}

// shareFix lets the other account pull.
func shareFix(m *mending) report.Fix {
	principal := m.roleARN()
	if m.Account != "" {
		principal = pattern("arn:" + m.partition() + ":iam::" + m.Account + ":root")
	}
	pull := []string{"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}
	if m.Cache != "" {
		return m.say(nil, "Declare a repository creation template for the repositories of %s whose "+
			"policy allows %s ecr:BatchGetImage and ecr:GetDownloadUrlForLayer.",
			m.Cache, orText(m.Account, orText(m.Role, "the pulling account")))
	}
	statement := m.statement(pull, "", principal)
	change := inPolicy("Statement of the policy of", m.resource, statement)
	if m.resourceType(m.resource) == "aws_ecr_repository" { // it has no policy yet
		change = block("aws_ecr_repository_policy",
			m.unused("aws_ecr_repository_policy", "pull", m.resource),
			argument{"repository", m.ref(m.resource, "name")},
			argument{"policy", policyDocument{
				{"Version", text("2012-10-17")}, {"Statement", several{statement}},
			}})
	}
	return m.say(one(change),
		"Allow %s ecr:BatchGetImage and ecr:GetDownloadUrlForLayer in the repository policy of %s.",
		orText(m.Account, orText(m.Role, "the pulling account")), orText(m.Repository, m.resource))
}

// repairPolicyFix names principals and actions that exist.
func repairPolicyFix(m *mending) report.Fix {
	if m.Reason == "invalid_action" {
		return m.say(nil, "Name ecr:BatchGetImage and ecr:GetDownloadUrlForLayer in %s.", m.resource)
	}
	return m.say(nil, "Name the account (arn:%s:iam::%s:root) or the role itself as the "+
		"principal in %s, without a wildcard.", m.partition(), orText(m.Account, "ACCOUNT"), m.resource)
}

// dependsOnFix orders the service behind the policy.
func dependsOnFix(m *mending) report.Fix {
	if len(m.On) == 0 {
		return m.say(nil, "Add %s with the policy of the role to %s.", m.word("depends_on"), m.resource)
	}
	var on list
	var named []string
	for _, address := range m.On {
		if m.home(address) != m.module {
			return m.say(nil, "Let %s wait for %s: pass the role through an output that depends on it.",
				m.resource, strings.Join(m.On, ", "))
		}
		config := keyless(local(address))
		if call := m.modelled(address); call != nil {
			config = keyless(local(call.Address))
		}
		if !slices.Contains(named, config) {
			named = append(named, config)
			on = append(on, m.bare(config))
		}
	}
	return m.say(one(in("", m.resource, argument{"depends_on", on})),
		"Let %s wait for %s.", m.resource, strings.Join(m.On, ", "))
}

// bare names a resource that another depends on.
func (m *mending) bare(id string) value {
	if m.template() {
		return text(id)
	}
	return reference{terraform: id}
}
