package diagnose_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/diagnose"
	"github.com/ecrlint/ecrlint/report"
)

// said is a message with what it means: its kind, its call, and the rule that is likeliest (or
// several that must be among the first).
type said struct {
	name, message, kind, call string
	first                     []string
}

const (
	host  = "424242424242.dkr.ecr.eu-west-1.amazonaws.com"
	image = host + "/shop/web:7"
)

// The wordings of AWS's pages, of older ones, of containerd, Docker and the agent.
var wordings = []said{
	{
		"heading 1", "CannotPullContainerError: The task can't pull the image. Check that the role has the permissions to pull images from the registry.",
		diagnose.AccessDenied, diagnose.Manifest,
		[]string{"iam/not_allowed"},
	},
	{
		"heading 2", "CannotPullContainerError: The task cannot pull '" + image + "' from the Amazon ECR repository '" + host + "/shop/web'. There is a connection issue between the task and Amazon ECR. Check your task network configuration.",
		diagnose.Connection, diagnose.Manifest,
		[]string{"network/no_public_ip", "network/no_route"},
	},
	{
		"heading 3", "CannotPullContainerError: The task can't pull the image. Check your network configuration",
		diagnose.Connection, "",
		[]string{"network/no_public_ip", "network/no_route"},
	},
	{
		"heading 4, cut short", "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref",
		diagnose.Unspecified, "",
		[]string{"network/no_public_ip", "network/no_route"},
	},
	{
		"heading 5", "CannotPullContainerError: API error (500): Get https://" + host + "/v2/: net/http: request canceled while waiting for connection",
		diagnose.Connection, diagnose.Manifest,
		[]string{"network/no_public_ip", "network/no_route"},
	},
	{"heading 6", "CannotPullContainerError: API error", diagnose.Unspecified, "", []string{"network/no_public_ip"}},
	{"heading 7", "write /var/lib/docker/tmp/GetImageBlob111111111: no space left on device", diagnose.DiskFull, diagnose.Layers, nil},
	{
		"heading 8", "ERROR: toomanyrequests: Too Many Requests or You have reached your pull rate limit.",
		diagnose.RateLimited, diagnose.Fetch,
		[]string{"image/rate_limited"},
	},
	{
		"heading 9", "Error response from daemon: Get https://" + host + "/v2/: net/http: request canceled while waiting for connection",
		diagnose.Connection, diagnose.Manifest,
		[]string{"network/no_public_ip"},
	},
	{
		"heading 10", "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReaderSeeker: failed open: unexpected status code",
		diagnose.AccessDenied, diagnose.Layers,
		[]string{"endpoint/s3_policy"},
	},
	{
		"no such tag at Docker Hub", "CannotPullContainerError: Error response from daemon: manifest for nginx:0f6b3cdf not found: manifest unknown",
		diagnose.NotFound, diagnose.Fetch,
		[]string{"image/not_found", "image/wrong_registry"},
	},
	{
		"no such tag at Amazon ECR", "CannotPullContainerError: Error response from daemon: manifest for " + image + " not found: manifest unknown",
		diagnose.NotFound, diagnose.Manifest,
		[]string{"image/not_found"},
	},
	{
		"heading 11, Docker Hub", "CannotPullContainerError: pull access denied for nginks, repository does not exist or may require 'docker login'",
		diagnose.AccessDenied, diagnose.Manifest,
		[]string{"image/not_found"},
	},
	{
		"heading 12", "pull command failed: panic: runtime error: invalid memory address or nil pointer dereference",
		diagnose.Connection, diagnose.Layers,
		[]string{"network/s3_egress_blocked", "endpoint/route_table"},
	},
	{
		"heading 13", "CannotPullContainerError: error pulling image conf", diagnose.Connection, diagnose.Layers,
		[]string{"network/s3_egress_blocked", "endpoint/route_table"},
	},
	{"heading 14", "CannotPullContainerError: context canceled", diagnose.Connection, "", []string{"network/no_public_ip"}},
	{
		"2023: not found", "CannotPullContainerError: API error (404): repository " + host + "/shop/web not found",
		diagnose.NotFound, diagnose.Manifest,
		[]string{"image/not_found"},
	},
	{
		"layers by host", `CannotPullContainerError: error pulling image configuration: Get "https://prod-us-east-1-starport-layer-bucket.s3.amazonaws.com/a1-b2": dial tcp 52.216.9.9:443: i/o timeout`,
		diagnose.Connection, diagnose.Layers,
		[]string{"network/s3_egress_blocked"},
	},
	{
		"layers by address alone", "CannotPullContainerError: failed to do request: Get \"https://" + host + "/v2/shop/web/x\": dial tcp 52.219.171.4:443: i/o timeout",
		diagnose.Connection, diagnose.Layers,
		[]string{"network/s3_egress_blocked"},
	},
	{
		"layers refused", "error pulling image configuration: error parsing HTTP 403 response body: invalid character '<': \"<?xml version=...><Error><Code>AccessDenied</Code>\"",
		diagnose.AccessDenied, diagnose.Layers,
		[]string{"endpoint/s3_policy"},
	},
	{
		"manifest refused", "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref " + image + ": unexpected status from HEAD request to https://" + host + "/v2/shop/web/manifests/7: 403 Forbidden",
		diagnose.AccessDenied, diagnose.Manifest,
		[]string{"iam/not_allowed", "repository/not_shared"},
	},
	{
		"no repository", "name unknown: The repository with name 'shop/web' does not exist in the registry with id '424242424242'",
		diagnose.NotFound, diagnose.Manifest,
		[]string{"image/not_found"},
	},
	{"no tag", "manifest unknown: Requested image not found", diagnose.NotFound, diagnose.Manifest, []string{"image/not_found"}},
	{
		"a digest that is gone", "CannotPullContainerError: failed to resolve ref " + host + "/shop/web@sha256:" + strings.Repeat("ab", 32) + ": not found",
		diagnose.NotFound, diagnose.Manifest,
		[]string{"repository/expires_images"},
	},
	{
		"no login", "Get https://" + host + "/v2/shop/web/manifests/7: no basic auth credentials",
		diagnose.NoCredentials, diagnose.Manifest,
		[]string{"iam/not_allowed"},
	},
	{
		"platform", "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'",
		diagnose.Platform, diagnose.Manifest,
		[]string{"image/platform"},
	},
	{
		"the login is denied", "CannotPullECRContainerError: AccessDeniedException: User: arn:aws:sts::424242424242:assumed-role/shop-exec/7f is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr:GetAuthorizationToken action",
		diagnose.AccessDenied, diagnose.Authorize,
		[]string{"iam/not_allowed"},
	},
	{
		"the endpoint denies", "AccessDeniedException: User: arn:aws:sts::424242424242:assumed-role/shop-exec/7f is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:424242424242:repository/shop/web because no VPC endpoint policy allows the ecr:BatchGetImage action",
		diagnose.AccessDenied, diagnose.Manifest,
		[]string{"endpoint/policy"},
	},
	{
		"a boundary", "AccessDeniedException: User: arn:aws:sts::424242424242:assumed-role/shop-exec/7f is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no permissions boundary allows the ecr:GetAuthorizationToken action",
		diagnose.AccessDenied, diagnose.Authorize,
		[]string{"iam/denied"},
	},
	{
		"an explicit deny", "denied: User: arn:aws:sts::424242424242:assumed-role/shop-exec/7f is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:424242424242:repository/shop/web with an explicit deny in an identity-based policy",
		diagnose.AccessDenied, diagnose.Manifest,
		[]string{"iam/denied"},
	},
	{
		"another account's repository", "denied: User: arn:aws:sts::777777777777:assumed-role/web/7f is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:424242424242:repository/shop/web because no resource-based policy allows the ecr:BatchGetImage action",
		diagnose.AccessDenied, diagnose.Manifest,
		[]string{"repository/not_shared"},
	},
	{
		"the endpoint does not answer", `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed caused by: Post "https://api.ecr.eu-west-1.amazonaws.com/": dial tcp 10.20.3.17:443: i/o timeout`,
		diagnose.Connection, diagnose.Authorize,
		[]string{"endpoint/ingress_blocked"},
	},
	{
		"a VPC with addresses that are no private ones", `operation error ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, Post "https://api.ecr.eu-west-1.amazonaws.com/": dial tcp 172.41.1.9:443: i/o timeout`,
		diagnose.Connection, diagnose.Authorize,
		[]string{"endpoint/ingress_blocked"},
	},
	{
		"the way to the internet", `ResourceInitializationError: unable to pull secrets or registry auth: ... Post "https://api.ecr.eu-west-1.amazonaws.com/": dial tcp 54.239.33.9:443: i/o timeout. Please check your task network configuration.`,
		diagnose.Connection, diagnose.Authorize,
		[]string{"network/no_public_ip", "network/no_route"},
	},
	{
		"login, in the words of today", "ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration.",
		diagnose.Connection, diagnose.Authorize,
		[]string{"network/no_public_ip"},
	},
	{
		"no name server", `failed to do request: Head "https://` + host + `/v2/shop/web/manifests/7": dial tcp: lookup ` + host + ` on 10.20.0.2:53: no such host`,
		diagnose.NameResolution, diagnose.Manifest,
		[]string{"network/dns_blocked"},
	},
	{
		"another registry", "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref quay.io/team/agent:1: failed to do request: dial tcp 34.224.1.2:443: i/o timeout",
		diagnose.Connection, diagnose.Fetch,
		[]string{"network/registry_needs_internet"},
	},
	{
		"another registry's layers", "ref pull has been retried 5 time(s): failed to copy: httpReadSeeker: failed open: failed to do request: Get https://production.cloudflare.docker.com/registry-v2/docker/x: dial tcp 104.16.1.1:443: i/o timeout",
		diagnose.Connection, diagnose.Fetch,
		[]string{"network/registry_needs_internet"},
	},
	{
		"trust", "ECS was unable to assume the role 'arn:aws:iam::424242424242:role/shop-exec' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions",
		diagnose.RoleNotAssumable, "",
		[]string{"iam/not_assumable"},
	},
	{
		"no execution role", "ClientException: Fargate requires task definition to have execution role ARN to support ECR images.",
		diagnose.RoleMissing, "",
		[]string{"iam/role_missing"},
	},
	{
		"a registry's credentials", "CannotPullContainerError: asm fetching secret from the service for registry/login: AccessDeniedException: User: arn:aws:sts::424242424242:assumed-role/shop-exec/7f is not authorized to perform: secretsmanager:GetSecretValue",
		diagnose.AccessDenied, diagnose.Credentials,
		[]string{"iam/credentials"},
	},
	{
		"GuardDuty's agent", "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref 323658145986.dkr.ecr.eu-central-1.amazonaws.com/aws-guardduty-agent-fargate:v1: unexpected status from HEAD request: 403 Forbidden",
		diagnose.AccessDenied, diagnose.Manifest,
		[]string{"iam/injected_sidecar"},
	},
	{"the container did not start", "DockerTimeoutError: Could not transition to started; timed out after waiting 3m0s", diagnose.StartTimeout, "", []string{"network/no_public_ip"}},
	{"secret, network", "ResourceInitializationError: The task can't pull secrets from AWS Secrets Manager. There is a connection issue between the task and Secrets Manager. Check your task network configuration.", diagnose.Connection, diagnose.Secrets, nil},
	{"secret, absent", "ResourceInitializationError: unable to pull secrets or registry auth: The task can't retrieve the secret with ARN 'arn:aws:secretsmanager:eu-west-1:424242424242:secret:db-AbCdEf' from AWS Secrets Manager. Check whether the secret exists in the specified Region.", diagnose.NotFound, diagnose.Secrets, nil},
	{"parameter, network", "ResourceInitializationError: The task cannot pull secrets from AWS Systems Manager Parameter Store. Check your network connection between the task and AWS Systems Manager.", diagnose.Connection, diagnose.Parameters, nil},
	{"parameter, absent", "unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid parameters: /shop/flag", diagnose.NotFound, diagnose.Parameters, nil},
	{"environment file", "ResourceInitializationError: The task can't download the environment variable files from Amazon S3. There is a connection issue between the task and Amazon S3. Check your task network configuration.", diagnose.Connection, diagnose.EnvironmentFiles, nil},
	{"log group", "ResourceInitializationError: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration.", diagnose.NotFound, diagnose.Logs, nil},
	{"log driver", "CannotStartContainerError: failed to initialize logging driver: failed to create Cloudwatch log stream: AccessDeniedException: User is not authorized to perform: logs:CreateLogStream", diagnose.AccessDenied, diagnose.Logs, nil},
	{"a reference that is none", "CannotPullContainerError: invalid reference format", diagnose.InvalidReference, "", []string{"image/invalid_reference"}},
	{"a placeholder as account", "InvalidParameterException: registryIds must be 12 digits", diagnose.InvalidReference, "", []string{"image/invalid_reference"}},
	{"a broken push", "CannotPullContainerError: failed to register layer: Error processing tar file: archive/tar: invalid tar header", diagnose.ImageFormat, diagnose.Layers, nil},
	{"a repository policy that AWS refuses", "InvalidParameterException: Invalid repository policy provided", diagnose.Refused, "", []string{"repository/invalid_policy"}},
	{"no instance", "service web was unable to place a task because no container instance met all of its requirements.", diagnose.NoInstances, "", []string{"network/no_public_ip"}},
	{"another reason", "Essential container in task exited", diagnose.NotAPull, "", nil},
	{"the service is down", "failed to resolve ref " + image + ": unexpected status from HEAD request to https://" + host + "/v2/: 503 Service Unavailable", diagnose.ServerError, diagnose.Manifest, nil},
}

