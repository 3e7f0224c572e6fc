package diagnose

import (
	"cmp"
	"net/netip"
	"regexp"
	"strings"

	"github.com/ecrlint/ecrlint/report"
)

// region is the name of a region inside of patterns.
const region = `([a-z]{2}(?:-[a-z]+)+-\d)`

// The forms in which messages name things.
var (
	// https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
	ecrHost = regexp.MustCompile(`(?i)\b(\d{12}|[x*]{3,}|[a-z_]*account[a-z_-]*)` +
		`\.dkr[.-]ecr(?:-fips)?\.` + region +
		`\.(?:amazonaws\.com(?:\.cn)?|on\.(?:aws|amazonwebservices\.com\.cn))`)
	ecrImage = regexp.MustCompile(`(?i)(?:\d{12}|[x*]{3,})\.dkr[.-]ecr[a-z0-9.-]*/(?:v2/)?` +
		`([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)` +
		`((?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{8,64})?)`)
	blobPath   = regexp.MustCompile(`/(?:manifests|blobs)/.*$`)
	namedImage = regexp.MustCompile(`(?:failed to resolve ref|manifest for|pull access denied for|` +
		`cannot pull|can't pull|image|repository)\s+['"“]?` +
		`([a-z0-9][a-z0-9._-]*(?:[/:@][\w.:@-]+)+)`)
	dockerHost = regexp.MustCompile(`(?i)\b((?:[a-z0-9-]+\.)*(?:docker\.io|docker\.com|` +
		`quay\.io|ghcr\.io|gcr\.io|public\.ecr\.aws|mcr\.microsoft\.com|registry\.k8s\.io|` +
		`pkg\.dev|gitlab\.com|jfrog\.io))\b`)
	urlHost      = regexp.MustCompile(`(?i)https?://([a-z0-9*][a-z0-9.*-]*\.[a-z]{2,})`)
	lookedUp     = regexp.MustCompile(`(?i)lookup ([a-z0-9][a-z0-9.-]*\.[a-z]+)`)
	layerBucket  = regexp.MustCompile(`prod-` + region + `-starport-layer-bucket`)
	amazonRegion = regexp.MustCompile(`(?i)\.` + region + `\.(?:amazonaws|api\.aws|on\.aws|vpce)`)
	dialled      = regexp.MustCompile(`(?i)(?:dial (?:tcp|udp)4?6?|connects? to|->|read tcp|` +
		`write tcp)\s*:?\s*\[?((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})` +
		`\]?(?::\d+)?`)
	arns = regexp.MustCompile(`arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(?:\d{12}|[x*]+)?:` +
		`[^\s'",;()]+`)
	roleArn = regexp.MustCompile(`arn:aws[a-z-]*:(?:iam|sts)::(?:\d{12}|[x*]+):` +
		`(?:role|assumed-role)/[^\s'",;()]+`)
	performs  = regexp.MustCompile(`(?i)perform:?\s+([a-z0-9-]+:[a-z]+)`)
	operation = regexp.MustCompile(`(?:calling the |: |operation error \w+: )` +
		`(Get\w+|Batch\w+|Create\w+|Put\w+)(?: operation)?`)
	onResource  = regexp.MustCompile(`(?i)on resource:?\s+(\*|arn:[^\s'",;()]+)`)
	logGroup    = regexp.MustCompile(`(?i)log group:?\s+['"“]?(/?[\w./#-]+)`)
	taskService = regexp.MustCompile(`\(service ([\w-]+)\)`)
	parameter   = regexp.MustCompile(`(?i)invalid(?:ssm)? ?parameters:?\s*\[?['"]?(/?[\w./-]+)`)
)

// readFacts reads what a message names; what the JSON around it told stays.
func readFacts(text string, f *report.Facts) {
	if f.Image == "" {
		f.Image = imageIn(text)
	}
	if m := ecrHost.FindStringSubmatch(text + " " + f.Image); m != nil {
		f.Registry, f.Account, f.Region = m[0], m[1], m[2]
		if !isAccount(f.Account) {
			f.Account = ""
		}
		f.Repository = repositoryIn(f.Image)
	} else if m := dockerHost.FindStringSubmatch(f.Image + " " + text); m != nil {
		f.Registry = strings.ToLower(m[1])
	} else if hubManifest(text, f.Image) {
		f.Registry = "docker.io"
	}
	hostOf(text, f)
	addressOf(text, f)
	callerOf(text, f)
	arnsIn(text, f)
	if m := logGroup.FindStringSubmatch(text); m != nil && f.LogGroup == "" && nameLike(m[1]) {
		f.LogGroup = m[1]
	}
	if m := parameter.FindStringSubmatch(text); m != nil && f.Secret == "" {
		f.Secret = m[1]
	}
	if m := taskService.FindStringSubmatch(text); m != nil && f.Service == "" {
		f.Service = m[1]
	}
}

// hubManifest reports whether a message tells of the manifest of an image without a registry, which
// is then one of Docker Hub: of others the daemon names the registry.
func hubManifest(text, image string) bool {
	host, _, found := strings.Cut(image, "/")
	return image != "" && strings.Contains(text, "manifest for "+image) &&
		(!found || !strings.ContainsAny(host, ".:") && host != "localhost")
}

