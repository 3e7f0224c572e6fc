package graph_test

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/graph"
)

// access is a stack with one role.
const access = `
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}
variable "any" {}
variable "create" { type = bool }
variable "many" { type = set(string) }
locals {
  trust   = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole" }] })
  nothing = jsonencode({ Statement = [] })
  managed = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_iam_policy" "own" {
  name   = "own"
  path   = "/apps/"
  policy = local.nothing
}
`

// plainRole is a role that lists no policies itself.
const plainRole = access + `
resource "aws_iam_role" "x" {
  name               = "app"
  path               = "/svc/"
  assume_role_policy = local.trust
}
`

func policyNames(r *graph.Role) []string {
	names := []string{}
	for _, p := range r.Policies {
		names = append(names, p.Name)
	}
	return names
}

func TestWaysOfAttachingAPolicy(t *testing.T) {
	cases := map[string]struct {
		source string
		want   []string
		maybe  bool
	}{
		"inline by reference": {`
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.x.id
  policy = local.nothing
}`, []string{"aws_iam_role_policy.p"}, false},
		"inline by name": {`
resource "aws_iam_role_policy" "p" {
  role   = "app"
  policy = local.nothing
}`, []string{"aws_iam_role_policy.p"}, false},
		"inline of another role": {`
resource "aws_iam_role_policy" "p" {
  role   = "other"
  policy = local.nothing
}`, []string{}, false},
		"managed by AWS": {`
resource "aws_iam_role_policy_attachment" "p" {
  role       = aws_iam_role.x.name
  policy_arn = local.managed
}`, []string{"AmazonECSTaskExecutionRolePolicy"}, false},
		"managed by AWS, of any partition": {`
data "aws_partition" "here" {}
resource "aws_iam_role_policy_attachment" "p" {
  role       = aws_iam_role.x.name
  policy_arn = replace(local.managed, ":aws:iam", ":${data.aws_partition.here.partition}:iam")
}`, []string{"AmazonECSTaskExecutionRolePolicy"}, false},
		"managed by AWS, read by name": {`
data "aws_iam_policy" "p" {
  name = "AmazonECSTaskExecutionRolePolicy"
}
resource "aws_iam_role_policy_attachment" "p" {
  role       = aws_iam_role.x.name
  policy_arn = data.aws_iam_policy.p.arn
}`, []string{"AmazonECSTaskExecutionRolePolicy"}, false},
		"own, by reference": {`
resource "aws_iam_role_policy_attachment" "p" {
  role       = aws_iam_role.x.name
  policy_arn = aws_iam_policy.own.arn
}`, []string{"aws_iam_policy.own"}, false},
		"own, by ARN": {`
resource "aws_iam_policy_attachment" "p" {
  name       = "p"
  roles      = ["app"]
  policy_arn = "arn:aws:iam::111122223333:policy/apps/own"
}`, []string{"aws_iam_policy.own"}, false},
		"each of a map": {`
resource "aws_iam_role_policy_attachment" "p" {
  for_each   = { a = local.managed, b = aws_iam_policy.own.arn }
  role       = aws_iam_role.x.name
  policy_arn = each.value
}`, []string{"AmazonECSTaskExecutionRolePolicy", "aws_iam_policy.own"}, false},
		"perhaps": {`
resource "aws_iam_role_policy_attachment" "p" {
  count      = var.create ? 1 : 0
  role       = aws_iam_role.x.name
  policy_arn = local.managed
}`, []string{"AmazonECSTaskExecutionRolePolicy"}, true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			x := role(t, load(t, plainRole+c.source))
			assert.Equal(t, c.want, policyNames(x))
			assert.Empty(t, x.Unresolved)
			assert.Len(t, x.Attachments, len(c.want))
			if len(x.Policies) > 0 {
				assert.Equal(t, c.maybe, x.Policies[0].Maybe != nil)
				assert.Nil(t, x.Policies[0].Text.Why)
			}
		})
	}
}

