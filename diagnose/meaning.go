package diagnose

import (
	"strings"

	"github.com/ecrlint/ecrlint/report"
)

// settle corrects what the wordings say by the facts of the message.
func settle(words string, m *report.Meaning) {
	f := &m.Facts
	elsewhere := f.Registry != "" && f.Account == "" && !strings.Contains(f.Registry, ".ecr")
	switch {
	case strings.Contains(words, "asm fetching secret"),
		strings.Contains(words, "docker auth from asm"):
		m.Call = Credentials
	case m.Kind == Connection && f.AddressKind == s3Address && (m.Call == "" || m.Call == Manifest):
		m.Call = Layers
	case elsewhere && (m.Call == Layers || m.Call == Manifest || m.Call == ""):
		m.Call = Fetch
	}
	if m.Call != "" {
		return
	}
	switch m.Kind {
	case AccessDenied, NoCredentials, NotFound, ImageFormat, Platform:
		m.Call = Manifest
	case RateLimited:
		m.Call = Fetch
	}
}

// callWords name the calls.
var callWords = map[string]string{
	"":               "a call that the start of the task needs",
	Authorize:        "the login to Amazon ECR (GetAuthorizationToken at the ecr.api endpoint)",
	Manifest:         "the request for the image's manifest at the registry (ecr.dkr)",
	Layers:           "the download of the image's layers from Amazon S3",
	Fetch:            "the request to a registry other than private Amazon ECR",
	Credentials:      "the request for the registry's credentials at AWS Secrets Manager",
	Secrets:          "the request for a secret at AWS Secrets Manager",
	Parameters:       "the request for a parameter at AWS Systems Manager",
	EnvironmentFiles: "the download of an environment file from Amazon S3",
	Logs:             "the request to Amazon CloudWatch Logs for the container's log stream",
}

// kindWords say what became of a call.
var kindWords = map[string]string{
	Connection:       "got no answer",
	NameResolution:   "did not begin: the name of the host was not resolved",
	AccessDenied:     "was answered, and refused",
	ServerError:      "was answered with an error of the service itself",
	NoCredentials:    "came without a valid login",
	NotFound:         "was answered: what it asks for is not there",
	RateLimited:      "was answered: the registry lets no more pulls through for a while",
	Platform:         "was answered: the image has no variant for the platform of the task",
	ImageFormat:      "was answered: what was pushed is not a whole image",
	Initialization:   "failed; the message does not say why",
	Unspecified:      "failed; the message does not say why",
	InvalidReference: "did not begin: the image reference does not parse",
}

// kindSentences say what messages mean that are about no call.
var kindSentences = map[string]string{
	DiskFull: "The image was found and allowed, and the host has no space left for it.",
	RoleNotAssumable: "Amazon ECS could not assume the role that the task names, so nothing was " +
		"asked of any registry.",
	RoleMissing: "There is no role that could log in to the registry, so nothing was asked of it.",
	StartTimeout: "The agent gave up waiting for the container. A pull that hangs, for want of a " +
		"way to the registry or to Amazon S3, ends like this, and so does a busy host.",
	NoInstances: "No container instance is there to run the task. Instances that cannot reach " +
		"Amazon ECS, or have no instance profile, never join the cluster.",
	Refused: "The API refused a setting; nothing was started.",
	NotAPull: "The task stopped for another reason than its images: they were pulled, or not yet " +
		"asked for.",
	Unspecified: "The image was not pulled, and the message does not say why.",
	Initialization: "The login to the registry or the request for secrets failed before the pull; " +
		"the message does not say which, nor why.",
}

// describe writes what a message means.
func describe(m *report.Meaning) {
	m.See = pageOf(m)
	m.Hop = hopOf(m)
	sentence, alone := kindSentences[m.Kind]
	if m.Kind == Refused && strings.Contains(strings.ToLower(m.Message), "public ip") {
		sentence = "A public address was asked for tasks on container instances; the API refuses it, " +
			"for such tasks leave by the instance's interface. Nothing was started."
	}
	if alone && (m.Call == "" || kindWords[m.Kind] == "") {
		m.Summary = sentence
		return
	}
	call := callWords[m.Call]
	if m.Call == Fetch && m.Facts.Registry != "" {
		call = "the request to the registry " + m.Facts.Registry
	}
	m.Summary = strings.ToUpper(call[:1]) + call[1:] + " " + kindWords[m.Kind] + "."
}

