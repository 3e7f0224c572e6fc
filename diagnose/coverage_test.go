package diagnose_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/diagnose"
	"github.com/ecrlint/ecrlint/lint"
)

var update = flag.Bool("update", false, "write docs/coverage.md anew")

const coveragePage = "../docs/coverage.md"

// cause is one cause that a document names, with what covers it.
type cause struct {
	words string
	// rules find it; checks is what diagnose does where no rule is about it.
	rules  []string
	checks string
	// unseen says why the rest cannot be seen in a configuration.
	unseen string
	// message is what the task says then; it must mean the rules.
	message string
}

// document is a source of causes.
type document struct {
	title, url string
	causes     []cause
}

// Why something cannot be seen, in words that occur more than once.
const (
	unseenTags  = "whether a tag or digest exists is known to the registry only"
	unseenDisk  = "how full a disk is, is known to the host only"
	unseenState = "what runs now, and with which settings, is known to AWS only"
	unseenLimit = "how many pulls the registry has counted is known to it only"
	besideCheck = "`ecrlint diagnose` checks the way, the role and the endpoint's policy of the call"
)

var (
	wayOut = []string{
		"network/no_route", "network/nat_without_internet", "network/gateway_detached",
	}
	anyWay = []string{
		"network/no_route", "network/no_public_ip", "network/egress_blocked",
		"network/acl_blocked", "endpoint/missing", "endpoint/private_dns",
		"endpoint/ingress_blocked",
	}
	rights = []string{
		"iam/not_allowed", "iam/denied", "iam/role_missing", "iam/not_assumable",
	}
	ofRepository = []string{
		"repository/denied", "repository/not_shared", "repository/invalid_policy",
	}
	ofImage = []string{"image/not_found", "image/wrong_registry", "image/invalid_reference"}
)

