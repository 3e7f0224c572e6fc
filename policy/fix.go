package policy

import (
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/pull"
	"github.com/ecrlint/ecrlint/report"
)

// params are what a rule says of its fix: the kind of the change and what it needs to know.
type params struct {
	Kind       string          `json:"kind"`
	Reason     string          `json:"reason"`
	Direction  string          `json:"direction"`
	Ports      string          `json:"ports"`
	Protocol   string          `json:"protocol"`
	Remote     []string        `json:"remote"`
	Service    string          `json:"service"`
	Region     string          `json:"region"`
	Endpoint   string          `json:"endpoint"`
	Table      string          `json:"table"`
	Role       string          `json:"role"`
	Account    string          `json:"account"`
	Repository string          `json:"repository"`
	Resource   string          `json:"resource"`
	Key        string          `json:"key"`
	Bucket     string          `json:"bucket"`
	Cache      string          `json:"cache"`
	Name       string          `json:"name"`
	Value      any             `json:"value"`
	Statement  any             `json:"statement"`
	Suggestion string          `json:"suggestion"`
	Image      string          `json:"image"`
	VPC        string          `json:"vpc"`
	NAT        string          `json:"nat"`
	Legs       []string        `json:"legs"`
	Groups     []string        `json:"groups"`
	Servers    []string        `json:"servers"`
	Services   []string        `json:"services"`
	Actions    []string        `json:"actions"`
	On         []string        `json:"on"`
	Statements []statementSpec `json:"statements"`
}

// statementSpec is a policy statement: actions on one resource.
type statementSpec struct {
	Actions  []string `json:"actions"`
	Resource string   `json:"resource"`
}

// mending is a fix in the making: where it is applied, and what the rule says of it.
type mending struct {
	params
	pull     *pull.Pull
	bounds   *bounds
	resource string // the resource to change
	module   string // the module or nested stack that it stands in, with what divides behind
	file     string // the file that the fault is in
	rule     report.Rule
	parts    []part // what the fix writes
	// names are those that fixes of other faults give to new policies of the root, with what names
	// them: two such policies of one name would be one.
	names map[string]string
	print string // what tells the fault apart from others
}

// writers hold for each kind of fix what says it.
var writers = map[string]func(*mending) report.Fix{
	"egress":            egressFix,
	"dns_egress":        dnsFix,
	"ingress":           ingressFix,
	"acl":               aclFix,
	"endpoint":          endpointFix,
	"endpoint_subnets":  endpointSubnetsFix,
	"route_table":       routeTableFix,
	"record":            recordFix,
	"zone_name":         zoneNameFix,
	"attribute":         attributeFix,
	"dns_attributes":    dnsAttributesFix,
	"endpoints_or_nat":  endpointsOrNATFix,
	"nat_route":         natRouteFix,
	"public_ip":         publicIPFix,
	"nat":               natFix,
	"attach":            attachFix,
	"bpa":               publicAccessFix,
	"ipv6":              ipv6Fix,
	"private_image":     privateImageFix,
	"image_region":      imageRegionFix,
	"endpoint_policy":   endpointPolicyFix,
	"s3_policy":         layersPolicyFix,
	"role":              roleFix,
	"trust":             trustFix,
	"allow":             allowFix,
	"credentials":       credentialsFix,
	"undeny":            undenyFix,
	"boundary":          boundaryFix,
	"repository_undeny": repositoryUndenyFix,
	"share":             shareFix,
	"repair_policy":     repairPolicyFix,
	"depends_on":        dependsOnFix,
	"lifecycle":         lifecycleFix,
	"push_first":        pushFirstFix,
	"repository_url":    repositoryURLFix,
	"reference":         referenceFix,
}

// newMending is the fix of an element before it is written.
func newMending(p *pull.Pull, b *bounds, one element, rule report.Rule, file string) *mending {
	m := &mending{pull: p, bounds: b, resource: one.Resource, rule: rule, file: file}
	m.module = m.home(one.Resource)
	return m
}

// write writes the tightest change that makes the pull work. A rule gives a sentence, or the kind
// of the change; a rule that gives neither has the sentence of its METADATA.
func (m *mending) write(one element) report.Fix {
	var sentence string
	if json.Unmarshal(one.Fix, &sentence) == nil && sentence != "" {
		return report.Fix{Summary: sentence}
	}
	_ = json.Unmarshal(one.Fix, &m.params) // a fix of another form has no kind
	said := report.Fix{Summary: m.rule.Fix}
	if write := writers[m.Kind]; write != nil {
		said = write(m)
	}
	if said.Summary == "" {
		said.Summary = m.rule.Fix
	}
	return said
}

// finished completes a fix. What stands in a policy in JSON cannot say so itself.
func (m *mending) finished(fix report.Fix) report.Fix {
	if m.template() && m.json() && slices.ContainsFunc(m.parts, func(p part) bool {
		return p.place != ""
	}) {
		fix.Summary += " What is written is one more of its Statement."
	}
	if path.Base(m.file) == unit && fix.Snippet != "" && m.module == m.home(m.resource) {
		fix.Snippet = ""
		fix.Summary += " The module is the source in " + m.file + ": give it inputs there that do " +
			"so, or a module of your own as the source."
	}
	fix.Edits = []report.Edit{}
	return fix
}

// unit is the file of a unit of Terragrunt. What is blamed there is a resource of a module that is
// not at hand: nothing can be written beside it.
const unit = "terragrunt.hcl"

// moduleOf returns the module path of an address with a dot behind it: module.app["eu"]. for
// module.app["eu"].aws_ecs_service.this; in a template the nested stacks, with a slash behind.
func moduleOf(address string) string {
	if colon := strings.IndexByte(address, ':'); colon >= 0 &&
		!strings.Contains(address[:colon], `"`) { // of another root
		return address[:colon+1] + moduleOf(address[colon+1:])
	}
	if i := strings.IndexAny(address, `/.["`); i >= 0 && address[i] == '/' {
		return address[:strings.LastIndexByte(address, '/')+1]
	}
	end, quoted := 0, false
	for i := 0; i < len(address); i++ {
		switch {
		case address[i] == '"':
			quoted = !quoted
		case quoted || address[i] != '.':
		case strings.HasPrefix(address[end:], "module.") && i > end+len("module."):
			end = i + 1
		}
	}
	return address[:end]
}

// handedIn names what a module would be handed of a resource, as modules commonly call it.
func handedIn(address, attribute string) string {
	kind, _, _ := strings.Cut(address, ".")
	kind = strings.TrimPrefix(kind, "aws_")
	if attribute == "prefix_list_id" || attribute == "repository_url" {
		return attribute
	}
	return kind + "_" + strings.ReplaceAll(attribute, "[0]", "")
}

// local returns the address inside its own module, without an instance key: what is edited.
func local(address string) string {
	return address[len(moduleOf(address)):]
}

// label returns the name of the resource block.
func label(address string) string {
	name := keyless(local(address))
	if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
		name = name[dot+1:]
	}
	return name
}

// keyless returns an address inside its module without the key of the instance.
func keyless(address string) string {
	if cut := strings.IndexByte(address, '['); cut >= 0 {
		return address[:cut]
	}
	return address
}
