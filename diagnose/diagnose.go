// Package diagnose knows the messages by which Amazon ECS, AWS Batch and AWS Step Functions say why
// a task did not start, and what they mean: which call failed, at which hop, and which faults of a
// configuration give such a message. It reads no configuration itself.
//
// The wordings are those of
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html,
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html,
// their older editions, and what containerd, Docker and the ECS agent write
// (https://github.com/aws/amazon-ecs-agent, agent/api/errormessages).
package diagnose

import (
	"errors"
	"strings"

	"github.com/ecrlint/ecrlint/report"
)

// The kinds of message.
const (
	Connection       = "connection"         // nothing answered, or the way broke off
	NameResolution   = "name_resolution"    // the name of the host was not resolved
	AccessDenied     = "access_denied"      // a policy does not allow the call
	ServerError      = "server_error"       // the service answered with an error of its own
	NoCredentials    = "no_credentials"     // the call was made without a login
	NotFound         = "not_found"          // repository, tag, digest, secret or group is not there
	RateLimited      = "rate_limited"       // the registry answers no more for a while
	Platform         = "platform"           // the image is not for the platform of the task
	InvalidReference = "invalid_reference"  // the image reference does not parse
	ImageFormat      = "image_format"       // what was pushed is not a whole image
	DiskFull         = "disk_full"          // the host has no space for the image
	RoleNotAssumable = "role_not_assumable" // ECS may not assume the role
	RoleMissing      = "role_missing"       // there is no role that could pull
	StartTimeout     = "start_timeout"      // the container did not start in time
	Initialization   = "initialization"     // login or secrets failed, and it is not said why
	Unspecified      = "pull"               // the pull failed, and it is not said why
	NoInstances      = "no_instances"       // no container instance is there to run the task
	Refused          = "refused"            // the API refused a setting
	NotAPull         = "not_a_pull"         // the task stopped for another reason than its images
)

// The calls: the legs of a pull, then those that are none.
const (
	Authorize        = "authorize"
	Manifest         = "manifest"
	Layers           = "layers"
	Fetch            = "fetch"
	Credentials      = "credentials"
	Secrets          = "secrets"    // AWS Secrets Manager
	Parameters       = "parameters" // AWS Systems Manager Parameter Store
	EnvironmentFiles = "environment_files"
	Logs             = "logs" // Amazon CloudWatch Logs
)

// ErrUnknownMessage is the error of a text that is none of the messages.
var ErrUnknownMessage = errors.New("the message is none that ecrlint knows: it takes the stopped " +
	"reason of a task, the status reason of a job, or the JSON that holds it")

// How many bytes are read of what holds a message (describe-tasks prints less for 100 tasks), and
// of the message.
const (
	maxInput   = 4 << 20
	maxMessage = 64 << 10
)

// Read says what a message means. It may be the message alone or JSON that holds it: what AWS CLI's
// describe-tasks and describe-jobs print, an event, or the cause of a Step Functions execution.
func Read(text string) (report.Meaning, error) {
	m := unwrap(text[:min(len(text), maxInput)])
	m.text = strings.ToValidUTF8(m.text[:min(len(m.text), maxMessage)], "")
	words := strings.ToLower(m.text)
	kind, call := classify(words)
	if kind == "" {
		return report.Meaning{}, ErrUnknownMessage
	}
	meaning := report.Meaning{Message: m.text, Kind: kind, Call: call, Facts: m.facts}
	readFacts(m.text, &meaning.Facts)
	settle(words, &meaning)
	describe(&meaning)
	meaning.Rules = rulesFor(words, &meaning)
	meaning.Unseen = unseenFor(&meaning)
	return meaning, nil
}

// Neighbour reports whether a call is none of a pull's: no rule is about it.
func Neighbour(call string) bool {
	switch call {
	case Secrets, Parameters, EnvironmentFiles, Logs:
		return true
	}
	return false
}