var documents = []document{
	{"How do I resolve the error CannotPullContainerError: API error in Amazon ECR?", "https://repost.aws/knowledge-center/ecs-pull-container-api-error-ecr", []cause{
		{words: "Private subnet: the route table has no route to a NAT gateway, or the NAT gateway no internet", rules: wayOut},
		{words: "EC2 in a public subnet without public address; Fargate without auto-assigned public IP", rules: []string{"network/no_public_ip"}},
		{words: "AWS PrivateLink for Amazon ECR: endpoints are missing or not used", rules: []string{"endpoint/missing", "endpoint/private_dns", "endpoint/route_table", "endpoint/region", "endpoint/type"}},
		{words: "The endpoint's security group does not let HTTPS 443 in", rules: []string{"endpoint/ingress_blocked"}},
		{words: "The security groups of the task or instance do not let 443 out, nor DNS; the network ACL drops it", rules: []string{"network/egress_blocked", "network/dns_blocked", "network/acl_blocked"}, unseen: "port 53 is needed for name servers of one's own only; Amazon's is never filtered"},
		{words: "Egress limited to the endpoint's group or the VPC's range does not start the task, 0.0.0.0/0 does (a reader asks)", rules: []string{"network/s3_egress_blocked"}},
		{words: "The VPC's own settings: DNS, IPv6, Block Public Access", rules: []string{"network/dns_support_off", "network/ipv6_only", "network/bpa"}},
		{words: "The repository policy restricts access", rules: ofRepository},
		{words: "EC2: the role of the instance profile lacks the permissions", rules: rights},
		{words: "Fargate: the execution role lacks the permissions", rules: append(slices.Clone(rights), "iam/race", "iam/injected_sidecar", "iam/cache_import")},
		{words: "The image is not found, or its name is not registry/repository[:tag] or [@digest]", rules: ofImage, unseen: unseenTags},
		{words: "No route to the S3 gateway endpoint, or its policy does not give access to the layers' bucket", rules: []string{"endpoint/route_table", "endpoint/s3_policy"}},
		{words: "The policy of the ECR endpoints", rules: []string{"endpoint/policy"}},
	}},
	{"CannotPullContainer task errors in Amazon ECS", "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html", []cause{
		{words: "The task can't pull the image. Check that the role has the permissions to pull images from the registry.", rules: append(slices.Clone(rights), ofRepository...), unseen: unseenTags, message: "CannotPullContainerError: The task can't pull the image. Check that the role has the permissions to pull images from the registry."},
		{words: "The task cannot pull IMAGE from the Amazon ECR repository URI. There is a connection issue between the task and Amazon ECR.", rules: anyWay, message: "CannotPullContainerError: The task cannot pull 'app' from the Amazon ECR repository '123456789012.dkr.ecr.eu-west-1.amazonaws.com/app'. There is a connection issue between the task and Amazon ECR. Check your task network configuration."},
		{words: "The task can't pull the image. Check your network configuration", rules: append(slices.Clone(anyWay), "network/registry_needs_internet"), message: "CannotPullContainerError: The task can't pull the image. Check your network configuration"},
		{words: "pull image manifest has been retried 5 time(s): failed to resolve ref", rules: append(slices.Clone(anyWay), "image/not_found", "image/wrong_registry", "repository/empty", "repository/expires_images", "iam/not_allowed"), unseen: unseenTags + "; an image that a deployment has pinned may be gone", message: "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref"},
		{words: "API error (500): Get https://…/v2/: net/http: request canceled while waiting for connection", rules: anyWay, message: "API error (500): Get https://111122223333.dkr.ecr.us-east-1.amazonaws.com/v2/: net/http: request canceled while waiting for connection"},
		{words: "API error", rules: append(slices.Clone(anyWay), rights...), message: "CannotPullContainerError: API error"},
		{words: "write /var/lib/docker/tmp/GetImageBlob…: no space left on device", unseen: unseenDisk},
		{words: "ERROR: toomanyrequests: Too Many Requests or You have reached your pull rate limit.", rules: []string{"image/rate_limited"}, unseen: unseenLimit, message: "ERROR: toomanyrequests: Too Many Requests or You have reached your pull rate limit."},
		{words: "Error response from daemon: Get URL: net/http: request canceled while waiting for connection", rules: anyWay, message: "Error response from daemon: Get https://111122223333.dkr.ecr.us-east-1.amazonaws.com/v2/: net/http: request canceled while waiting for connection"},
		{words: "ref pull has been retried 1 time(s): failed to copy: httpReaderSeeker: failed open: unexpected status code", rules: []string{"endpoint/s3_policy", "endpoint/policy", "iam/not_allowed"}, message: "ref pull has been retried 1 time(s): failed to copy: httpReaderSeeker: failed open: unexpected status code"},
		{words: "pull access denied", rules: []string{"image/not_found", "image/invalid_reference", "iam/credentials", "iam/not_allowed"}, unseen: "what a registry other than Amazon ECR wants of its callers", message: "CannotPullContainerError: pull access denied for app, repository does not exist or may require 'docker login'"},
		{words: "pull command failed: panic: runtime error: invalid memory address or nil pointer dereference", rules: []string{"network/s3_egress_blocked", "endpoint/route_table"}, message: "pull command failed: panic: runtime error: invalid memory address or nil pointer dereference"},
		{words: "error pulling image conf/error pulling image configuration", rules: []string{"network/s3_egress_blocked", "endpoint/route_table", "endpoint/missing", "network/acl_blocked"}, message: "error pulling image conf/error pulling image configuration"},
		{words: "Context canceled", rules: anyWay, message: "CannotPullContainerError: Context canceled"},
	}},
	{"Older wordings of that page, and those of containerd, Docker and the ECS agent", "https://github.com/aws/amazon-ecs-agent", []cause{
		{words: "API error (404): repository … not found", rules: append(slices.Clone(ofImage), "repository/not_shared"), unseen: unseenTags, message: "CannotPullContainerError: API error (404): repository 111122223333.dkr.ecr.us-east-1.amazonaws.com/app not found"},
		{words: "name unknown: The repository with name … does not exist in the registry", rules: []string{"image/not_found", "image/wrong_registry", "iam/cache_import"}, message: "name unknown: The repository with name 'app' does not exist in the registry with id '111122223333'"},
		{words: "manifest unknown: Requested image not found", rules: []string{"repository/empty", "repository/expires_images"}, unseen: unseenTags, message: "manifest unknown: Requested image not found"},
		{words: "no basic auth credentials", rules: []string{"iam/not_allowed", "iam/role_missing", "endpoint/missing", "image/wrong_registry"}, message: "no basic auth credentials"},
		{words: "image Manifest does not contain descriptor matching platform", rules: []string{"image/platform"}, unseen: "for which platforms an image was built is known to the registry only", message: "image Manifest does not contain descriptor matching platform 'linux/amd64'"},
		{words: "403 with XML from the layers' bucket", rules: []string{"endpoint/s3_policy"}, message: "error pulling image configuration: error parsing HTTP 403 response body: invalid character '<'"},
		{words: "403 Forbidden on a manifest", rules: append([]string{"iam/not_allowed", "iam/denied", "endpoint/policy"}, ofRepository...), unseen: unseenTags, message: "failed to resolve ref 111122223333.dkr.ecr.us-east-1.amazonaws.com/app:1: 403 Forbidden"},
		{words: "dial tcp PRIVATE ADDRESS: i/o timeout", rules: []string{"endpoint/ingress_blocked", "network/egress_blocked", "network/acl_blocked"}, message: `Post "https://api.ecr.us-east-1.amazonaws.com/": dial tcp 10.0.1.7:443: i/o timeout`},
		{words: "dial tcp PUBLIC ADDRESS: i/o timeout", rules: []string{"network/no_public_ip", "network/no_route", "network/egress_blocked", "network/nat_without_internet", "endpoint/private_dns"}, unseen: "what lies behind a transit gateway or firewall", message: `Post "https://api.ecr.us-east-1.amazonaws.com/": dial tcp 54.239.33.9:443: i/o timeout`},
		{words: "lookup HOST: no such host", rules: []string{"network/dns_blocked", "network/dns_support_off", "endpoint/private_dns"}, unseen: "rules of Route 53 Resolver and DNS Firewall that are kept elsewhere", message: "dial tcp: lookup api.ecr.us-east-1.amazonaws.com on 10.0.0.2:53: no such host"},
		{words: "Fargate requires task definition to have execution role ARN to support ECR images.", rules: []string{"iam/role_missing"}, message: "ClientException: Fargate requires task definition to have execution role ARN to support ECR images."},
		{words: "ECS was unable to assume the role", rules: []string{"iam/not_assumable", "iam/race"}, message: "ECS was unable to assume the role 'arn:aws:iam::111122223333:role/x' that was provided for this task."},
		{words: "DockerTimeoutError: Could not transition to started; timed out", rules: anyWay, unseen: "how busy a host is", message: "DockerTimeoutError: Could not transition to started; timed out after waiting 3m0s"},
		{words: "403 on the image of the GuardDuty agent", rules: []string{"iam/injected_sidecar"}, unseen: "a detector that another account's configuration switches on", message: "failed to resolve ref 323658145986.dkr.ecr.eu-central-1.amazonaws.com/aws-guardduty-agent-fargate:v1: 403 Forbidden"},
	}},
	{"ResourceInitializationError errors in Amazon ECS", "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html", []cause{
		{words: "The task cannot pull registry authentication from Amazon ECR. There is a connection issue.", rules: anyWay, message: "ResourceInitializationError: The task cannot pull registry authentication from Amazon ECR. There is a connection issue between the task and Amazon ECR."},
		{words: "pull command failed: unable to pull secrets or registry auth", rules: append(slices.Clone(anyWay), "iam/credentials"), checks: besideCheck, message: "pull command failed: unable to pull secrets or registry auth Check your task network configuration."},
		{words: "The task can't pull secrets from AWS Secrets Manager. There is a connection issue.", rules: []string{"endpoint/missing", "network/no_route", "network/no_public_ip"}, checks: besideCheck, message: "The task can't pull secrets from AWS Secrets Manager. There is a connection issue between the task and Secrets Manager."},
		{words: "The task can't retrieve the secret with ARN … Check whether the secret exists in the specified Region.", checks: besideCheck + "; and the key that encrypts the secret", unseen: "whether a secret exists and has a value is known to AWS only"},
		{words: "The credentials of a private registry, in a secret", rules: []string{"iam/credentials"}},
		{words: "The task cannot pull secrets from AWS Systems Manager Parameter Store.", checks: besideCheck, unseen: "whether a parameter exists in that account is known to AWS only"},
		{words: "The task can't download the environment variable files from Amazon S3.", checks: besideCheck, unseen: "whether the file exists, and what the policy of its bucket says"},
		{words: "The task cannot find the Amazon CloudWatch log group defined in the task definition.", checks: besideCheck + "; and log groups of nearly that name", unseen: "whether a log group that is not declared exists"},
		{words: "failed to initialize logging driver", checks: besideCheck},
		{words: "Errors of mounting Amazon EFS file systems", unseen: "they are no errors of a pull"},
	}},
	{"Runbook AWSSupport-TroubleshootECSTaskFailedToStart", "https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-aws-troubleshootecstaskfailedtostart.html", []cause{
		{words: "Network connectivity to the container registry", rules: append(slices.Clone(anyWay), "network/registry_needs_internet", "network/nat_without_internet", "network/gateway_detached", "network/s3_egress_blocked", "network/bpa", "network/ipv6_only", "network/dns_blocked", "network/dns_support_off"), unseen: "live connections: the runbook tries them from within the VPC"},
		{words: "Missing IAM permissions of the execution role", rules: append(slices.Clone(rights), "iam/credentials", "iam/cache_import")},
		{words: "VPC endpoint connectivity", rules: []string{"endpoint/missing", "endpoint/private_dns", "endpoint/route_table", "endpoint/region", "endpoint/type", "endpoint/policy", "endpoint/s3_policy"}},
		{words: "Security group rules", rules: []string{"network/egress_blocked", "network/s3_egress_blocked", "endpoint/ingress_blocked"}},
		{words: "References to secrets", rules: []string{"iam/credentials"}, checks: besideCheck, unseen: "whether the secret exists"},
		{words: "Logging configuration", checks: besideCheck, unseen: "whether the log group exists"},
		{words: "The image exists (ecr:DescribeImages)", rules: []string{"image/not_found", "image/wrong_registry", "repository/empty"}, unseen: unseenTags},
		{words: "Amazon EFS file systems and mount targets", unseen: "they are no errors of a pull"},
	}},
	{"Runbook AWSSupport-TroubleshootECSContainerInstance", "https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-aws-troubleshoot-ecs-container-instance.html", []cause{
		{words: "The permissions of the instance profile", rules: []string{"iam/role_missing", "iam/not_assumable"}, unseen: "what Amazon ECS itself asks of the instance's role is no part of a pull"},
		{words: "The network path of the instance: routes, network ACLs, security groups, subnets, endpoints", rules: anyWay, unseen: "the endpoints ecs, ecs-agent and ecs-telemetry, by which an instance registers, are no part of a pull", message: "service web was unable to place a task because no container instance met all of its requirements."},
		{words: "The user data: the name of the cluster", unseen: unseenState + "; user data run at boot"},
	}},
}