// hopOf says at which hop a call failed, and how the message shows it.
func hopOf(m *report.Meaning) string {
	switch m.Kind {
	case Connection, StartTimeout, Initialization:
		return connectionHop(m)
	case NameResolution:
		return "The name servers of the VPC did not answer, or do not know the name."
	case AccessDenied:
		return deniedHop(m)
	case NoCredentials:
		return "Who pulls had no token for this registry: its login was refused or did not get " +
			"through, or it was for another account or region."
	case NotFound:
		if m.Call == Manifest || m.Call == Fetch {
			return "Network and login work. Repository, tag or digest are not there, or not for " +
				"this caller."
		}
		return "Network and login work."
	case RoleNotAssumable:
		return "The trust policy of the role must let ecs-tasks.amazonaws.com in, and the role must " +
			"exist when the task starts."
	default:
		return ""
	}
}

// connectionHop says where packets are lost.
func connectionHop(m *report.Meaning) string {
	f := m.Facts
	switch {
	case f.AddressKind == privateAddress:
		return "The address " + f.Address + " is private: an interface endpoint answers for the " +
			"name. What loses the packets stands before it: the endpoint's security groups, those " +
			"of the task, or a network ACL."
	case f.AddressKind == oddAddress && amazonCall(m.Call):
		return "The address " + f.Address + " is none of Amazon's public ones: it seems to be one of " +
			"the VPC's own, where an interface endpoint answers for the name. What loses the packets " +
			"stands before it: the endpoint's security groups, those of the task, or a network ACL."
	case m.Call == Layers:
		return "The login and the manifest came through, Amazon S3 did not: security groups or " +
			"network ACLs that know the endpoints only, or a route table without the S3 gateway " +
			"endpoint."
	case f.AddressKind == publicAddress || f.AddressKind == oddAddress:
		return "The address " + f.Address + " is public: no endpoint of the VPC answers for the " +
			"name. What loses the packets stands between the task and the internet: its route, its " +
			"public address, a NAT gateway, its security groups, a network ACL."
	case f.AddressKind == s3Address:
		return "The address " + f.Address + " is one of Amazon S3's."
	case m.Kind == Connection:
		return "The message names no address, so it may be any hop: route, public address, NAT " +
			"gateway, endpoint, security groups, network ACLs."
	default:
		return ""
	}
}

// amazonCall reports whether the host of a call is one of Amazon's.
func amazonCall(call string) bool { return call != Fetch && call != "" }

// deniedHop says which policy refused.
func deniedHop(m *report.Meaning) string {
	const works = "The network works; "
	switch m.Facts.Policy {
	case "identity":
		if m.Facts.Denied {
			return works + "a Deny of the caller's own policies refuses."
		}
		return works + "no policy of the caller allows the call."
	case "endpoint":
		return works + "the policy of the VPC endpoint that the call goes through refuses."
	case "boundary":
		return works + "the permissions boundary of the role refuses."
	case "organization":
		return works + "a policy of the organization refuses."
	case "resource":
		return works + "the policy of the resource itself (repository, registry, secret) refuses."
	}
	switch m.Call {
	case Layers:
		return works + "Amazon S3 refuses the pre-signed request: mostly the policy of the S3 endpoint " +
			"on the subnet's route table, whether or not there is another way to the internet."
	case Manifest:
		return works + "a role, the repository's policy or an endpoint's policy refuses. Amazon ECR " +
			"also answers so for a tag that does not exist, to who may not list images."
	case Fetch:
		return works + "the registry wants credentials, or the image does not exist."
	}
	return works + "a policy of the role, of the endpoint or of the resource refuses."
}

// The pages of AWS's documentation about the messages.
const (
	pullPage = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html"
	initPage = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html"
	stopPage = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html"
	rolePage = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html"
	joinPage = "https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-aws-troubleshoot-ecs-container-instance.html"
)

// pageOf is the page about a message.
func pageOf(m *report.Meaning) string {
	switch {
	case m.Kind == NoInstances:
		return joinPage
	case m.Kind == RoleMissing || m.Kind == RoleNotAssumable:
		return rolePage
	case m.Kind == NotAPull || m.Kind == StartTimeout || m.Kind == Refused:
		return stopPage
	case Neighbour(m.Call) || m.Call == Authorize || m.Kind == Initialization:
		return initPage
	default:
		return pullPage
	}
}
