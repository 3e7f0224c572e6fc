package lint_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/lint"
	"github.com/ecrlint/ecrlint/report"
)

// fleetOfServices is a root with services whose addresses have ends in common.
const fleetOfServices = `
provider "aws" { region = "eu-west-1" }
resource "aws_ecs_task_definition" "api" {
  family                = "api"
  container_definitions = jsonencode([
    { name = "web", image = "nginx:1" },
    { name = "log", image = "fluentd:1" },
  ])
}
resource "aws_ecs_service" "api" {
  for_each        = toset(["eu", "us"])
  name            = each.key
  task_definition = aws_ecs_task_definition.api.arn
  launch_type     = "EXTERNAL"
}
resource "aws_ecs_service" "public_api" {
  name            = "public"
  task_definition = aws_ecs_task_definition.api.arn
  launch_type     = "EXTERNAL"
}
`

// A workload is named by its address or by an end of it that no other has.
func TestWhyFindsTheWorkload(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.tf"), []byte(fleetOfServices), 0o600))
	o := lint.Options{Input: lint.Input{Dir: dir, Paths: []string{"."}}}
	for name, want := range map[string]string{
		`aws_ecs_service.api["eu"]`:   `aws_ecs_service.api["eu"]`,
		`api["us"]`:                   `aws_ecs_service.api["us"]`,
		`public_api`:                  `aws_ecs_service.public_api`,
		`.:aws_ecs_service.api["us"]`: `aws_ecs_service.api["us"]`,
	} {
		y, err := lint.Why(t.Context(), o, name, "")
		require.NoError(t, err, name)
		assert.Equal(t, want, y.Workload, name)
		assert.Len(t, y.Paths, 2, name)
		assert.Equal(t, report.Unknown, y.Paths[0].Pull.Verdict, name)
		assert.NotEmpty(t, y.Paths[0].MorePlacements, "where it runs is not in view")
	}
	y, err := lint.Why(t.Context(), o, "public_api", "log")
	require.NoError(t, err)
	require.Len(t, y.Paths, 1)
	assert.Equal(t, "log", y.Paths[0].Pull.Container)

	for name, want := range map[string]struct {
		several    bool
		candidates []string
	}{
		"api":       {true, []string{`aws_ecs_service.api["eu"]`, `aws_ecs_service.api["us"]`}},
		"pi":        {false, nil},
		"publicapi": {false, nil},
		"":          {false, nil},
	} {
		_, err := lint.Why(t.Context(), o, name, "")
		var none *lint.NoWorkloadError
		require.ErrorAs(t, err, &none, name)
		assert.Equal(t, want.several, none.Several, name)
		if want.several {
			assert.Equal(t, want.candidates, none.Candidates, name)
		} else {
			assert.Len(t, none.Candidates, 3, name)
		}
	}
	_, err = lint.Why(t.Context(), o, "publicapi", "")
	var none *lint.NoWorkloadError
	require.ErrorAs(t, err, &none)
	assert.Equal(t, "aws_ecs_service.public_api", none.Candidates[0], "the nearest comes first")
}
