package lint_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/diagnose"
	"github.com/ecrlint/ecrlint/lint"
	"github.com/ecrlint/ecrlint/report"
)

// The message that a rule predicts is explained by the rule's finding, in both languages.
func TestPredictedMessagesAreExplained(t *testing.T) {
	folders, err := filepath.Glob("../rules/*/*/fail")
	require.NoError(t, err)
	require.NotEmpty(t, folders)
	for _, folder := range folders {
		rule := filepath.ToSlash(strings.TrimPrefix(filepath.Dir(folder), "../rules/"))
		t.Run(rule, func(t *testing.T) {
			r, err := lint.Run(t.Context(), lint.Options{
				Input: lint.Input{Dir: t.TempDir(), Paths: []string{absolute(t, folder)}},
			})
			require.NoError(t, err)
			found := 0
			for _, f := range r.Findings {
				if f.Rule != rule || f.Predicts == "" { // it does no harm to this pull
					continue
				}
				found++
				m, err := diagnose.Read(f.Predicts)
				require.NoError(t, err, f.Predicts)
				explained := slices.ContainsFunc(diagnose.Explain(&m, r), func(e report.Explanation) bool {
					return e.Finding == f.Fingerprint
				})
				assert.True(t, explained, "%s\nis not explained by: %s", f.Predicts, f.Message)
			}
			assert.NotZero(t, found, "no finding of the rule")
		})
	}
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	require.NoError(t, err)
	return path
}

// sealed is a stack whose task is handed a secret and a parameter, and writes logs, with blanks for
// what the cases below vary.
const sealed = `
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111111111111"]
}
GUARDRAIL
resource "aws_vpc" "v" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "s" {
  vpc_id     = aws_vpc.v.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_route_table" "t" {
  vpc_id = aws_vpc.v.id
}
resource "aws_route_table_association" "s" {
  subnet_id      = aws_subnet.s.id
  route_table_id = aws_route_table.t.id
}
resource "aws_security_group" "g" {
  vpc_id = aws_vpc.v.id
  ingress {
    from_port = 443
    to_port   = 443
    protocol  = "tcp"
    self      = true
  }
  egress {
    from_port = 443
    to_port   = 443
    protocol  = "tcp"
    self      = true
  }
}
resource "aws_vpc_endpoint" "e" {
  for_each            = toset([ENDPOINTS])
  vpc_id              = aws_vpc.v.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.s.id]
  security_group_ids  = [aws_security_group.g.id]
}
resource "aws_kms_key" "k" {}
resource "aws_ssm_parameter" "p" {
  name   = "/shop/flag"
  type   = "SecureString"
  key_id = KEY
  value  = "x"
}
resource "aws_iam_role" "r" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = ["ecs-tasks.amazonaws.com", "ec2.amazonaws.com"] } }]
  })
}
resource "aws_iam_role_policy" "r" {
  role = aws_iam_role.r.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = [ACTIONS], Resource = "*" }]
  })
}
resource "aws_iam_instance_profile" "i" {
  role = aws_iam_role.r.name
}
resource "aws_launch_template" "l" {
  vpc_security_group_ids = [aws_security_group.g.id]
  image_id               = "ami-1"
  PROFILE
}
resource "aws_autoscaling_group" "a" {
  vpc_zone_identifier = [aws_subnet.s.id]
  max_size            = 1
  min_size            = 1
  launch_template {
    id = aws_launch_template.l.id
  }
}
resource "aws_ecs_capacity_provider" "c" {
  name = "hosts"
  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.a.arn
  }
}
resource "aws_ecs_task_definition" "d" {
  family             = "shop"
  network_mode       = "awsvpc"
  execution_role_arn = aws_iam_role.r.arn
  container_definitions = jsonencode([{
    name             = "web"
    image            = "IMAGE"
    secrets          = [{ name = "FLAG", valueFrom = aws_ssm_parameter.p.arn }]
    logConfiguration = { logDriver = "awslogs", options = { awslogs-group = "/shop", awslogs-region = "eu-west-1" } }
  }])
}
resource "aws_ecs_service" "w" {
  name            = "web"
  task_definition = aws_ecs_task_definition.d.arn
  LAUNCH
  network_configuration {
    subnets         = [aws_subnet.s.id]
    security_groups = [aws_security_group.g.id]
  }
}
`

// blanks fill sealed; what is not given stands for a stack in which everything is open.
type blanks map[string]string

func (b blanks) stack() string {
	whole := map[string]string{
		"ENDPOINTS": `"ssm", "logs"`,
		"KEY":       "null",
		"IMAGE":     "public.ecr.aws/nginx/nginx:1",
		"GUARDRAIL": "",
		"ACTIONS":   `"ssm:GetParameters", "logs:CreateLogStream", "logs:PutLogEvents"`,
		"PROFILE":   "iam_instance_profile {\n    name = aws_iam_instance_profile.i.name\n  }",
		"LAUNCH":    `launch_type = "FARGATE"`,
	}
	text := sealed
	for name, usual := range whole {
		if own, given := b[name]; given {
			usual = own
		}
		text = strings.ReplaceAll(text, name, usual)
	}
	return text
}

const (
	noParameter = "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secrets from ssm: RequestError: send request failed: i/o timeout"
	noRight     = "ResourceInitializationError: unable to retrieve secrets from ssm: AccessDeniedException: not authorized to perform: ssm:GetParameters"
	noLog       = "failed to initialize logging driver: failed to create Cloudwatch log stream: RequestError: send request failed: i/o timeout"
	noLogRight  = "failed to initialize logging driver: AccessDeniedException: not authorized to perform: logs:CreateLogStream"
	onHosts     = `capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.c.name
    weight            = 1
  }`
)

