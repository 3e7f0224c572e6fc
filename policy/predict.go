package policy

import (
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/pull"
)

// What ECS and its agents say of a leg that comes to nothing. Sources:
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html
const (
	// unreachable is said of a registry that is not Amazon ECR and cannot be reached.
	unreachable = "CannotPullContainerError: The task can't pull the image. Check your network " +
		"configuration"
	// unreachableLogin is said of the login on Fargate and managed instances.
	unreachableLogin = "ResourceInitializationError: unable to pull secrets or registry auth: The " +
		"task cannot pull registry authentication from Amazon ECR. There is a connection issue " +
		"between the task and Amazon ECR. Check your task network configuration."
	// unreachableECR is said of the manifest, and by the agent of an EC2 instance also of the login:
	// it has no resources of a task to initialize.
	unreachableECR = "CannotPullContainerError: The task cannot pull the image from the Amazon " +
		"ECR repository. There is a connection issue between the task and Amazon ECR. Check your task " +
		"network configuration."
	// unreachableLayers is said of the layers.
	unreachableLayers = "CannotPullContainerError: error pulling image configuration: Get " +
		`"https://prod-REGION-starport-layer-bucket.s3.REGION.amazonaws.com/...": dial tcp: i/o timeout`
	// unreachableSecret is said of the credentials of another registry.
	unreachableSecret = "ResourceInitializationError: unable to pull secrets or registry auth: The " +
		"task can't pull secrets from AWS Secrets Manager. There is a connection issue between the " +
		"task and Secrets Manager. Check your task network configuration."
	// refusedLogin and refusedLoginOfHost are said where the login is not allowed.
	refusedLogin = "ResourceInitializationError: unable to pull secrets or registry auth: execution " +
		"resource retrieval failed: unable to retrieve ecr registry auth: AccessDeniedException: " +
		"... is not authorized to perform: ecr:GetAuthorizationToken"
	refusedLoginOfHost = "CannotPullECRContainerError: AccessDeniedException: ... is not authorized " +
		"to perform: ecr:GetAuthorizationToken"
	// refusedSecret is said where the credentials of another registry may not be read.
	refusedSecret = "ResourceInitializationError: unable to pull secrets or registry auth: The task " +
		"can't retrieve the secret from Secrets Manager."
)

// scene is what a message depends on beside its cause.
type scene struct {
	builtIn bool // the words of a rule of the user's own are left as they are
	leg     string
	launch  graph.LaunchKind
	image   pull.DocImage
}

// elsewhere reports whether a registry is known not to be a private one of Amazon ECR.
func elsewhere(registry string) bool {
	return registry == "ecr-public" || registry == "docker-hub" || registry == "other"
}

// predicted is what the cloud will say: the words of a rule, by the leg that fails and what runs
// the task, with the names of the pull. What is not known keeps its placeholder.
func predicted(text string, s scene) string {
	switch {
	case !s.builtIn:
	case disconnected(text):
		text = s.unreached(text)
	case refused(text):
		text = s.denied(text)
	}
	var pairs []string
	for _, pair := range [][2]string{
		{"REGION", s.image.Region}, {"ACCOUNT", s.image.Account}, {"REPOSITORY", s.image.Repository},
	} {
		if pair[1] != "" && !strings.Contains(pair[1], "{") {
			pairs = append(pairs, pair[0], pair[1])
		}
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// disconnected reports whether a message is of packets that do not arrive. That a name does not
// resolve is said in the same words of every leg.
func disconnected(text string) bool {
	return strings.Contains(text, "connection issue") ||
		strings.Contains(text, "request canceled while waiting for connection") ||
		strings.HasPrefix(text, "CannotPullContainerError: error pulling image configuration")
}

// refused reports whether a message is of a call that is not allowed.
func refused(text string) bool {
	return strings.Contains(text, "403 Forbidden") ||
		strings.Contains(text, "Check that the role has the permissions")
}

// unreached is what is said where a leg does not arrive.
func (s scene) unreached(text string) string {
	switch {
	case s.leg == "credentials":
		return unreachableSecret
	case elsewhere(s.image.Registry) && strings.Contains(text, "Amazon ECR"):
		return unreachable
	case elsewhere(s.image.Registry):
		return text
	case s.leg == "manifest", s.leg == "authorize" && s.launch.OnEC2():
		return unreachableECR
	case s.leg == "authorize":
		return unreachableLogin
	case s.leg == "layers":
		return unreachableLayers
	case s.launch.OnEC2() && strings.HasPrefix(text, "ResourceInitializationError"):
		return unreachableECR
	}
	return text
}

// denied is what is said where the call of a leg is not allowed.
func (s scene) denied(text string) string {
	switch {
	case s.leg == "credentials":
		return refusedSecret
	case s.leg == "authorize" && s.launch.OnEC2():
		return refusedLoginOfHost
	case s.leg == "authorize":
		return refusedLogin
	}
	return text
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