func TestRead(t *testing.T) {
	for _, one := range wordings {
		t.Run(one.name, func(t *testing.T) {
			m, err := diagnose.Read(one.message)
			require.NoError(t, err)
			assert.Equal(t, one.kind, m.Kind)
			assert.Equal(t, one.call, m.Call)
			if one.first != nil {
				require.GreaterOrEqual(t, len(m.Rules), len(one.first))
				assert.ElementsMatch(t, one.first, m.Rules[:len(one.first)])
			}
			assert.NotEmpty(t, m.Summary)
			assert.True(t, strings.HasSuffix(m.Summary, "."), m.Summary)
			assert.NotEmpty(t, m.See)
		})
	}
}

// What is no message of a stopped task is not taken for one.
func TestReadRefusesOtherTexts(t *testing.T) {
	for _, text := range []string{"", " ", "-", "infra", "hello", "{}", "[]", `{"tasks": []}`, "\x00\xff"} {
		_, err := diagnose.Read(text)
		assert.ErrorIs(t, err, diagnose.ErrUnknownMessage, "%q", text)
	}
}

func TestFacts(t *testing.T) {
	cases := map[string]report.Facts{
		`Head "https://` + host + `/v2/shop/web/manifests/7": dial tcp 10.0.4.3:443: i/o timeout`: {
			Image: host + "/shop/web", Registry: host, Account: "424242424242", Region: "eu-west-1",
			Repository: "shop/web", Host: host, Address: "10.0.4.3", AddressKind: "private",
		},
		"failed to resolve ref " + image + ": not found": {
			Image: image, Registry: host, Account: "424242424242", Region: "eu-west-1",
			Repository: "shop/web",
		},
		"dial tcp [2600:1f18::7]:443: connect: network is unreachable": {
			Address: "2600:1f18::7", AddressKind: "public",
		},
		"AccessDeniedException: User: arn:aws-us-gov:sts::424242424242:assumed-role/exec/s is not authorized to perform: ssm:GetParameters on resource: arn:aws-us-gov:ssm:us-gov-west-1:424242424242:parameter/shop/flag because no identity-based policy allows the ssm:GetParameters action": {
			Role: "arn:aws-us-gov:iam::424242424242:role/exec", Action: "ssm:GetParameters",
			Resource: "arn:aws-us-gov:ssm:us-gov-west-1:424242424242:parameter/shop/flag",
			Policy:   "identity", Region: "us-gov-west-1",
			Secret: "arn:aws-us-gov:ssm:us-gov-west-1:424242424242:parameter/shop/flag",
		},
		"The specified log group /ecs/shop does not exist: log group '/ecs/shop'": {LogGroup: "/ecs/shop"},
	}
	for message, want := range cases {
		m, err := diagnose.Read(message)
		require.NoError(t, err, message)
		assert.Equal(t, want, m.Facts, message)
	}
}

