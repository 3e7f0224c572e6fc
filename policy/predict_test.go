package policy

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/pull"
)

// What ECS says of Amazon ECR it does not say of another registry.
func TestPredictedOfARegistry(t *testing.T) {
	const login = "There is a connection issue: The task cannot pull registry authentication from " +
		"Amazon ECR in REGION."
	for registry, want := range map[string]string{
		"ecr": "There is a connection issue: The task cannot pull registry authentication from " +
			"Amazon ECR in eu-west-1.",
		"docker-hub": unreachable,
		"ecr-public": unreachable,
		"other":      unreachable,
	} {
		image := pull.DocImage{Registry: registry, Region: "eu-west-1"}
		s := scene{true, "", graph.LaunchFargate, image}
		assert.Equal(t, want, predicted(login, s), registry)
	}
	hub := scene{true, "fetch", graph.LaunchEC2, pull.DocImage{Registry: "docker-hub"}}
	assert.Equal(t, "toomanyrequests", predicted("toomanyrequests", hub))
}

// A fault of one cause shows by another message on each leg, and the agent of an instance has no
// resources of a task to initialize.
func TestPredictedByLegAndLaunch(t *testing.T) {
	const cut, forbidden = "There is a connection issue", "unexpected status code: 403 Forbidden"
	const lookup = "ResourceInitializationError: dial tcp: lookup api.ecr.eu-west-1.amazonaws.com"
	fargate, host, batch, managed := graph.LaunchFargate, graph.LaunchEC2, graph.LaunchBatchEC2,
		graph.LaunchManaged
	for _, test := range []struct {
		text, leg string
		launch    graph.LaunchKind
		want      string
	}{
		{cut, "authorize", fargate, unreachableLogin},
		{cut, "authorize", graph.LaunchBatchFargate, unreachableLogin},
		{cut, "authorize", managed, unreachableLogin},
		{cut, "authorize", host, unreachableECR},
		{cut, "authorize", batch, unreachableECR},
		{cut, "manifest", fargate, unreachableECR},
		{cut, "layers", fargate, unreachableLayers},
		{cut, "layers", host, unreachableLayers},
		{cut, "credentials", fargate, unreachableSecret},
		{cut, "", fargate, cut},
		{forbidden, "authorize", fargate, refusedLogin},
		{forbidden, "authorize", host, refusedLoginOfHost},
		{forbidden, "manifest", fargate, forbidden},
		{forbidden, "credentials", fargate, refusedSecret},
		{lookup, "authorize", host, lookup},
	} {
		s := scene{true, test.leg, test.launch, pull.DocImage{Registry: "ecr"}}
		assert.Equal(t, test.want, predicted(test.text, s), "%s %s", test.leg, test.launch)
		s.builtIn = false
		assert.Equal(t, test.text, predicted(test.text, s), "a rule of the user's own")
	}
}
