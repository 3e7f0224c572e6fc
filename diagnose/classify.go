package diagnose

import (
	"regexp"
	"strings"
)

// wording is a group of wordings, in lower case, that mean one thing.
type wording struct {
	means string
	words *regexp.Regexp
}

func wordings(means string, patterns ...string) wording {
	return wording{means, regexp.MustCompile(strings.Join(patterns, "|"))}
}

// kinds are the wordings of the kinds, the more telling before the less telling: a message about a
// denied call may end with advice about the network, never the other way round.
var kinds = []wording{
	wordings(
		RateLimited,
		`toomanyrequests`, `too many requests`, `pull rate limit`, `\b429\b`, `rate exceeded`,
		`throttlingexception`, `pull limit`, `\brate[- ]limit`,
	),
	wordings(DiskFull, `no space left on device`, `disk quota exceeded`, `not enough (free )?space`),
	wordings(
		Platform,
		`descriptor matching platform`, `no matching manifest for`, `exec format error`,
		`match(es)? the (specified|detected|requested) platform`, `no match for platform`,
		`provide the specified platform`, `operating system cannot be used`,
		`does not match the expected platform`,
	),
	wordings(
		RoleMissing,
		`requires task definition to have execution role`, `specify a value for 'executionrolearn'`,
		`execution ?role(arn)? (is )?(required|must be)`, `no ec2 imds role found`,
		`no valid providers in chain`, `ec2roleprovider`, `ec2rolerequesterror`,
		`provide an execution role`, `must have an execution role`, `unable to find credentials`,
		`failed to refresh cached credentials`, `no ec2 instance role found`,
	),
	wordings(
		RoleNotAssumable,
		`unable to assume (the )?(service )?role`, `not authorized to perform: sts:assumerole`,
		`proper trust relationship`, `role cannot be assumed`, `cannot assume role`,
		`invalid or cannot be assumed`, `could not assume`,
	),
	wordings(
		Refused,
		`assign public ip is not supported`, `assignpublicip is not supported`,
		`invalid repository policy provided`, `privatednsonlyforinboundresolverendpoint`,
		`endpoint type does not match`, `enabling private dns requires`, `private dns can't be enabled`,
	),
	wordings(
		InvalidReference,
		`invalid reference format`, `registryids must be`, `invalid image (reference|identifier|uri)`,
		`repository name .*must be lowercase`, `invalid repository name`, `could not parse reference`,
		`failed to parse (image|reference)`, `repository name must`, `invalid image name`,
		`invalid tag format`, `invalid checksum digest`,
	),
	wordings(StartTimeout, `dockertimeouterror`, `could not transition to (started|created)`,
		`containerruntimetimeouterror`),
	wordings(
		NameResolution,
		`no such host`, `server misbehaving`, `dial udp`, `name resolution`,
		`could not resolve host`, `name or service not known`, `lookup \S+ on \S+:53`,
		`resolve \S+ failed`, `getaddrinfo`, `nxdomain`,
	),
	wordings(
		ServerError,
		`50\d internal server error`, `502 bad gateway`, `503 service unavailable`,
		`504 gateway time`, `\binternal server error\b`, `serverexception`,
	),
	wordings(
		AccessDenied,
		`accessdenied`, `access denied`, `not authorized`, `\b403\b`, `forbidden`, `\bdenied\b`,
		`unauthorizedoperation`, `no identity-based policy`, `role has the permissions`,
		`correct permissions`, `not have permission`, `permission issue`, `kms:decrypt`,
		`does not have access`, `insufficient permissions`, `polic(y|ies) allows?`,
	),
	wordings(
		NoCredentials,
		`no basic auth credentials`, `token has expired`, `\b401\b`, `unauthorized`,
		`authentication required`, `incorrect username or password`, `expiredtoken`,
		`authorization failed`, `credentials? .*not (found|valid)`, `invalid username`,
	),
	wordings(
		ImageFormat,
		`invalid tar header`, `failed to register layer`, `diffids`, `unexpected media type`,
		`unsupported manifest`, `unsupported media`, `\b400 bad request`, `mediatype`,
		`failed to extract layer`, `unexpected commit digest`, `filesystem layer verification failed`,
		`manifest v2 schema 1`, `schema 1 .*(deprecated|support)`, `content digest .*not found`,
		`failed size validation`,
	),
	wordings(
		NotFound,
		`not found`, `manifest unknown`, `name unknown`, `name_unknown`, `manifest_unknown`,
		`does not exist`, `doesn't exist`, `\b404\b`, `resourcenotfound`, `repositorynotfound`,
		`image exists`, `imagenotfound`, `invalid(ssm)? ?parameters`, `whether the secret exists`,
		`cannot find the amazon cloudwatch log group`, `blob unknown`, `no longer available`,
		`nosuchkey`, `nosuchbucket`,
	),
	wordings(AccessDenied, `unexpected status`),
	wordings(
		NoInstances,
		`no container instances? (were|met|was)`, `unable to place a task`, `could not register`,
		`agent (is )?(not )?(dis)?connected`, `runnable .*compute environment`,
		`instances? never join`, `not registered to (the|a) cluster`,
		`misconfiguration:(job_resource|compute)`,
	),
	wordings(
		Connection,
		`timed? ?out`, `connection issue`, `network (configuration|connection|error)`,
		`connection between the task`, `request ?canceled`, `context canceled`,
		`context deadline`, `send request failed`, `connection refused`, `connection reset`,
		`tls handshake`, `no route to host`, `network is unreachable`, `maximum number of attempts`,
		`signal: killed`, `client\.timeout`, `unexpected eof`, `\beof\b`, `failed to do request`,
		`unable to connect`, `could not connect`, `cannot (reach|connect)`, `can't (reach|connect)`,
		`nil pointer dereference`, `network unreachable`, `connection closed`, `i/o error`,
		`error pulling image conf`, `connection could not be`, `failed to talk to`,
		`network issue`, `dial tcp`,
	),
	wordings(
		Initialization,
		`resourceinitializationerror`, `secrets or registry auth`, `unable to retrieve`,
		`can(no|')t (pull|retrieve|download)[^.]* (secret|auth|registry|environment)`,
		`initialize logging driver`, `fetching secret`,
	),
	wordings(
		Unspecified,
		`cannotpull`, `can(no|')t (pull|retrieve|download)`, `pull command failed`,
		`failed to (resolve|pull|copy)`, `error pulling`,
		`pull image manifest has been retried`, `ref pull has been retried`, `imagepullbackoff`,
		`errimagepull`, `unable_to_pull_image`, `api error`, `image pull`, `unable to pull`,
		`failed to fetch`, `image_pull`,
	),
	wordings(
		NotAPull,
		`essential container`, `outofmemory`, `out ?of ?memory`, `cannotstartcontainer`,
		`cannotcreatecontainer`, `elb health checks`, `container health checks`, `scaling activity`,
		`host ec2 .*terminated`, `spot interruption`, `task stopped by`, `exit code`, `efs`,
		`cannotcreatevolume`, `deployment ecs-svc`, `capacity is unavailable`, `user initiated`,
		`cannotinspectcontainer`, `internalerror`, `eni `,
	),
}