// The message is found in what the APIs print, in events and in causes of executions.
func TestReadUnwrapsJSON(t *testing.T) {
	const reason = "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref " + image + ": not found"
	inner := `{"Containers":[{"Name":"web","Image":"` + image + `","Reason":"` + reason + `"}],"Group":"service:web","LaunchType":"FARGATE","StoppedReason":"Task failed to start"}`
	for name, text := range map[string]string{
		"stopped reason":  `{"StoppedReason": "` + reason + `"}`,
		"describe-tasks":  `{"tasks":[` + strings.ReplaceAll(inner, `"Containers"`, `"containers"`) + `],"failures":[]}`,
		"describe-jobs":   `{"jobs":[{"statusReason":"Task failed to start","container":{"image":"` + image + `","reason":"` + reason + `"},"attempts":[{"container":{"reason":"` + reason + `"}}]}]}`,
		"event":           `{"detail-type":"ECS Task State Change","detail":` + inner + `}`,
		"execution":       `{"error":"States.TaskFailed","cause":` + quoted(inner) + `}`,
		"the text itself": reason,
		"broken lines":    strings.ReplaceAll(reason, " ", " \n  "),
	} {
		m, err := diagnose.Read(text)
		require.NoError(t, err, name)
		assert.Equal(t, diagnose.NotFound, m.Kind, name)
		assert.Equal(t, image, m.Facts.Image, name)
		first, _, _ := strings.Cut(m.Message, "\n")
		assert.Equal(t, reason, first, name)
	}
	m, err := diagnose.Read(`{"tasks":[` + inner + `]}`)
	require.NoError(t, err)
	assert.Equal(t, "web", m.Facts.Container)
	assert.Equal(t, "web", m.Facts.Service)
	assert.Equal(t, "fargate", m.Facts.Launch)
}

