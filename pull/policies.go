package pull

import (
	"strconv"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/iam"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
)

// binding replaces the tokens of an account and region that nothing pins by those of the image.
type binding struct{ account, region, accountIs, regionIs string }

// apply replaces the tokens in a text.
func (b binding) apply(s string) string {
	if b.account != "" {
		s = strings.ReplaceAll(s, b.account, b.accountIs)
	}
	if b.region != "" {
		s = strings.ReplaceAll(s, b.region, b.regionIs)
	}
	return s
}

// bind finds the binding of a pull.
func (c *cutter) bind(p *Pull) binding {
	var b binding
	if p.Registry != registryECR || amazonOwned[p.fact.Account] {
		return b
	}
	home := p.Workload.Home
	if home.Account != p.fact.Account && c.unpinned(home.Account) {
		b.account, b.accountIs = home.Account, p.fact.Account
	}
	if home.Region != p.fact.Region && c.unpinned(home.Region) {
		b.region, b.regionIs = home.Region, p.fact.Region
	}
	return b
}

// parsedPolicy is a policy document as far as it can be read.
type parsedPolicy struct {
	doc *iam.Document
	why []parser.Origin
}

// parse reads a policy document.
func (c *cutter) parse(policy graph.Policy, b binding) parsedPolicy {
	if !policy.Text.Known() {
		return parsedPolicy{why: pointers([]*parser.Origin{policy.Text.Why})}
	}
	text := b.apply(c.expand(policy.Text.V))
	key := policy.Name + "\x00" + text
	if old, ok := c.parsed[key]; ok {
		return old
	}
	var out parsedPolicy
	doc, err := iam.Parse(policy.Name, text)
	if err != nil {
		out.why = []parser.Origin{{What: "policy " + c.text(policy.Name), Why: "it cannot be read"}}
	} else {
		out.doc = doc
	}
	c.parsed[key] = out
	return out
}

// evaluator asks iam.Evaluate or iam.EvaluateResource.
type evaluator func([]*iam.Document, iam.Request) iam.Decision

// decide asks policies; those that may or may not be attached and those that cannot be seen leave
// what they could change unknown.
func (c *cutter) decide(ask evaluator, policies []graph.Policy, unseen []*parser.Origin,
	req iam.Request, b binding,
) (iam.Decision, []parser.Origin) {
	why := pointers(unseen)
	var certain []*iam.Document
	var maybe []*iam.Document
	for _, policy := range policies {
		parsed := c.parse(policy, b)
		switch {
		case parsed.doc == nil:
			why = merge(why, parsed.why)
		case policy.Maybe != nil:
			maybe = append(maybe, parsed.doc)
		default:
			certain = append(certain, parsed.doc)
		}
	}
	d := ask(certain, req)
	if len(maybe) > 0 {
		more := ask(maybe, req)
		changed := more.Allowed != iam.False && d.Allowed == iam.False ||
			more.Denied != iam.False && d.Denied == iam.False
		if more.Allowed != iam.False {
			d.Allowed = d.Allowed.Or(iam.Unknown)
		}
		if more.Denied != iam.False {
			d.Denied = d.Denied.Or(iam.Unknown)
			d.Denies = append(d.Denies, more.Denies...)
		}
		d.Allows = append(d.Allows, doubtful(more.Allows)...)
		if changed {
			for _, policy := range policies {
				why = merge(why, pointers([]*parser.Origin{policy.Maybe}))
			}
		}
	}
	if len(why) > 0 && len(maybe) == 0 || hasUnseen(policies, unseen, c, b) {
		d.Allowed = d.Allowed.Or(iam.Unknown)
		d.Denied = d.Denied.Or(iam.Unknown)
	}
	return d, why
}

// hasUnseen reports whether some document cannot be seen.
func hasUnseen(policies []graph.Policy, unseen []*parser.Origin, c *cutter, b binding) bool {
	if len(unseen) > 0 {
		return true
	}
	for _, policy := range policies {
		if c.parse(policy, b).doc == nil {
			return true
		}
	}
	return false
}

// doubtful marks matches as uncertain.
func doubtful(matches []iam.Match) []iam.Match {
	out := make([]iam.Match, len(matches))
	for i, m := range matches {
		m.State = iam.Unknown
		out[i] = m
	}
	return out
}

// reasons says what left matches uncertain.
func (c *cutter) reasons(matches []iam.Match) []parser.Origin {
	var why []parser.Origin
	for _, m := range matches {
		for _, doubt := range m.Doubts {
			why = merge(why, []parser.Origin{c.reason(doubt)})
		}
	}
	return why
}

// reason is the origin of one doubt.
func (c *cutter) reason(d iam.Doubt) parser.Origin {
	if d.IsHole {
		if o, ok := c.origins.Whole(parser.TokenOf(d.Hole)); ok {
			return o
		}
	}
	return parser.Origin{
		What: "condition key " + d.Key, Why: "its value in the request is not in view",
	}
}

