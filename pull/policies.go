package pull

import (
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/iam"
	"github.com/ecrlint/ecrlint/parser"
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

// reads is policies as far as they can be read.
type reads struct {
	certain, maybe []*iam.Document
	// unseen says why some documents cannot be seen, attached why some may not be attached.
	unseen, attached []parser.Origin
}

// read reads policies.
func (c *cutter) read(policies []graph.Policy, b binding) reads {
	var r reads
	for _, policy := range policies {
		parsed := c.parse(policy, b)
		switch {
		case parsed.doc == nil:
			r.unseen = merge(r.unseen, parsed.why)
		case policy.Maybe != nil:
			r.maybe = append(r.maybe, parsed.doc)
			r.attached = merge(r.attached, pointers([]*parser.Origin{policy.Maybe}))
		default:
			r.certain = append(r.certain, parsed.doc)
		}
	}
	return r
}

// decide asks policies; those that may or may not be attached and those that cannot be seen leave
// what they could change unknown.
func (c *cutter) decide(ask evaluator, policies []graph.Policy, unseen []*parser.Origin,
	req iam.Request, b binding,
) (iam.Decision, []parser.Origin) {
	r := c.read(policies, b)
	d := ask(r.certain, req)
	why := merge(pointers(unseen), r.unseen)
	if len(r.maybe) > 0 && weigh(&d, ask(r.maybe, req)) {
		why = merge(why, r.attached)
	}
	if len(unseen) > 0 || len(r.unseen) > 0 {
		d.Allowed = d.Allowed.Or(iam.Unknown)
		d.Denied = d.Denied.Or(iam.Unknown)
	}
	return d, why
}

// weigh adds what documents say that may not be attached, and reports whether it matters.
func weigh(d *iam.Decision, more iam.Decision) bool {
	matters := more.Allowed != iam.False && d.Allowed == iam.False ||
		more.Denied != iam.False && d.Denied == iam.False
	if more.Allowed != iam.False {
		d.Allowed = d.Allowed.Or(iam.Unknown)
		d.Allows = append(d.Allows, doubtful(more.Allows)...)
	}
	if more.Denied != iam.False {
		d.Denied = d.Denied.Or(iam.Unknown)
		d.Denies = append(d.Denies, doubtful(more.Denies)...)
	}
	return matters
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