func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// Every kind and call that occurs is one of the schema.
func TestKindsAreInTheSchema(t *testing.T) {
	schema, err := os.ReadFile("../report/schema/diagnosis.json")
	require.NoError(t, err)
	for _, one := range wordings {
		assert.Contains(t, string(schema), `"`+one.kind+`"`)
		assert.Contains(t, string(schema), `"`+one.call+`"`)
	}
}

// A message is read whatever it is, and reading what was read says the same.
func FuzzRead(f *testing.F) {
	for _, one := range wordings {
		f.Add(one.message)
		f.Add(`{"StoppedReason": ` + quoted(one.message) + `}`)
	}
	f.Add(`{"a":[{"reason":"x","image":""}],"cause":"{\"reason\":\"no such host\"}"}`)
	f.Fuzz(func(t *testing.T, text string) {
		m, err := diagnose.Read(text)
		if errors.Is(err, diagnose.ErrUnknownMessage) {
			return
		}
		require.NoError(t, err)
		assert.NotEmpty(t, m.Kind)
		rules := slices.Clone(m.Rules)
		slices.Sort(rules)
		assert.Len(t, slices.Compact(rules), len(m.Rules), "a rule is named twice")
		if strings.ContainsAny(strings.TrimSpace(text)[:1], "{[") {
			return
		}
		again, err := diagnose.Read(m.Message)
		require.NoError(t, err)
		assert.Equal(t, m, again)
	})
}