// calls are the wordings that tell the call, by host, action and phrase, the more telling first.
var calls = []wording{
	wordings(
		Logs,
		`logs\.[a-z]+-[a-z-]+-\d\.amazonaws`, `logs:(create|put|describe)`, `log ?group`,
		`logging driver`, `createlogstream`, `putlogevents`, `cloudwatch logs`, `log stream`,
		`awslogs`,
	),
	wordings(EnvironmentFiles, `\benv(ironment)?( variables?)? ?files?\b`, `\.env\b`),
	wordings(
		Layers,
		`starport-layer-bucket`, `pulling image conf`, `read(er)?seeker`, `<code>accessdenied`,
		`parsing http 403 response body`, `nil pointer dereference`, `getimageblob`,
		`blobs/sha256`, `failed to register layer`, `failed to copy`, `image layers?\b`,
		`\blayer (download|bucket)`,
	),
	wordings(
		Secrets,
		`secretsmanager[.-]`, `secretsmanager:`, `secrets manager`, `\basm\b`, `getsecretvalue`,
		`pull the secret`, `retrieve the secret`, `:secret:`,
	),
	wordings(
		Parameters,
		`\bssm[.:]`, `parameter store`, `\bssm\b`, `getparameters?\b`, `systems manager`,
	),
	wordings(
		Authorize,
		`api\.ecr`, `ecr(-fips)?\.[a-z]+-[a-z-]+-\d\.(api|on)\.aws`, `getauthorizationtoken`,
		`registry auth from`, `ecr registry auth`, `authorization token`, `pull registry auth`,
		`requesting ecr`, `cannotpullecrcontainer`, `registry authentication`,
	),
	wordings(
		Manifest,
		`dkr[.-]ecr`, `batchgetimage`, `getdownloadurlforlayer`, `batchimportupstreamimage`,
		`amazon ecr repository`, `batchchecklayer`,
	),
	wordings(
		Fetch,
		`docker\.io`, `docker\.com`, `public\.ecr\.aws`, `quay\.io`, `ghcr\.io`, `gcr\.io`,
		`mcr\.microsoft`, `registry\.k8s`, `docker hub`, `\.pkg\.dev`, `cloudfront\.net`,
		`r2\.cloudflarestorage`, `artifactory`, `jfrog\.io`, `registry\.gitlab`,
	),
}

// classify says which kind of message it is, and about which call; the kind is empty for a text
// that is none of the messages. The text is in lower case.
func classify(text string) (kind, call string) {
	kind = meansFirst(kinds, text)
	if kind == "" {
		return "", ""
	}
	call = meansFirst(calls, text)
	if kind == StartTimeout || kind == NotAPull {
		return kind, ""
	}
	return kind, call
}

// meansFirst returns what the first group means that occurs in a text.
func meansFirst(groups []wording, text string) string {
	for _, group := range groups {
		if group.words.MatchString(text) {
			return group.means
		}
	}
	return ""
}