func TestAttachmentsThatCannotBeSeen(t *testing.T) {
	cases := map[string]struct {
		source string
		want   bool
	}{
		"policy of a variable": {`
resource "aws_iam_role_policy_attachment" "p" {
  role       = aws_iam_role.x.name
  policy_arn = var.any
}`, true},
		"policy of a name that nobody knows": {`
resource "aws_iam_role_policy_attachment" "p" {
  role       = aws_iam_role.x.name
  policy_arn = "arn:aws:iam::aws:policy/BrandNew"
}`, true},
		"role of a variable": {`
resource "aws_iam_role_policy_attachment" "p" {
  role       = var.any
  policy_arn = local.managed
}`, true},
		"role whose name may be this one": {`
resource "aws_iam_role_policy_attachment" "p" {
  role       = "a${var.any}"
  policy_arn = local.managed
}`, true},
		"role whose name is another": {`
resource "aws_iam_role_policy_attachment" "p" {
  role       = "web-${var.any}"
  policy_arn = local.managed
}`, false},
		"role that is read": {`
data "aws_iam_role" "other" {
  name = "other"
}
resource "aws_iam_role_policy_attachment" "p" {
  role       = data.aws_iam_role.other.name
  policy_arn = local.managed
}`, false},
		"each of a variable": {`
resource "aws_iam_role_policy_attachment" "p" {
  for_each   = var.many
  role       = aws_iam_role.x.name
  policy_arn = each.value
}`, true},
		"handed to a module": {`
module "x" {
  source = "example/policies/aws"
  role   = aws_iam_role.x.name
}`, false}, // the name is plain text
		"handed to a module by ARN": {`
module "x" {
  source = "example/policies/aws"
  role   = aws_iam_role.x.arn
}`, true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			x := role(t, load(t, plainRole+c.source))
			assert.Equal(t, c.want, len(x.Unresolved) > 0)
			assert.Empty(t, x.Policies)
		})
	}
}

func TestListsOfTheRoleItselfAreExclusive(t *testing.T) {
	const attached = `
resource "aws_iam_role_policy" "elsewhere" {
  role   = aws_iam_role.x.id
  policy = local.nothing
}
resource "aws_iam_role_policy_attachment" "elsewhere" {
  role       = aws_iam_role.x.name
  policy_arn = aws_iam_policy.own.arn
}`
	cases := map[string]struct {
		lists string
		want  []string
	}{
		"nothing listed": {"", []string{"aws_iam_role_policy.elsewhere", "aws_iam_policy.own"}},
		"no managed policies": {
			"managed_policy_arns = []", []string{"aws_iam_role_policy.elsewhere"},
		},
		"a managed policy": {
			"managed_policy_arns = [local.managed]",
			[]string{"AmazonECSTaskExecutionRolePolicy", "aws_iam_role_policy.elsewhere"},
		},
		"an inline policy": {`
  inline_policy {
    name   = "p"
    policy = local.nothing
  }`, []string{"aws_iam_role.x.inline_policy", "aws_iam_policy.own"}},
		"an empty block": {"inline_policy {}", []string{"aws_iam_policy.own"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			x := role(t, load(t, access+attached+`
resource "aws_iam_role" "x" {
  name               = "app"
  assume_role_policy = local.trust
  `+c.lists+`
}`))
			assert.Equal(t, c.want, policyNames(x))
		})
	}
}

func TestExclusiveResources(t *testing.T) {
	x := role(t, load(t, plainRole+`
resource "aws_iam_role_policy" "kept" {
  name   = "kept"
  role   = aws_iam_role.x.id
  policy = local.nothing
}
resource "aws_iam_role_policy" "removed" {
  name   = "removed"
  role   = aws_iam_role.x.id
  policy = local.nothing
}
resource "aws_iam_role_policies_exclusive" "x" {
  role_name    = aws_iam_role.x.name
  policy_names = [aws_iam_role_policy.kept.name]
}
resource "aws_iam_role_policy_attachment" "removed" {
  role       = aws_iam_role.x.name
  policy_arn = aws_iam_policy.own.arn
}
resource "aws_iam_role_policy_attachments_exclusive" "x" {
  role_name   = aws_iam_role.x.name
  policy_arns = [local.managed]
}`))
	assert.Equal(t, []string{
		"AmazonECSTaskExecutionRolePolicy", "aws_iam_role_policy.kept",
	}, sorted(policyNames(x)))
}

func TestRolesByWhatTheyAreCalled(t *testing.T) {
	for name, arn := range map[string]string{
		"reference":        "aws_iam_role.x.arn",
		"literal":          `"arn:aws:iam::111122223333:role/svc/app"`,
		"made of parts":    `"arn:aws:iam::${data.aws_caller_identity.me.account_id}:role/svc/app"`,
		"by a data source": "data.aws_iam_role.x.arn",
	} {
		t.Run(name, func(t *testing.T) {
			g := load(t, plainRole+`
data "aws_caller_identity" "me" {}
data "aws_iam_role" "x" {
  name = aws_iam_role.x.name
}
resource "aws_ecs_task_definition" "t" {
  family                = "t"
  execution_role_arn    = `+arn+`
  container_definitions = jsonencode([])
}`)
			l := g.TaskDefinitions[0].ExecutionRole
			require.NotNil(t, l.To)
			assert.Equal(t, "arn:aws:iam::111122223333:role/svc/app", l.To.ARN)
		})
	}
}

