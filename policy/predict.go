package policy

import (
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/pull"
)

// unreachable is what ECS says of a registry that is not Amazon ECR and that it cannot reach.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
const unreachable = "CannotPullContainerError: The task can't pull the image. Check your network " +
	"configuration"

// unreachableECR is what the agent of an EC2 instance says where it cannot reach Amazon ECR: it has
// no resources of a task to initialize.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
const unreachableECR = "CannotPullContainerError: The task cannot pull the image from the Amazon " +
	"ECR repository. There is a connection issue between the task and Amazon ECR. Check your task " +
	"network configuration."

// elsewhere reports whether a registry is known not to be a private one of Amazon ECR.
func elsewhere(registry string) bool {
	return registry == "ecr-public" || registry == "docker-hub" || registry == "other"
}

// predicted fills what the cloud will say with the names of the pull. What is not known keeps its
// placeholder.
func predicted(text string, launch graph.LaunchKind, image pull.DocImage) string {
	if strings.Contains(text, "Amazon ECR") && elsewhere(image.Registry) {
		return unreachable
	}
	if launch.OnEC2() && strings.HasPrefix(text, "ResourceInitializationError") &&
		strings.Contains(text, "connection issue") {
		text = unreachableECR
	}
	var pairs []string
	for _, pair := range [][2]string{
		{"REGION", image.Region}, {"ACCOUNT", image.Account}, {"REPOSITORY", image.Repository},
	} {
		if pair[1] != "" && !strings.Contains(pair[1], "{") {
			pairs = append(pairs, pair[0], pair[1])
		}
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// placeholders writes the parts of a text that are not known in capitals, as commands are printed:
// REGION for {region}.
func placeholders(text string) string {
	return unknownPart.ReplaceAllStringFunc(text, func(part string) string {
		switch {
		case strings.Contains(part, "region"):
			return "REGION"
		case strings.Contains(part, "account"):
			return "ACCOUNT"
		}
		return strings.ToUpper(part[1 : len(part)-1])
	})
}
