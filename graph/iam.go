package graph

import (
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// policyReaders read customer-managed policies, and data sources that name AWS-managed ones.
var policyReaders = []reader{
	node("aws_iam_policy", (*builder).declarePolicy, nil),
	node("data.aws_iam_policy", (*builder).declareReadPolicy, nil),

	node("AWS::IAM::ManagedPolicy", (*builder).declarePolicy, (*builder).linkPolicy).
		spelled(spelling{"name": "ManagedPolicyName", "policy": "PolicyDocument"}),
}

// managedPolicy is a managed policy: a customer's resource, or AWS's own.
type managedPolicy struct {
	Node
	policy Policy
	arn    string
	aws    bool
}

// accessState is what is gathered about roles before it can be concluded from.
type accessState struct {
	roles   []*roleState
	ofRole  map[*Role]*roleState
	managed map[string]*managedPolicy // AWS's own, by ARN
	lost    []lostPolicy
}

// roleState is a role with what is said to be attached to it.
type roleState struct {
	*Role
	attached []attachment
	// inlineOnly and managedOnly: the role itself lists all of its policies of that style.
	inlineOnly, managedOnly bool
	// kept lists what an exclusive resource leaves in place.
	keptInline, keptManaged *exclusive
}

// attachment is one policy that a resource attaches.
type attachment struct {
	by      *parser.Resource
	policy  Policy
	managed bool
	own     bool   // by the role itself
	key     string // the inline policy's name, or the managed policy's ARN
}

// exclusive is the list of an exclusive resource.
type exclusive struct {
	keys List[Value[string]]
	by   *parser.Resource
}

// lostPolicy is an attachment to a role that is not known, with what is known of its name.
type lostPolicy struct {
	why  *parser.Origin
	role string
}

// ownText is a name or ARN of the resource's own: as written, or a token where AWS makes it up.
func (b *builder) ownText(o block, attr string) string {
	if value := o.holed(attr, ""); value.V != "" {
		return value.V
	}
	if d := o.get(attr); !d.known && d.why != nil && d.why.Address == "" {
		return b.origins.Token(*d.why)
	}
	if parts, ok := parseARN(o.holed("arn", "").V); ok && attr == "name" {
		return parts.resource[strings.LastIndexAny(parts.resource, "/:")+1:]
	}
	if b.cloudFormation {
		token, origin := b.ref(o.res.Address)
		if _, whole := parseARN(origin.Shape); !whole {
			return b.origins.Expand(token)
		}
	}
	token := b.origins.Token(parser.Origin{
		Kind: parser.Reference, Address: o.res.Address, Attr: o.label(attr),
	})
	return o.holed(attr+"_prefix", "").V + token
}

// ownARN is the resource's ARN: what the language says it is, or the one made of its parts.
func (b *builder) ownARN(o block, made string) string {
	if value := o.holed("arn", ""); value.V != "" && value.Why == nil {
		if _, ok := parseARN(value.V); ok {
			return value.V
		}
	}
	if !b.cloudFormation {
		return made
	}
	for _, attr := range []string{"Arn", "Ref"} {
		if token, origin, ok := b.reference(o.res.Address, attr); ok {
			if _, ok := parseARN(origin.Shape); ok {
				return b.origins.Expand(token)
			}
		}
	}
	return made
}

// iamARN makes an ARN of IAM: arn:PARTITION:iam::ACCOUNT:KIND/PATH/NAME.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
func (b *builder) iamARN(o block, kind, label string) string {
	home := o.res.Provider
	path := o.holed("path", "/").V
	if path == "" {
		path = "/"
	}
	return b.ownARN(o, "arn:"+home.Partition+":iam::"+home.Account+":"+kind+path+label)
}

func (b *builder) declarePolicy(o block) *managedPolicy {
	label := b.ownText(o, "name")
	p := &managedPolicy{Node: b.node(o.res), policy: b.policy(o, "policy", o.res.Address)}
	p.arn = b.iamARN(o, "policy", label)
	b.register(kindPolicy, label, p)
	return p
}

// declareReadPolicy reads a data source that names a policy of AWS's own or one declared here.
func (b *builder) declareReadPolicy(o block) *managedPolicy {
	if text := o.text("arn", ""); text.Known() && text.V != "" {
		return b.awsPolicy(text.V)
	}
	text := o.text("name", "")
	if !text.Known() || text.V == "" {
		return nil
	}
	for _, path := range []string{"", "service-role/", "job-function/", "aws-service-role/"} {
		if p := b.awsPolicy("arn:aws:iam::aws:policy/" + path + text.V); p != nil {
			return p
		}
	}
	return called(b, kindPolicy, ref{text: text.V, from: o.res}, (*managedPolicy).base)
}

func (p *managedPolicy) base() *Node { return &p.Node }

// awsPolicy returns an AWS-managed policy by its ARN.
func (b *builder) awsPolicy(text string) *managedPolicy {
	parts, ok := parseARN(text)
	if !ok || parts.service != "iam" || parts.account != "aws" || b.ManagedPolicy == nil {
		return nil
	}
	canonical := "arn:aws:iam::aws:" + parts.resource
	if p, ok := b.access.managed[canonical]; ok {
		return p
	}
	var p *managedPolicy
	if document, ok := b.ManagedPolicy(canonical); ok {
		label := lastSegment(parts.resource, "/")
		p = &managedPolicy{Node: Node{ID: canonical}, arn: canonical, aws: true}
		p.policy = Policy{Name: label, Text: Value[string]{V: document, Given: true}}
	}
	b.access.managed[canonical] = p
	return p
}

// findPolicy finds a managed policy by its identity or ARN.
func findPolicy(b *builder, r ref) *managedPolicy {
	if p := at[managedPolicy](b, r.address); p != nil {
		return p
	}
	parts, ok := parseARN(r.text)
	if !ok || parts.service != "iam" {
		return nil
	}
	if parts.account == "aws" {
		return b.awsPolicy(r.text)
	}
	r.text = lastSegment(parts.resource, "/")
	p := called(b, kindPolicy, r, (*managedPolicy).base)
	if p == nil || !mayEqual(p.Home.Account, parts.account) {
		return nil
	}
	return p
}
