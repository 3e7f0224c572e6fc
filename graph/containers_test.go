package graph_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSecretsOfContainers: a container is handed secrets by itself or by its log driver.
func TestSecretsOfContainers(t *testing.T) {
	for container, want := range map[string]struct{ some, perhaps bool }{
		`{}`:               {},
		`{ secrets = [] }`: {},
		`{ secrets = [{ name = "A", valueFrom = "arn:aws:ssm:eu-west-1:1:parameter/a" }] }`: {some: true},
		`{ secrets = var.any }`: {perhaps: true},
		`{ logConfiguration = { logDriver = "splunk", secretOptions = [{ name = "t" }] } }`: {some: true},
		`{ logConfiguration = { logDriver = "splunk" } }`:                                   {},
	} {
		t.Run(container, func(t *testing.T) {
			g := load(t, network+`
resource "aws_ecs_task_definition" "t" {
  family                = "t"
  container_definitions = jsonencode([merge({ name = "c", image = "nginx" }, `+container+`)])
}
`)
			require.Len(t, g.TaskDefinitions[0].Containers.Items, 1)
			c := g.TaskDefinitions[0].Containers.Items[0]
			assert.Equal(t, want.some, c.Secrets)
			assert.Equal(t, want.perhaps, c.SecretsWhy != nil)
		})
	}
}
