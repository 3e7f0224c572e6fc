package lint

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	taskTemplate = `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      ContainerDefinitions:
        - Name: app
          Image: public.ecr.aws/nginx/nginx:1.27
`
	taskModule = `resource "aws_ecs_task_definition" "task" {
  family                   = "task"
  requires_compatibilities = ["FARGATE"]
  container_definitions    = jsonencode([{ name = "app", image = "public.ecr.aws/nginx/nginx:1.27" }])
}
`
)

// write writes files below a new folder and returns it.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	return dir
}

// A folder may hold both languages, or either: it is empty only where it holds neither.
func TestLanguages(t *testing.T) {
	for name, test := range map[string]struct {
		files       map[string]string
		roots       []string
		diagnostics []string
	}{
		"both": {
			files: map[string]string{"task.yaml": taskTemplate, "main.tf": taskModule},
			roots: []string{".", "task.yaml"},
		},
		"templates only": {
			files: map[string]string{"stacks/task.yaml": taskTemplate},
			roots: []string{"stacks/task.yaml"},
		},
		"a template that cannot be read": {
			files:       map[string]string{"task.yaml": taskTemplate + "  Broken: [\n"},
			diagnostics: []string{"Unreadable template"},
		},
		"neither": {
			files:       map[string]string{"values.yaml": "image: nginx\n"},
			diagnostics: []string{"No configuration"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := Run(t.Context(), Options{Input: Input{
				Dir: write(t, test.files), Paths: []string{"."},
			}})
			require.NoError(t, err)
			assert.Equal(t, test.roots, r.Roots)
			var said []string
			for _, d := range r.Diagnostics {
				said = append(said, d.Summary)
			}
			assert.Equal(t, test.diagnostics, said)
		})
	}
}
