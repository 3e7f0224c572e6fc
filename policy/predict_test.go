package policy

import (
	"testing"

	"github.com/stretchr/testify/assert"

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
		assert.Equal(t, want, predicted(login, image), registry)
	}
	assert.Equal(t, "toomanyrequests",
		predicted("toomanyrequests", pull.DocImage{Registry: "docker-hub"}))
}
