package policy

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/pull"
)

// What ECS says of Amazon ECR it does not say of another registry.
func TestPredicted(t *testing.T) {
	const login = "The task cannot pull registry authentication from Amazon ECR in REGION."
	for registry, want := range map[string]string{
		"ecr":        "The task cannot pull registry authentication from Amazon ECR in eu-west-1.",
		"unknown":    "The task cannot pull registry authentication from Amazon ECR in eu-west-1.",
		"docker-hub": unreachable,
		"ecr-public": unreachable,
		"other":      unreachable,
	} {
		image := pull.DocImage{Registry: registry, Region: "eu-west-1"}
		assert.Equal(t, want, predicted(login, graph.LaunchFargate, image), registry)
	}
	assert.Equal(t, "toomanyrequests",
		predicted("toomanyrequests", graph.LaunchEC2, pull.DocImage{Registry: "docker-hub"}))
}

// The agent of an instance says nothing of resources that are to be initialized.
func TestPredictedByLaunch(t *testing.T) {
	const login = "ResourceInitializationError: There is a connection issue between the task and ECR."
	for launch, want := range map[graph.LaunchKind]string{
		graph.LaunchFargate: login, graph.LaunchBatchFargate: login, graph.LaunchUnknown: login,
		graph.LaunchEC2: unreachableECR, graph.LaunchBatchEC2: unreachableECR,
	} {
		assert.Equal(t, want, predicted(login, launch, pull.DocImage{Registry: "ecr"}), launch)
	}
	const names = "ResourceInitializationError: dial tcp: lookup api.ecr.eu-west-1.amazonaws.com"
	assert.Equal(t, names, predicted(names, graph.LaunchEC2, pull.DocImage{Registry: "ecr"}))
}