// route is the network that a call comes through, for conditions.
type through struct {
	known    bool
	endpoint *graph.Endpoint
	// outside says that the call does not come through the VPC's endpoints at all.
	outside bool
}

// context holds the condition keys of a call.
func (c *cutter) context(region string, via through, b binding) map[string][]string {
	keys := map[string][]string{
		"aws:securetransport":        {"true"},
		"aws:requestedregion":        {b.apply(region)},
		"aws:viaawsservice":          {"false"},
		"aws:calledvia":              {},
		"aws:calledviafirst":         {},
		"aws:calledvialast":          {},
		"aws:sourceaccount":          {},
		"aws:sourcearn":              {},
		"aws:multifactorauthpresent": {},
	}
	switch {
	case !via.known:
	case via.endpoint != nil:
		keys["aws:sourceip"] = []string{}
		if id := identity(via.endpoint.Node); id != "" {
			keys["aws:sourcevpce"] = []string{id}
		}
		if vpc := via.endpoint.VPC.To; vpc != nil && identity(vpc.Node) != "" {
			keys["aws:sourcevpc"] = []string{identity(vpc.Node)}
		}
	case via.outside:
		keys["aws:sourcevpce"], keys["aws:sourcevpc"] = []string{}, []string{}
		keys["aws:vpcsourceip"] = []string{}
	}
	return keys
}

// identity is the id of a node as policies write it: the token of its reference.
func identity(n graph.Node) string {
	if n.Resource == nil || n.Resource.Attrs.IsNull() || !n.Resource.Attrs.Type().IsObjectType() ||
		!n.Resource.Attrs.Type().HasAttribute("id") {
		return ""
	}
	id, _ := n.Resource.Attrs.GetAttr("id").Unmark()
	if !id.IsKnown() || id.IsNull() || id.Type() != cty.String {
		return ""
	}
	return id.AsString()
}

// unique reports whether a hole is the identity of one resource.
func (c *cutter) unique(hole int) bool {
	o, ok := c.origins.Whole(parser.TokenOf(hole))
	return ok && o.Kind == parser.Reference
}

// need is what one leg needs: actions on a resource.
type need struct {
	leg      LegName
	actions  []string
	resource string
	region   string
}

// needs are what a pull needs of the role. GetAuthorizationToken has no resource.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_ECS.html
func (c *cutter) needs(p *Pull) []need {
	if p.Registry != registryECR || p.fact.Valid == Closed {
		return nil
	}
	return []need{
		{Authorize, []string{"ecr:GetAuthorizationToken"}, "*", p.fact.Region},
		{
			Manifest,
			[]string{"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"},
			p.repositoryARN(), p.fact.Region,
		},
	}
}

// repositoryARN is the ARN of the image's repository; it may hold tokens.
func (p *Pull) repositoryARN() string {
	partition := p.fact.Partition
	if partition == "" {
		partition = "aws"
	}
	return "arn:" + partition + ":ecr:" + p.fact.Region + ":" + p.fact.Account + ":repository/" +
		p.fact.Repository
}

// roleARN is the role's ARN; a token for a role that cannot be seen.
func (c *cutter) roleARN(link graph.Link[graph.Role], b binding) string {
	if link.To != nil {
		return b.apply(c.expand(link.To.ARN))
	}
	if strings.HasPrefix(link.Text, "arn:") {
		return b.apply(c.expand(link.Text))
	}
	if link.Why != nil {
		return c.origins.Token(*link.Why)
	}
	return c.origins.Token(parser.Origin{What: "role of the pull", Why: "it is not in view"})
}

// request is a call by a role.
func (c *cutter) request(p *Pull, link graph.Link[graph.Role], action string, n need, via through,
	b binding,
) iam.Request {
	account := b.apply(p.Workload.Home.Account)
	bounded := false
	if link.To != nil {
		if link.To.Account != "" {
			account = b.apply(link.To.Account)
		}
		bounded = link.To.Boundary.Text.Given || link.To.Boundary.Text.Why != nil
	}
	return iam.Request{
		Identity: iam.Identity{ARN: c.roleARN(link, b), Account: account, Bounded: bounded},
		Action:   action, Resource: b.apply(n.resource), Context: c.context(n.region, via, b),
		Unique: c.unique,
	}
}

// statementName names a statement by its Sid, or its position.
func statementName(s iam.Statement) string {
	if s.Sid != "" {
		return s.Sid
	}
	return "statement " + strconv.Itoa(s.Index+1)
}

// triState turns a three-valued truth into the state of a gate.
func triState(t iam.Tri) State {
	switch t {
	case iam.True:
		return Open
	case iam.False:
		return Closed
	default:
		return Unknown
	}
}