func TestRolesThatAreNotDeclared(t *testing.T) {
	for name, arn := range map[string]string{
		"other name":    `"arn:aws:iam::111122223333:role/other"`,
		"other account": `"arn:aws:iam::999999999999:role/svc/app"`,
		"data source":   "data.aws_iam_role.other.arn",
		"variable":      "var.any",
	} {
		t.Run(name, func(t *testing.T) {
			g := load(t, plainRole+`
data "aws_iam_role" "other" {
  name = "other"
}
resource "aws_ecs_task_definition" "t" {
  family                = "t"
  execution_role_arn    = `+arn+`
  container_definitions = jsonencode([])
}`)
			l := g.TaskDefinitions[0].ExecutionRole
			assert.Nil(t, l.To)
			require.NotNil(t, l.Why)
			assert.NotEmpty(t, l.Why.What)
			assert.NotEmpty(t, l.Why.Why)
		})
	}
}

func TestBoundary(t *testing.T) {
	build := func(boundary string) graph.Policy {
		return role(t, load(t, access+`
resource "aws_iam_role" "x" {
  name                 = "app"
  assume_role_policy   = local.trust
  permissions_boundary = `+boundary+`
}`)).Boundary
	}
	own := build("aws_iam_policy.own.arn")
	assert.True(t, own.Text.Given)
	assert.JSONEq(t, `{"Statement":[]}`, own.Text.V)
	assert.NotNil(t, build("var.any").Text.Why)
	assert.False(t, build("null").Text.Given)
}

func TestPolicyThatIsNotJSON(t *testing.T) {
	const role = `
resource "aws_iam_role" "x" {
  name               = "app"
  assume_role_policy = `
	g, diags := diagnose(t, access+role+`"{nonsense"`+"\n}")
	require.Len(t, diags, 1)
	assert.Equal(t, hcl.DiagError, diags[0].Severity)
	assert.NotNil(t, diags[0].Subject)
	assert.NotNil(t, g.Roles[0].Trust.Text.Why)
	_, diags = diagnose(t, access+role+`"{\"Statement\": ${var.any}}"`+"\n}")
	assert.Empty(t, diags)
}

// JSON that is no policy is refused; what a token may yet make one is not.
func TestPolicyThatStatesNothing(t *testing.T) {
	const role = `
resource "aws_iam_role" "x" {
  name               = "app"
  assume_role_policy = `
	for _, text := range []string{"[]", "3", "{}", `{\"Version\": \"2012-10-17\"}`} {
		g, diags := diagnose(t, access+role+`"`+text+`"`+"\n}")
		require.Len(t, diags, 1, text)
		assert.Equal(t, "Policy states nothing", diags[0].Summary)
		assert.NotNil(t, g.Roles[0].Trust.Text.Why, text)
	}
	for _, text := range []string{`"${var.any}"`, `"{\"Statement\": []}"`, `"{\"${var.any}\": []}"`} {
		_, diags := diagnose(t, access+role+text+"\n}")
		assert.Empty(t, diags, text)
	}
}

func TestNamesThatAWSMakesUp(t *testing.T) {
	g := load(t, access+`
resource "aws_iam_role" "x" {
  name_prefix        = "app-"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.x.name
  policy = jsonencode({ Statement = [{ Resource = aws_iam_role.x.arn }] })
}
resource "aws_iam_instance_profile" "x" {
  role = aws_iam_role.x.name
}`)
	x := g.Roles[0]
	require.Len(t, x.Policies, 1)
	assert.Contains(t, x.Policies[0].Text.V, `"`+x.ARN+`"`)
	assert.Contains(t, x.ARN, ":role/app-")
	assert.Same(t, x, g.Profiles[0].Role.To)
}