// isAccount reports whether a text is an account id, not one that was made illegible.
func isAccount(text string) bool {
	return len(text) == 12 && strings.Trim(text, "0123456789") == ""
}

// nameLike reports whether a word behind "log group" is a name, not the next word of the sentence.
func nameLike(word string) bool { return strings.ContainsAny(word, "/_-.") }

// imageIn finds the image that a message names.
func imageIn(text string) string {
	if at := ecrImage.FindStringSubmatchIndex(text); at != nil {
		image := blobPath.ReplaceAllString(text[at[0]:at[1]], "")
		image = strings.TrimRight(strings.Replace(image, "/v2/", "/", 1), ".:")
		return strings.TrimSuffix(image, "/v2")
	}
	if m := namedImage.FindStringSubmatch(text); m != nil {
		return strings.TrimRight(m[1], ":.,")
	}
	return ""
}

// repositoryIn is the repository of an ECR image, without tag and digest.
func repositoryIn(image string) string {
	_, name, found := strings.Cut(image, "/")
	if !found {
		return ""
	}
	name, _, _ = strings.Cut(name, "@")
	name, _, _ = strings.Cut(name, ":")
	return name
}

// hostOf finds the host that was called.
func hostOf(text string, f *report.Facts) {
	if m := urlHost.FindStringSubmatch(text); m != nil {
		f.Host = strings.ToLower(strings.TrimRight(m[1], "."))
	} else if m := lookedUp.FindStringSubmatch(text); m != nil {
		f.Host = strings.ToLower(m[1])
	}
	if m := layerBucket.FindStringSubmatch(text); m != nil && f.Region == "" {
		f.Region = m[1]
	}
	if m := amazonRegion.FindStringSubmatch("." + f.Host); m != nil && f.Region == "" {
		f.Region = m[1]
	}
}

// addressOf finds the address that was dialled.
func addressOf(text string, f *report.Facts) {
	for _, m := range dialled.FindAllStringSubmatch(text, -1) {
		address, err := netip.ParseAddr(m[1])
		if err != nil || strings.HasSuffix(m[0], ":53") {
			continue
		}
		f.Address, f.AddressKind = address.String(), kindOf(address)
	}
}

// callerOf finds who was denied what.
func callerOf(text string, f *report.Facts) {
	if m := performs.FindStringSubmatch(text); m != nil {
		f.Action = m[1]
	} else if m := operation.FindStringSubmatch(text); m != nil {
		f.Action = actionOf[m[1]]
	}
	if m := onResource.FindStringSubmatch(text); m != nil {
		f.Resource = strings.TrimRight(m[1], ".")
	}
	if m := roleArn.FindString(text); m != "" {
		f.Role = roleOf(strings.TrimRight(m, "."))
	}
	lower := strings.ToLower(text)
	f.Denied = strings.Contains(lower, "explicit deny")
	for _, one := range blamed {
		if strings.Contains(lower, one.words) {
			f.Policy = one.policy
			return
		}
	}
}

// actionOf names the action of an operation of an API.
var actionOf = map[string]string{
	"GetAuthorizationToken":  "ecr:GetAuthorizationToken",
	"BatchGetImage":          "ecr:BatchGetImage",
	"GetDownloadUrlForLayer": "ecr:GetDownloadUrlForLayer",
	"GetSecretValue":         "secretsmanager:GetSecretValue",
	"GetParameters":          "ssm:GetParameters",
	"GetParameter":           "ssm:GetParameter",
	"CreateLogStream":        "logs:CreateLogStream",
	"CreateLogGroup":         "logs:CreateLogGroup",
	"PutLogEvents":           "logs:PutLogEvents",
}

// blamed are the policies that AWS names where it denies a call.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
var blamed = []struct{ words, policy string }{
	{"identity-based polic", "identity"},
	{"vpc endpoint polic", "endpoint"},
	{"permissions boundary", "boundary"},
	{"service control polic", "organization"},
	{"resource control polic", "organization"},
	{"resource-based polic", "resource"},
}

// roleOf turns the ARN of a role's session into that of the role.
func roleOf(arn string) string {
	prefix, rest, session := strings.Cut(arn, ":assumed-role/")
	if !session {
		return arn
	}
	name, _, _ := strings.Cut(rest, "/")
	return strings.Replace(prefix, ":sts:", ":iam:", 1) + ":role/" + name
}

// arnsIn finds secrets, parameters and log groups by their ARNs.
func arnsIn(text string, f *report.Facts) {
	for _, arn := range arns.FindAllString(text, -1) {
		arn = strings.TrimRight(arn, ".:")
		parts := strings.SplitN(arn, ":", 6)
		group, isGroup := strings.CutPrefix(parts[5], "log-group:")
		repository, isRepository := strings.CutPrefix(parts[5], "repository/")
		switch {
		case parts[2] == "secretsmanager", parts[2] == "ssm":
			f.Secret = cmp.Or(f.Secret, arn)
		case isGroup:
			group, _, _ = strings.Cut(group, ":")
			f.LogGroup = cmp.Or(f.LogGroup, group)
		case isRepository:
			f.Repository = cmp.Or(f.Repository, repository)
			f.Account = cmp.Or(f.Account, parts[4])
		}
		if f.Region == "" {
			f.Region = parts[3]
		}
	}
}
