package diagnose

import (
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/report"
)

// The rules about faults that give a message, likeliest first. How often each occurs is counted in
// public reports of failed pulls.
var (
	// toInternet are the faults of a way to public addresses.
	toInternet = []string{
		"network/no_public_ip", "network/no_route", "network/egress_blocked",
		"network/nat_without_internet", "network/gateway_detached", "network/acl_blocked",
		"network/bpa", "network/ipv6_only",
	}
	// toEndpoint are those of a way to an interface endpoint.
	toEndpoint = []string{
		"endpoint/ingress_blocked", "network/egress_blocked", "network/acl_blocked",
		"endpoint/missing",
	}
	// toLayers are those of a way to Amazon S3.
	toLayers = []string{
		"network/s3_egress_blocked", "endpoint/route_table", "endpoint/missing",
		"network/acl_blocked", "network/egress_blocked", "network/no_route", "network/no_public_ip",
		"endpoint/region", "network/nat_without_internet", "network/gateway_detached",
		"network/bpa", "network/ipv6_only", "endpoint/s3_policy",
	}
	// unnamed are those of a way that the message does not tell: any of them.
	unnamed = []string{
		"network/no_public_ip", "network/no_route", "network/egress_blocked",
		"endpoint/ingress_blocked", "endpoint/missing", "network/nat_without_internet",
		"endpoint/private_dns", "network/acl_blocked", "network/gateway_detached",
		"endpoint/region", "endpoint/type", "network/dns_blocked", "network/dns_support_off",
		"network/bpa", "network/ipv6_only",
	}
	// toNames are those of the resolution of names.
	toNames = []string{
		"network/dns_blocked", "network/dns_support_off", "endpoint/private_dns",
		"network/ipv6_only", "image/invalid_reference", "image/wrong_registry",
	}
	// toLogin are the faults of the login.
	toLogin = []string{
		"iam/not_allowed", "iam/denied", "endpoint/policy", "iam/role_missing", "iam/race",
	}
	// toRepository are the faults of the right to an image.
	toRepository = []string{
		"iam/not_allowed", "repository/not_shared", "repository/denied", "iam/denied",
		"endpoint/policy", "iam/injected_sidecar", "repository/invalid_policy", "iam/cache_import",
		"iam/role_missing", "iam/not_assumable", "iam/race", "image/not_found",
		"image/wrong_registry", "endpoint/s3_policy",
	}
	// toImage are the faults of an image that is not there.
	toImage = []string{
		"image/not_found", "image/wrong_registry", "image/invalid_reference", "repository/empty",
		"repository/expires_images", "iam/cache_import", "repository/not_shared",
		"iam/not_allowed", "repository/denied",
	}
)

// rulesFor returns the rules about faults that give a message, likeliest first.
func rulesFor(words string, m *report.Meaning) []string {
	list := rulesOf(words, m)
	if strings.Contains(words, "guardduty") && len(list) > 0 {
		return union([]string{"iam/injected_sidecar"}, list)
	}
	return union(list)
}

func rulesOf(words string, m *report.Meaning) []string {
	switch m.Kind {
	case Connection:
		return connectionRules(words, m)
	case NameResolution:
		return toNames
	case AccessDenied:
		return deniedRules(words, m)
	case NoCredentials:
		return loginRules(m)
	case NotFound:
		return absentRules(words, m)
	case RateLimited:
		return []string{"image/rate_limited", "iam/credentials", "network/registry_needs_internet"}
	case Platform, ImageFormat:
		return []string{"image/platform"}
	case InvalidReference:
		return []string{"image/invalid_reference"}
	case RoleNotAssumable:
		return []string{"iam/not_assumable", "iam/role_missing", "iam/race"}
	case RoleMissing:
		return []string{"iam/role_missing", "iam/not_assumable"}
	case StartTimeout, NoInstances:
		return union(unnamed, toLayers, []string{"iam/role_missing"})
	case Initialization:
		return initializationRules(m)
	case Unspecified:
		return union(unnamed, toLayers, []string{"network/registry_needs_internet"}, toRepository,
			[]string{"endpoint/s3_policy", "iam/credentials"}, toImage,
			[]string{"image/platform", "image/rate_limited"})
	}
	return refusedRules(words, m)
}

// refusedRules are those of a setting that the API refused.
func refusedRules(words string, m *report.Meaning) []string {
	switch {
	case m.Kind != Refused:
		return nil
	case strings.Contains(words, "repository policy"):
		return []string{"repository/invalid_policy"}
	case strings.Contains(words, "endpoint type"):
		return []string{"endpoint/type"}
	case strings.Contains(words, "private dns"), strings.Contains(words, "privatedns"):
		return []string{"endpoint/private_dns", "network/dns_support_off", "endpoint/type"}
	}
	return nil
}