// elsewhere is an image of another account than the stack's.
const elsewhere = "222222222222.dkr.ecr.eu-west-1.amazonaws.com/web:1"

// guardrail is a resource control policy that keeps everybody from the parameters of an account.
func guardrail(account string) string {
	return `
resource "aws_organizations_policy" "o" {
  name = "o"
  type = "RESOURCE_CONTROL_POLICY"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "ssm:*", Resource = "*" }]
  })
}
resource "aws_organizations_policy_attachment" "o" {
  policy_id = aws_organizations_policy.o.id
  target_id = "` + account + `"
}
`
}

// The calls beside the pulls are checked with what is theirs: each fault beside one that nearly
// looks the same and is none.
func TestCallsBesideThePulls(t *testing.T) {
	cases := []struct {
		name, message string
		fill          blanks
		// want is a part of the explanation; "" where nothing explains the message.
		want string
	}{
		{"all is open", noParameter, nil, ""},
		{"and allowed", noRight, nil, ""},
		{"no endpoint", noParameter, blanks{"ENDPOINTS": `"logs"`}, "aws_subnet.s has no way to AWS Systems Manager: no ssm endpoint serves it"},
		{"the endpoint of another call", noLog, blanks{"ENDPOINTS": `"logs"`}, ""},
		{"no endpoint for logs", noLog, blanks{"ENDPOINTS": `"ssm"`}, "has no way to Amazon CloudWatch Logs"},
		{"no endpoint, on the network of Fargate itself", noParameter, blanks{"ENDPOINTS": `"logs"`, "LAUNCH": "launch_type = \"FARGATE\"\n  platform_version = \"1.3.0\""}, ""},
		{"logs leave by the task's network there, too", noLog, blanks{"ENDPOINTS": `"ssm"`, "LAUNCH": "launch_type = \"FARGATE\"\n  platform_version = \"1.3.0\""}, "has no way to Amazon CloudWatch Logs"},
		{"no permission", noRight, blanks{"ACTIONS": `"ssm:GetParameter"`}, "aws_iam_role.r is not allowed ssm:GetParameters on aws_ssm_parameter.p"},
		{"no permission is no matter of the network", noParameter, blanks{"ACTIONS": `"ssm:GetParameter"`}, ""},
		{"the customer's own key", noRight, blanks{"KEY": "aws_kms_key.k.arn"}, "aws_iam_role.r is not allowed kms:Decrypt with the key that encrypts aws_ssm_parameter.p"},
		{"the customer's own key, allowed", noRight, blanks{"KEY": "aws_kms_key.k.arn", "ACTIONS": `"ssm:GetParameters", "kms:Decrypt"`}, ""},
		{"logs of hosts are written by their profile", noLogRight, blanks{"LAUNCH": onHosts, "PROFILE": ""}, "aws_launch_template.l has no role that could call Amazon CloudWatch Logs"},
		{"logs of hosts with a profile", noLogRight, blanks{"LAUNCH": onHosts}, ""},
		{"secrets of hosts by the execution role", noRight, blanks{"LAUNCH": onHosts, "PROFILE": ""}, ""},
		{"logs by a role that may not", noLogRight, blanks{"ACTIONS": `"logs:PutLogEvents"`}, "is not allowed logs:CreateLogStream on /shop"},
		{"logs by a role that may", noLogRight, nil, ""},
		{"a guardrail of the account", noRight, blanks{"IMAGE": elsewhere, "GUARDRAIL": guardrail("111111111111")}, "aws_iam_role.r is denied ssm:GetParameters"},
		{"a guardrail of the image's account", noRight, blanks{"IMAGE": elsewhere, "GUARDRAIL": guardrail("222222222222")}, ""},
	}
	for _, one := range cases {
		t.Run(one.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "main.tf")
			require.NoError(t, os.WriteFile(path, []byte(one.fill.stack()), 0o600))
			d, err := lint.Diagnose(t.Context(), lint.Options{
				Input: lint.Input{Dir: dir, Paths: []string{"."}},
			}, one.message)
			require.NoError(t, err)
			require.Empty(t, d.Report.Diagnostics)
			require.Equal(t, 1, d.Calls)
			var said []string
			for _, e := range d.Explanations {
				for _, f := range d.Report.Findings {
					if f.Fingerprint == e.Finding {
						said = append(said, f.Message)
					}
				}
			}
			if one.want == "" {
				assert.Empty(t, said)
				assert.Equal(t, lint.StatusClean, lint.DiagnosisStatus(d))
				return
			}
			assert.Contains(t, strings.Join(said, "\n"), one.want)
			assert.Equal(t, lint.StatusFailed, lint.DiagnosisStatus(d))
		})
	}
}

// The image that a message names says whose fault it is: that of another workload explains nothing.
func TestImageOfTheMessage(t *testing.T) {
	const message = "CannotPullContainerError: The task cannot pull the image. There is a connection issue: failed to resolve ref "
	dir := absolute(t, "../testdata/terraform/reader-question/broken")
	for image, want := range map[string]int{
		"111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:2":  1,
		"111122223333.dkr.ecr.eu-west-1.amazonaws.com/app":    1,
		"111122223333.dkr.ecr.eu-west-1.amazonaws.com/tool:2": 1, // no workload pulls it: not known whose
	} {
		d, err := lint.Diagnose(t.Context(), lint.Options{
			Input: lint.Input{Dir: dir, Paths: []string{"."}},
		}, message+image+": dial tcp 52.218.1.1:443: i/o timeout")
		require.NoError(t, err)
		assert.Len(t, d.Explanations, want, image)
	}
}