// docs/coverage.md names, for each documented cause, the rules that cover it.
func TestCoverage(t *testing.T) {
	rules, err := lint.Rules(t.Context(), lint.Options{})
	require.NoError(t, err)
	known := map[string]bool{}
	for _, rule := range rules {
		known[rule.ID] = false
	}
	for _, document := range documents {
		for _, one := range document.causes {
			assert.NotEmpty(t, one.checks+one.unseen+strings.Join(one.rules, ""), "%s: nothing covers it", one.words)
			for _, rule := range one.rules {
				_, exists := known[rule]
				assert.True(t, exists, "%s: there is no rule %s", one.words, rule)
				known[rule] = true
			}
			if one.message == "" {
				continue
			}
			m, err := diagnose.Read(one.message)
			require.NoError(t, err, one.words)
			for _, rule := range one.rules {
				assert.Contains(t, m.Rules, rule, "diagnose %q", one.message)
			}
		}
	}
	for rule, covered := range known {
		assert.True(t, covered, "%s covers no documented cause", rule)
	}
	page := coverage()
	if *update {
		require.NoError(t, os.WriteFile(coveragePage, []byte(page), 0o600))
	}
	got, err := os.ReadFile(coveragePage)
	require.NoError(t, err, "go test ./diagnose -update writes it")
	assert.Equal(t, page, string(got), "go test ./diagnose -update writes it anew")
}

