package lint_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/lint"
	"github.com/ecrlint/ecrlint/report"
)

// The file that init writes is one that can be read, whichever of its keys are taken.
func TestNewConfig(t *testing.T) {
	dir := tree(t, map[string]string{
		".git/HEAD": "", "infra/main.tf": "", "infra/terraform.tfvars": "", "infra/x.auto.tfvars": "",
		"infra/env/prod.tfvars": "", "infra/env/dev.tfvars.json": "{}", "other/prod.tfvars": "",
		"app/prod.tfvars": "", "app/main.tf": "", "infra/prod.tfvars": "", "policy/ecrlint/x.rego": "",
		"infra/.terraform/x/prod.tfvars": "",
	})
	file, text, err := lint.NewConfig(dir, "infra")
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(dir, lint.ConfigName), file)
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	empty, err := lint.ReadConfig(dir, file)
	require.NoError(t, err)
	assert.Empty(t, empty.Environments)
	assert.Empty(t, empty.Exclude)

	taken := regexp.MustCompile(`(?m)^# ([a-z_]+ *[={]|[a-z]+ ".*\{|  |\})`).ReplaceAllString(text, "$1")
	taken = regexp.MustCompile(`(?s)environment "prod" .*?\n\}\n`).ReplaceAllStringFunc(taken,
		func() func(string) string { // the example's, before those that were found
			first := true
			return func(block string) string {
				if first {
					first = false
					return ""
				}
				return block
			}
		}())
	require.NoError(t, os.WriteFile(file, []byte(taken), 0o600))
	config, err := lint.ReadConfig(dir, file)
	require.NoError(t, err, taken)
	var names []string
	for _, e := range config.Environments {
		names = append(names, e.Name)
	}
	assert.Equal(t, []string{"", "prod", "dev", "prod-2", "prod-3"}, names)
	assert.Equal(t, []string{"examples/**"}, config.Exclude)
	assert.Equal(t, []string{"error"}, config.FailOn)
	assert.Equal(t, lint.Severities{"image/rate_limited": report.Info}, config.Severities)
	assert.Equal(t, "123456789012", config.Facts.Account)
	assert.Equal(t, "eu-west-1", config.Facts.Region)
	assert.Len(t, config.Facts.Internet, 1)
	assert.Len(t, config.Facts.MayPull, 1)
	assert.Equal(t, ".ecrlint-baseline.json", config.Baseline)
}

const service = `
Parameters:
  Subnets: {Type: "List<AWS::EC2::Subnet::Id>"}
Resources:
  Repository:
    Type: AWS::ECR::Repository
    Properties: {RepositoryName: app}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: tasks, VpcId: vpc-0a1b2c3d}
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: app
      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      Cpu: "256"
      Memory: "512"
      ExecutionRoleArn: !Sub arn:aws:iam::${AWS::AccountId}:role/ecs-execution
      ContainerDefinitions:
        - Name: app
          Image: !Sub ${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/app:1
  Service:
    Type: AWS::ECS::Service
    Properties:
      LaunchType: FARGATE
      TaskDefinition: !Ref Task
      NetworkConfiguration:
        AwsvpcConfiguration: {Subnets: !Ref Subnets, SecurityGroups: [!Ref Group]}
`

// What the configuration file tells holds for templates, for the environment that says it.
func TestFactsOfTemplates(t *testing.T) {
	const facts = `
default_region = "eu-central-1"
root "*.yaml" {
  parameters = { Subnets = "subnet-0a1b2c3d,subnet-1a2b3c4d" }
  account_id = "111122223333"
}
internet_route {
  subnets = ["subnet-*"]
  reason  = "central egress"
}
may_pull {
  roles  = ["arn:aws:iam::444455556666:role/ecs-execution"]
  reason = "managed elsewhere"
}
environment "prod" {
  root       = "service.yaml"
  account_id = "444455556666"
}
environment "test" {
  root       = "service.yaml"
  parameters = { "AWS::Region" = "eu-west-3" }
}
`
	dir := tree(t, map[string]string{lint.ConfigName: facts, "service.yaml": service})
	config, err := lint.ReadConfig(dir, filepath.Join(dir, lint.ConfigName))
	require.NoError(t, err)
	r, err := lint.Run(t.Context(), lint.Options{Input: lint.Input{
		Dir: dir, Paths: []string{"."}, Environments: config.Environments, Facts: config.Facts,
	}})
	require.NoError(t, err)
	require.Len(t, r.Pulls, 2)
	prod, test := r.Pulls[0], r.Pulls[1]
	assert.Equal(t, "444455556666.dkr.ecr.eu-central-1.amazonaws.com/app:1", prod.Image)
	assert.Equal(t, report.Pulls, prod.Verdict, prod.Unknowns)
	assert.Contains(t, prod.Assumptions, "the internet is reached from subnet-0a1b2c3d: "+
		"central egress (.ecrlint.hcl:7)")
	assert.Contains(t, prod.Assumptions,
		"the account of the stack is 444455556666, as .ecrlint.hcl:17 says")
	assert.Equal(t, "111122223333.dkr.ecr.eu-west-3.amazonaws.com/app:1", test.Image)
	assert.Equal(t, report.Unknown, test.Verdict)
	require.NotEmpty(t, test.Unknowns)
	assert.Contains(t, test.Unknowns[0].What, "ecs-execution")
}