func TestRepositories(t *testing.T) {
	g := load(t, access+`
resource "aws_ecr_repository" "app" {
  name = "team/app"
}
data "aws_ecr_repository" "same" {
  name = "team/app"
}
data "aws_ecr_repository" "other" {
  name = "base"
}
resource "aws_ecr_repository_policy" "app" {
  repository = "team/app"
  policy     = local.nothing
}
resource "aws_ecr_repository_policy" "whose" {
  repository = "team/${var.any}"
  policy     = local.nothing
}
resource "aws_ecr_lifecycle_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy     = jsonencode({ rules = [] })
}
resource "aws_ecr_registry_policy" "r" {
  policy = local.nothing
}
resource "aws_ecr_account_setting" "scope" {
  name  = "REGISTRY_POLICY_SCOPE"
  value = "V1"
}`)
	require.Len(t, g.Repositories, 2)
	app := g.Repositories[0]
	assert.Equal(t, "arn:aws:ecr:eu-west-1:111122223333:repository/team/app", app.ARN)
	assert.Len(t, app.Policies, 1)
	assert.Len(t, app.LostPolicies, 1)
	assert.Len(t, app.Lifecycle, 1)
	assert.Equal(t, "MUTABLE", app.Mutable.V)
	other := g.Repositories[1]
	assert.True(t, other.Read)
	assert.Equal(t, "base", other.Name.V)
	assert.Empty(t, other.LostPolicies)
	assert.True(t, g.RegistryPolicy[0].V1.V)
}

func TestGuardDutyAgent(t *testing.T) {
	build := func(status string) *graph.Detector {
		return load(t, access+`
resource "aws_guardduty_detector" "x" {
  enable = true
}
resource "aws_guardduty_detector_feature" "x" {
  detector_id = aws_guardduty_detector.x.id
  name        = "RUNTIME_MONITORING"
  status      = "ENABLED"
  additional_configuration {
    name   = "ECS_FARGATE_AGENT_MANAGEMENT"
    status = `+status+`
  }
}`).Detectors[0]
	}
	assert.True(t, build(`"ENABLED"`).FargateAgent.V)
	assert.False(t, build(`"DISABLED"`).FargateAgent.V)
	assert.NotNil(t, build("var.any").FargateAgent.Why)
}

func TestSecrets(t *testing.T) {
	g := load(t, access+`
resource "aws_secretsmanager_secret" "x" {
  name = "registry/login"
}
resource "aws_iam_role" "x" {
  name               = "app"
  assume_role_policy = jsonencode({ Statement = [{ Resource = aws_secretsmanager_secret.x.arn }] })
}`)
	assert.Contains(t, g.Secrets[0].ARN, ":secret:registry/login-")
	assert.Contains(t, g.Roles[0].Trust.Text.V, `"`+g.Secrets[0].ARN+`"`)
	assert.False(t, g.Secrets[0].KMSKey.Given)
}

func TestNamesOfVariables(t *testing.T) {
	g := load(t, access+`
resource "aws_iam_role" "x" {
  name               = var.any
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy_attachment" "own" {
  role       = aws_iam_role.x.name
  policy_arn = local.managed
}
resource "aws_iam_role_policy_attachment" "perhaps" {
  role       = var.any
  policy_arn = aws_iam_policy.own.arn
}`)
	assert.Equal(t, []string{"AmazonECSTaskExecutionRolePolicy"}, policyNames(g.Roles[0]))
	assert.Len(t, g.Roles[0].Unresolved, 1)
}

// A name that is written out may be the one that is not known.
func TestNamesWrittenOut(t *testing.T) {
	for written, want := range map[string]int{"team-app": 1, "other": 0} {
		g := load(t, access+`
resource "aws_iam_role" "x" {
  name               = "team-${var.any}"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy_attachment" "x" {
  role       = "`+written+`"
  policy_arn = local.managed
}
resource "aws_ecr_repository" "x" {
  name = "team-${var.any}"
}
resource "aws_ecr_repository_policy" "x" {
  repository = "`+written+`"
  policy     = jsonencode({ Statement = [] })
}`)
		assert.Len(t, g.Roles[0].Unresolved, want, written)
		assert.Len(t, g.Repositories[0].LostPolicies, want, written)
	}
}

func TestImportedRepository(t *testing.T) {
	s := newStack()
	s.add("aws_ecr_repository.new", object{"name": "new"})
	s.add("aws_ecr_repository.old", object{"name": "old"}).Imported = true
	g := s.build(t)

	require.Len(t, g.Repositories, 2)
	assert.False(t, g.Repositories[0].Imported)
	assert.True(t, g.Repositories[1].Imported)
}
