package pull

import (
	"strconv"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/iam"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
)

// through is the network that a call comes through, for conditions.
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
	if n.Self != "" {
		return n.Self
	}
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
		p.repositoryName()
}

// repositoryName is the name of the image's repository as policies see it. Two repositories of one
// registry have two names: where the same is unknown of both, policies need not name this one.
func (p *Pull) repositoryName() string {
	r := p.Image.Declared
	if r == nil || r.Read || r.Maybe != nil || !parser.Holed(r.Name.V) {
		return p.fact.Repository
	}
	for _, other := range p.Graph.Repositories {
		if other != r && other.ARN == r.ARN && !other.Read && other.Maybe == nil {
			return p.shared.origins.Token(parser.Origin{
				What: "name of " + r.ID, Why: "is no better known than that of " + other.ID,
			})
		}
	}
	return p.fact.Repository
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
	keys := c.context(n.region, via, b)
	if id := c.organization(account); id != "" {
		keys["aws:principalorgid"] = []string{id}
	}
	return iam.Request{
		Identity: iam.Identity{ARN: c.roleARN(link, b), Account: account, Bounded: bounded},
		Action:   action, Resource: b.apply(n.resource), Context: keys,
		Unique: c.unique, Form: c.form,
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
