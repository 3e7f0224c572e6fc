package lint

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The public address is set where each way of starting a task has it.
func TestFixesOfPublicAddresses(t *testing.T) {
	for _, c := range []struct{ stack, snippet string }{
		{"terraform/rule-that-starts-tasks-in-public-subnets/broken", `# in aws_cloudwatch_event_target.report
ecs_target {
  network_configuration {
    assign_public_ip = true
  }
}`},
		{"terraform/task-that-runs-at-apply/broken", `# in data.aws_ecs_task_execution.migrate
network_configuration {
  assign_public_ip = true
}`},
		{"terraform/pipe-whose-tasks-have-another-role/address-asked-for", `# in aws_pipes_pipe.orders
target_parameters {
  ecs_task_parameters {
    network_configuration {
      aws_vpc_configuration {
        assign_public_ip = "ENABLED"
      }
    }
  }
}`},
		{"terraform/schedule-that-calls-the-api-itself/in-the-public-subnet", ""},
		{"cloudformation/rule-with-two-targets-and-one-bad-network/broken", `{
  "Monthly": {
    "Properties": {
      "Targets": [
        {
          "EcsParameters": {
            "NetworkConfiguration": {
              "AwsVpcConfiguration": {
                "AssignPublicIp": "ENABLED"
              }
            }
          }
        }
      ]
    }
  }
}`},
		{"cloudformation/serverless-machine-with-its-definition-in-a-file/broken", `"NetworkConfiguration": {
  "AwsvpcConfiguration": {
    "AssignPublicIp": "ENABLED"
  }
}`},
	} {
		r, err := Run(t.Context(), Options{Input: Input{
			Dir: filepath.Join("..", "testdata"), Paths: []string{c.stack},
		}})
		require.NoError(t, err)
		found := 0
		for _, finding := range r.Findings {
			if finding.Rule == "network/no_public_ip" {
				found++
				assert.Equal(t, c.snippet, finding.Fix.Snippet, c.stack)
			}
		}
		assert.Equal(t, 1, found, c.stack)
	}
}