// connectionRules are those of a call that got no answer.
func connectionRules(words string, m *report.Meaning) []string {
	inside := m.Facts.AddressKind == privateAddress ||
		m.Facts.AddressKind == oddAddress && amazonCall(m.Call)
	public := m.Facts.AddressKind == publicAddress || m.Facts.AddressKind == oddAddress
	passed := []string{"endpoint/private_dns", "endpoint/missing", "endpoint/region", "endpoint/type"}
	switch {
	case m.Call == Layers:
		return toLayers
	case m.Call == Fetch:
		return union([]string{"network/registry_needs_internet"}, toInternet, toNames[:2])
	case inside:
		return toEndpoint
	case public:
		return union(toInternet, passed)
	case m.Call == "" && strings.Contains(words, "secrets or registry auth"):
		return union(unnamed, []string{"iam/credentials"})
	case m.Call == Credentials:
		return union(unnamed, []string{"iam/credentials"})
	case m.Call == "" && !strings.Contains(words, "ecr"):
		return union(unnamed, []string{"network/s3_egress_blocked", "endpoint/route_table"},
			[]string{"network/registry_needs_internet"})
	case m.Call == Manifest || m.Call == "":
		return union(unnamed, []string{"network/s3_egress_blocked", "endpoint/route_table"})
	}
	return unnamed
}

// deniedRules are those of a call that was refused.
func deniedRules(words string, m *report.Meaning) []string {
	first := blamedRules(m)
	switch m.Call {
	case Authorize:
		return union(first, toLogin)
	case Layers:
		return union([]string{
			"endpoint/s3_policy", "endpoint/policy", "iam/not_allowed", "repository/expires_images",
			"repository/not_shared", "repository/denied", "repository/invalid_policy",
		})
	case Credentials:
		return []string{"iam/credentials", "iam/role_missing"}
	case Secrets, Parameters, EnvironmentFiles, Logs:
		return []string{"iam/credentials"}
	case Fetch:
		return []string{
			"iam/credentials", "image/not_found", "image/invalid_reference", "image/rate_limited",
			"image/wrong_registry", "endpoint/s3_policy",
		}
	}
	if caller := accountOf(m.Facts.Role); caller != "" && m.Facts.Account != "" &&
		caller != m.Facts.Account {
		first = union(first, []string{"repository/not_shared", "repository/denied"})
	}
	if m.Facts.Registry == "" && strings.Contains(words, "pull access denied") &&
		!strings.Contains(words, "ecr") {
		return union([]string{"image/not_found", "image/invalid_reference", "iam/credentials"},
			toRepository)
	}
	return union(first, toRepository)
}

// blamedRules are those of the policy that AWS itself names.
func blamedRules(m *report.Meaning) []string {
	switch {
	case m.Facts.Policy == "endpoint":
		return []string{"endpoint/policy"}
	case m.Facts.Policy == "boundary", m.Facts.Policy == "identity" && m.Facts.Denied:
		return []string{"iam/denied"}
	case m.Facts.Policy == "organization":
		return []string{"iam/denied"}
	case m.Facts.Policy == "resource" && m.Facts.Denied:
		return []string{"repository/denied"}
	case m.Facts.Policy == "resource":
		return []string{"repository/not_shared", "repository/denied", "repository/invalid_policy"}
	case m.Facts.Policy == "identity":
		return []string{"iam/not_allowed"}
	}
	return nil
}

// loginRules are those of a call without a login.
func loginRules(m *report.Meaning) []string {
	if m.Call == Fetch || m.Call == Credentials {
		return []string{"iam/credentials", "image/rate_limited", "image/invalid_reference"}
	}
	return union(
		[]string{"iam/not_allowed", "iam/role_missing", "iam/not_assumable", "iam/denied"},
		[]string{"endpoint/missing", "endpoint/policy", "image/wrong_registry"},
		[]string{"iam/injected_sidecar", "iam/credentials"},
		unnamed,
	)
}

// absentRules are those of a call for something that is not there.
func absentRules(words string, m *report.Meaning) []string {
	switch {
	case Neighbour(m.Call):
		return []string{}
	case strings.Contains(words, "@sha256:") || strings.Contains(words, "digest") ||
		strings.Contains(words, "no longer available"):
		return union([]string{"repository/expires_images"}, toImage)
	case m.Call == Fetch:
		return []string{"image/wrong_registry", "image/not_found", "image/invalid_reference"}
	}
	return toImage
}

// initializationRules are those of a login or a request for secrets that failed for no said reason.
func initializationRules(m *report.Meaning) []string {
	switch m.Call {
	case Secrets, Parameters, EnvironmentFiles, Logs:
		return union(unnamed, []string{"iam/credentials"})
	case Credentials:
		return union([]string{"iam/credentials"}, unnamed)
	}
	return union(unnamed, toLogin, []string{"iam/credentials", "iam/not_assumable"})
}

// accountOf is the account of an ARN.
func accountOf(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || !isAccount(parts[4]) {
		return ""
	}
	return parts[4]
}

// union joins lists, each rule at its first place.
func union(lists ...[]string) []string {
	all := []string{}
	for _, list := range lists {
		for _, rule := range list {
			if !slices.Contains(all, rule) {
				all = append(all, rule)
			}
		}
	}
	return all
}
