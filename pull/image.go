package pull

import (
	_ "crypto/sha256" // the algorithm of image digests; without it every digest is refused
	"net/netip"
	"regexp"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// The registries.
const (
	registryECR     = "ecr"
	registryPublic  = "ecr-public"
	registryDocker  = "docker-hub"
	registryOther   = "other"
	registryUnknown = "unknown"
)

// hole stands for an unknown part of an image in the expressions below.
const hole = "\x00"

// ecrHost is a host of Amazon ECR.
// https://github.com/awslabs/amazon-ecr-credential-helper/blob/main/ecr-login/api/client.go
var ecrHost = regexp.MustCompile(`^(\d{12}|\x00+)\.dkr([.\-])ecr(-fips)?\.` +
	`([a-zA-Z0-9\x00][a-zA-Z0-9\-_\x00]*)\.(amazonaws\.(?:com(?:\.cn)?|eu)|` +
	`on\.(?:aws|amazonwebservices\.(?:com\.cn|eu))|sc2s\.sgov\.gov|c2s\.ic\.gov|cloud\.adc-e\.uk|` +
	`csp\.hci\.ic\.gov|\x00+)$`)

// ecrLike is a host that is meant to be one of Amazon ECR.
var ecrLike = regexp.MustCompile(`(?i)^[0-9a-z_\-\x00]*\.?(dkr[.\-]ecr(-fips)?|ecr)\.` +
	`[a-z0-9_\-\x00]+\.(amazonaws|amazon|aws|on\.aws)(\.|$)`)

// regionName is the name of a region.
var regionName = regexp.MustCompile(`^[a-z]{2,}(-[a-z]+)+-\d+$`)

// partitions are the partitions by DNS suffix; the first one is for every region that no other
// names. https://docs.aws.amazon.com/general/latest/gr/rande.html
var partitions = []struct{ name, prefix, suffix, dual string }{
	{"aws-cn", "cn-", "amazonaws.com.cn", "on.amazonwebservices.com.cn"},
	{"aws-us-gov", "us-gov-", "amazonaws.com", "on.aws"},
	{"aws-eusc", "eusc-", "amazonaws.eu", "on.amazonwebservices.eu"},
	{"aws-iso-b", "us-isob-", "sc2s.sgov.gov", ""},
	{"aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", ""},
	{"aws-iso-f", "us-isof-", "csp.hci.ic.gov", ""},
	{"aws-iso", "us-iso-", "c2s.ic.gov", ""},
	{"aws", "", "amazonaws.com", "on.aws"},
}

// partitionOf returns the partition of a region and its DNS suffix.
func partitionOf(region string) (name, suffix string) {
	for _, p := range partitions {
		if strings.HasPrefix(region, p.prefix) {
			return p.name, p.suffix
		}
	}
	return "aws", "amazonaws.com"
}

// imageFact is what an image reference says.
type imageFact struct {
	Image
	// text is the reference with tokens, references written out.
	text     string
	registry string
	// problem names what is wrong with it, in a word of the list in problems.
	problem string
	why     []parser.Origin
	// private says that the host may be inside somebody's own network.
	private bool
	port    int
}

// readImage reads an image reference, which may hold tokens.
func (c *cutter) readImage(v graph.Value[string], site graph.Site) imageFact {
	f := imageFact{registry: registryUnknown, port: 443}
	f.Site, f.Valid = site, Open
	if !v.Known() {
		f.Valid, f.why = Unknown, pointers([]*parser.Origin{v.Why})
		return f
	}
	f.text = c.origins.Expand(v.V)
	f.problem = literalProblem(f.text)
	if f.problem != "" {
		f.Valid = Closed
		return f
	}
	name, tag, digest := cutImage(f.text)
	f.Tag, f.Digest = tag, digest
	host, path := cutHost(name)
	f.place(c, host, path, name)
	return f
}

// cutImage cuts a reference into name, tag and digest.
func cutImage(text string) (name, tag, digest string) {
	name, digest, _ = strings.Cut(text, "@")
	if i := strings.LastIndexByte(name, ':'); i > strings.LastIndexByte(name, '/') {
		name, tag = name[:i], name[i+1:]
	}
	return name, tag, digest
}

// cutHost cuts the host off a name: its first component where that looks like one.
func cutHost(name string) (host, path string) {
	first, rest, found := strings.Cut(name, "/")
	if !found || !strings.ContainsAny(first, ".:") && first != "localhost" &&
		!strings.ContainsRune(first, parser.TokenStart) && strings.ToLower(first) == first {
		return "", name
	}
	return first, rest
}

// blank writes every token as the stand-in.
func blank(s, standIn string) string {
	if !parser.Holed(s) {
		return s
	}
	var b strings.Builder
	for _, part := range parser.Parts(s) {
		if part.Hole {
			b.WriteString(standIn)
		} else {
			b.WriteString(part.Text)
		}
	}
	return b.String()
}

// place decides which registry the reference names.
func (f *imageFact) place(c *cutter, host, path, name string) {
	flat := blank(host, hole)
	switch {
	case host == "" && strings.HasPrefix(name, string(parser.TokenStart)),
		flat != "" && strings.Trim(flat, hole) == "":
		f.Valid, f.why = Unknown, c.origins.In(name)
		f.Repository = path
		return
	case host == "":
		f.hub(path)
	case ecrHost.MatchString(flat):
		f.private12(host, path)
	case flat == "public.ecr.aws" || flat == "ecr-public.aws.com":
		f.registry, f.Host, f.Repository = registryPublic, host, path
	case flat == "docker.io" || flat == "index.docker.io" || flat == "registry-1.docker.io":
		f.hub(path)
	case ecrLike.MatchString(flat):
		f.Host, f.problem = host, hostProblem(flat)
	case strings.Contains(flat, hole) && !publicHost(flat):
		f.Valid, f.why = Unknown, c.origins.In(host)
		f.Host, f.Repository = host, path
		return
	default:
		f.other(host, path)
	}
	if f.problem == "" {
		f.problem = f.grammar()
	}
	if f.problem != "" {
		f.Valid = Closed
	}
}

// hub is a reference to Docker Hub.
func (f *imageFact) hub(path string) {
	f.registry, f.Host, f.Repository = registryDocker, "registry-1.docker.io", path
	if !strings.Contains(path, "/") {
		f.Repository = "library/" + path
	}
}

// private12 is a reference to Amazon ECR.
func (f *imageFact) private12(host, path string) {
	f.registry, f.Host, f.Repository = registryECR, host, path
	flat := ecrHost.FindStringSubmatch(blank(host, hole))
	account, rest, _ := strings.Cut(host, ".dkr")
	f.Account = account
	f.Form = "ipv4"
	if flat[2] == "-" {
		f.Form = "dualstack"
	}
	if flat[3] != "" {
		f.Form = strings.TrimPrefix(f.Form+"-fips", "ipv4-")
	}
	_, rest, _ = strings.Cut(rest, "ecr")
	_, rest, _ = strings.Cut(rest, ".")
	f.Region = regionOf(rest, flat[4])
	f.Partition, _ = partitionOf(f.Region)
	if !strings.Contains(flat[4], hole) {
		f.problem = regionProblem(flat[4], flat[5], flat[2] == "-")
	}
}

// regionOf takes the region off the rest of a host, whose flat form has it as the pattern says.
func regionOf(rest, flat string) string {
	if !strings.Contains(flat, hole) {
		return flat
	}
	region, _, _ := strings.Cut(rest, ".")
	return region
}

// regionProblem says what is wrong with a region and its DNS suffix.
func regionProblem(region, suffix string, dual bool) string {
	if !regionName.MatchString(region) {
		return "region"
	}
	for _, p := range partitions {
		if strings.HasPrefix(region, p.prefix) {
			wanted := p.suffix
			if dual {
				wanted = p.dual
			}
			if wanted != "" && suffix != wanted && !strings.Contains(suffix, hole) {
				return "suffix"
			}
			return ""
		}
	}
	return ""
}

// other is a reference to a registry of somebody else's.
func (f *imageFact) other(host, path string) {
	f.registry, f.Host, f.Repository = registryOther, host, path
	name, port, found := strings.Cut(host, ":")
	if found {
		f.port = 0
		for _, r := range port {
			if r < '0' || r > '9' || f.port > 65535 {
				f.port = 443
				break
			}
			f.port = f.port*10 + int(r-'0')
		}
	}
	_, err := netip.ParseAddr(name)
	f.private = err == nil || !publicHost(name)
}

// publicHosts are registries that everybody reaches by the internet alone.
var publicHosts = []string{
	"docker.io", "ghcr.io", "quay.io", "gcr.io", "pkg.dev", "registry.k8s.io", "mcr.microsoft.com",
	"registry.gitlab.com", "nvcr.io", "docker.elastic.co", "cgr.dev", "lscr.io", "public.ecr.aws",
	"registry.access.redhat.com", "registry.redhat.io", "registry.terraform.io", "gitea.com",
	"docker.n8n.io", "container-registry.oracle.com", "codeberg.org", "docker.pkg.github.com",
	"azurecr.io", "registry.digitalocean.com", "registry.opensource.zalan.do", "xpkg.upbound.io",
}

// publicHost reports whether a host is one of those, or below one.
func publicHost(host string) bool {
	for _, public := range publicHosts {
		if host == public || strings.HasSuffix(host, "."+public) {
			return true
		}
	}
	return false
}