// Every rule that a message may name exists.
func TestRulesOfMessagesExist(t *testing.T) {
	rules, err := lint.Rules(t.Context(), lint.Options{})
	require.NoError(t, err)
	var ids []string
	for _, rule := range rules {
		ids = append(ids, rule.ID)
	}
	for _, one := range wordings {
		m, err := diagnose.Read(one.message)
		require.NoError(t, err)
		assert.Subset(t, ids, m.Rules, one.name)
	}
}

// coverage writes the page.
func coverage() string {
	var b strings.Builder
	b.WriteString("# Coverage\n\nWhich rule covers which cause that AWS's documents name, and why what is left cannot be seen in a\n" +
		"configuration. Generated: `go test ./diagnose -update`. `ecrlint diagnose MESSAGE PATH` goes the way back, from the\n" +
		"message to the fault.\n")
	for _, document := range documents {
		fmt.Fprintf(&b, "\n## %s\n\n<%s>\n\n| cause | covered by | not to be seen |\n|---|---|---|\n", document.title, document.url)
		for _, one := range document.causes {
			var covered []string
			for _, rule := range one.rules {
				covered = append(covered, fmt.Sprintf("[%s](rules/%[1]s.md)", rule))
			}
			if one.checks != "" {
				covered = append(covered, one.checks)
			}
			fmt.Fprintf(&b, "| %s | %s | %s |\n", cell(one.words), cell(strings.Join(covered, ", ")), cell(one.unseen))
		}
	}
	return b.String()
}

// cell writes a text as a cell of a table.
func cell(text string) string {
	if text == "" {
		return "-"
	}
	return strings.ReplaceAll(text, "|", `\|`)
}
