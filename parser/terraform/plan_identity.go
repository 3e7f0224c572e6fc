package terraform

import (
	"regexp"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// planIdentity is the identity that a text is; shared if it is that of several.
type planIdentity struct {
	address, attr string
	rank          int
	shared        bool
}

// madeUp are identities that AWS makes up, so that the text alone says what is meant: those of
// Amazon EC2 and of the resolver (rslvr-rr-0123456789abcdef0), hosted zones, ARNs, addresses of
// repositories, and the policies, units and roots of an organization. Sources:
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
// https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_Policy.html
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html
var madeUp = regexp.MustCompile(`^(([a-z_]{1,60}|rslvr-[a-z]{1,10}|tgw-[a-z]{1,10}|vpce-svc)` +
	`-[0-9a-f]{8}([0-9a-f]{9})?|Z[0-9A-Z]{8,31}|arn:aws[a-z-]*:.+|[0-9]{12}\.dkr\.ecr\..+` +
	`|p-[0-9a-zA-Z_]{8,128}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32})$`)

// identities returns what identifies the resources by its text. An id of a resource goes before its
// other identities, a managed one before one that is only read.
func (p *Plan) identities() map[string]planIdentity {
	found := map[string]planIdentity{}
	for _, one := range p.instances {
		schema := schemaOf(planSchemaName(one))
		if schema == nil {
			continue
		}
		for name, v := range one.values {
			text, ok := v.(string)
			if !ok || !madeUp.MatchString(text) || !ownIdentity(schema, name) ||
				!identities[name] && name != interfaceOfHost ||
				name == "id" && namedBy[one.typ] != "" {
				continue
			}
			identity := planIdentity{address: one.address(), attr: name, rank: identityRank(one, name)}
			if old, taken := found[text]; taken {
				identity = identity.or(old)
			}
			found[text] = identity
		}
	}
	return found
}

// or returns which of two identities with the same text is meant by it.
func (i planIdentity) or(old planIdentity) planIdentity {
	switch {
	case i.rank != old.rank:
		if i.rank < old.rank {
			return i
		}
	case i.address == old.address:
		if i.attr < old.attr {
			return i
		}
	case i.rank >= dataRank: // both read the same
		if i.address < old.address {
			return i
		}
	default:
		old.shared = true
	}
	return old
}

// dataRank is added to the rank of what is only read.
const dataRank = 3

func planSchemaName(one *planned) string {
	if one.mode == "data" {
		return "data." + one.typ
	}
	return one.typ
}

// ownIdentity reports whether an attribute is made up by AWS for the resource itself.
func ownIdentity(schema *blockSchema, name string) bool {
	attr, ok := schema.attrs[name]
	return ok && attr.computed && (!attr.argument || name == "id")
}

func identityRank(one *planned, name string) int {
	rank := 2
	switch name {
	case "id":
		rank = 0
	case "arn":
		rank = 1
	}
	if one.mode == "data" {
		rank += dataRank
	}
	return rank
}

// identifies reports whether an attribute is an identity that AWS made up for the resource, so that
// a token stands for it.
func (p *planRoot) identifies(r *resourceInstance, a planAttr, v any) bool {
	text, ok := v.(string)
	if !ok || text == "" || !identities[a.name] || r.schema == nil || !ownIdentity(r.schema, a.name) {
		return false
	}
	return a.name == "id" || a.name == "arn" || madeUp.MatchString(text)
}

// identity returns the token that stands for an identity of a resource. An identity that another
// one has first (a table that is the main table of its network) is that one's.
func (p *planRoot) identity(r *resourceInstance, name, text string) cty.Value {
	known, ok := p.real[text]
	if ok && !known.shared && known.attr == "id" && known.address != r.address && name != "id" {
		return cty.StringVal(p.token(known, text))
	}
	return cty.StringVal(r.token(name, shapeOf(text)))
}

// shapeOf is the shape of an identity: an id that is made up has none, as it is replaced wherever
// it is written.
func shapeOf(text string) string {
	if madeUp.MatchString(text) && !strings.ContainsAny(text, ":.") {
		return ""
	}
	return text
}

func (p *planRoot) token(identity planIdentity, text string) string {
	return p.ev.origins.Token(parser.Origin{
		Kind: parser.Reference, Address: identity.address, Attr: identity.attr, Shape: shapeOf(text),
	})
}

// interfaceOfHost is what routes to an instance name.
const interfaceOfHost = "primary_network_interface_id"

// quoted are the strings of a JSON text that hold no escapes.
var quoted = regexp.MustCompile(`"[^"\\]+"`)

// linked returns the token of the resource that a text is the identity of, or the text; of JSON
// each string is looked at.
func (p *planRoot) linked(r *resourceInstance, text string) string {
	if strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
		return quoted.ReplaceAllStringFunc(text, func(inner string) string {
			return `"` + p.linkedText(r, inner[1:len(inner)-1]) + `"`
		})
	}
	return p.linkedText(r, text)
}

func (p *planRoot) linkedText(r *resourceInstance, text string) string {
	identity, ok := p.real[text]
	if !ok || identity.shared || identity.address == r.address {
		return text
	}
	return p.token(identity, text)
}
