package iam

import (
	"regexp"
	"strings"
)

// principals reads a Principal or NotPrincipal element; nil when it is absent.
func principals(n *node) *Principals {
	if n == nil || n.kind == nodeNull {
		return nil
	}
	p := &Principals{}
	switch n.kind {
	case nodeHole:
		p.Holes = n.holes
	case nodeObject:
		p.Holes = openHoles(n)
		for _, m := range n.last() {
			p.add(m.key, texts(m.value))
		}
	default:
		for _, text := range texts(n) {
			if text == "*" {
				p.Any = true
				continue
			}
			p.Holes = append(p.Holes, holesIn(text)...)
			p.AWS = append(p.AWS, text)
		}
	}
	return p
}

func (p *Principals) add(kind string, names []string) {
	switch {
	case strings.EqualFold(kind, "AWS"):
		for _, name := range names {
			if name == "*" {
				p.Any = true
				continue
			}
			p.AWS = append(p.AWS, name)
		}
	case strings.EqualFold(kind, "Service"):
		p.Service = append(p.Service, names...)
	case strings.EqualFold(kind, "Federated"):
		p.Federated = append(p.Federated, names...)
	case strings.EqualFold(kind, "CanonicalUser"):
		p.Canonical = append(p.Canonical, names...)
	}
}

// granted is a match of a principal element with the strongest way in which it speaks to the
// caller for certain, and a stronger one in which it may.
type granted struct {
	answer
	grant, perhaps Grant
}

// strength orders the grants: a stronger one needs less beside it.
var strength = map[Grant]int{
	"": 0, GrantAccount: 1, GrantRole: 2, GrantSession: 3, GrantService: 4, GrantEveryone: 5,
}

// join adds another way to match.
func (g granted) join(other granted) granted {
	joined := granted{answer: g.or(other.answer)}
	for _, way := range []granted{g, other} {
		switch way.state {
		case True:
			joined.grant = stronger(joined.grant, way.grant)
			joined.perhaps = stronger(joined.perhaps, way.perhaps)
		case Unknown:
			joined.perhaps = stronger(joined.perhaps, way.grant)
		default: // it does not match
		}
	}
	switch {
	case joined.state != True:
		joined.grant, joined.perhaps = joined.perhaps, ""
	case strength[joined.perhaps] <= strength[joined.grant]:
		joined.perhaps = ""
	}
	return joined
}

func stronger(a, b Grant) Grant {
	if strength[b] > strength[a] {
		return b
	}
	return a
}

// principal decides whether a statement of a resource policy speaks to the caller.
func (e *evaluation) principal(st *Statement) granted {
	switch {
	case st.Principal != nil:
		return e.listed(st.Principal)
	case st.NotPrincipal != nil:
		return granted{answer: e.notListed(st.NotPrincipal), grant: GrantEveryone}
	case st.Opaque:
		return granted{answer: doubtHoles(st.Holes...), grant: GrantEveryone}
	}
	return granted{answer: known(false)}
}

// listed decides whether the list names the caller.
func (e *evaluation) listed(p *Principals) granted {
	if p.Any {
		return granted{answer: known(true), grant: GrantEveryone}
	}
	found := granted{answer: known(false)}
	if len(p.Holes) > 0 {
		found = granted{answer: doubtHoles(p.Holes...), grant: GrantEveryone}
	}
	for _, name := range p.AWS {
		found = found.join(e.awsPrincipal(name))
	}
	for _, name := range p.Service {
		found = found.join(e.servicePrincipal(name))
	}
	return found
}

func (e *evaluation) servicePrincipal(name string) granted {
	caller := e.req.Identity
	if caller.Service == "" {
		return granted{answer: known(false)}
	}
	if name == "*" {
		return granted{answer: answer{}, grant: GrantService}
	}
	return granted{answer: e.texts(name, caller.Service, fold), grant: GrantService}
}

// sessionARN takes the ARN of an assumed role's session apart.
var sessionARN = regexp.MustCompile(`^arn:([^:]*):sts::([^:]*):assumed-role/([^/]+)/([^/]+)$`)

// awsPrincipal matches one entry of {"AWS": ...}. An ARN with a wildcard matches nobody:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
func (e *evaluation) awsPrincipal(name string) granted {
	caller := e.req.Identity
	switch {
	case e.anybody(name):
		return granted{answer: doubtHoles(holesIn(name)...), grant: GrantEveryone}
	case caller.Foreign || caller.Service != "":
		return granted{answer: known(false)}
	case caller.ARN == "" && caller.Account == "":
		return granted{answer: doubtKey("aws:principalarn"), grant: GrantRole}
	case strings.ContainsAny(name, "*?"):
		return granted{answer: known(false)}
	}
	found := granted{answer: e.rolePrincipal(name), grant: GrantRole}
	if found.state == True {
		return found
	}
	found = found.join(e.accountPrincipal(name))
	if parts := sessionARN.FindStringSubmatch(name); parts != nil {
		found = found.join(e.session(parts))
	}
	return found
}

// anybody reports whether the text is nothing but holes that may be "*": not the caller's own ARN
// or account, nor the identity of some resource.
func (e *evaluation) anybody(name string) bool {
	ids := holesIn(name)
	if len(ids) == 0 || tokens(ids) != name {
		return false
	}
	caller := e.req.Identity
	known := e.req.Unique != nil && e.req.Unique(ids[0])
	return !known && name != caller.ARN && name != caller.Account
}

// rolePrincipal matches the role's ARN; where that is not known, any role may be meant.
func (e *evaluation) rolePrincipal(name string) answer {
	if e.req.Identity.ARN == "" && strings.Contains(name, "role/") {
		return doubtKey("aws:principalarn")
	}
	return e.texts(name, e.req.Identity.ARN, 0)
}

// accountPrincipal matches the caller's account, by its id or as the root of it.
func (e *evaluation) accountPrincipal(name string) granted {
	caller := e.req.Identity
	if caller.Account == "" {
		if accountForm.MatchString(name) {
			return granted{answer: doubtKey("aws:principalaccount"), grant: GrantAccount}
		}
		return granted{answer: known(false)}
	}
	partition := arnSegment(caller.ARN, partitionSegment)
	if partition == "" {
		partition = "*"
	}
	root := "arn:" + partition + ":iam::" + caller.Account + ":root"
	if strings.Contains(name, ":") {
		return granted{answer: e.texts(root, name, wild), grant: GrantAccount}
	}
	return granted{answer: e.texts(name, caller.Account, 0), grant: GrantAccount}
}

// accountForm are the spellings of an account.
var accountForm = regexp.MustCompile(`^(\d{12}|arn:[^:]*:iam::[^:]*:root)$`)

// session matches the ARN of a role's session. What a session is called is not known, so it
// matches at most perhaps.
func (e *evaluation) session(parts []string) granted {
	caller := e.req.Identity
	role := caller.ARN[strings.LastIndexByte(caller.ARN, '/')+1:]
	named := e.texts(parts[3], role, 0).and(e.texts(parts[2], caller.Account, 0))
	return granted{answer: named.and(doubtKey("aws:userid")), grant: GrantSession}
}

// notListed decides whether a NotPrincipal element leaves the caller in. AWS looks at the account,
// the role and the session one after the other, each of which must be listed to be left out, and
// no list leaves out a role that has a permissions boundary:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
func (e *evaluation) notListed(p *Principals) answer {
	if e.req.Identity.Bounded && !p.Any {
		return known(true)
	}
	found := e.listed(p)
	if found.state != True || p.Any || e.req.Identity.Service != "" {
		return found.not()
	}
	account, role := known(false), known(false)
	others := false
	for _, name := range p.AWS {
		others = others || !accountForm.MatchString(name)
		account = account.or(e.accountPrincipal(name).answer)
		role = role.or(e.rolePrincipal(name))
		if parts := sessionARN.FindStringSubmatch(name); parts != nil {
			role = role.or(e.session(parts).answer)
		}
	}
	switch {
	case account.state == True && role.state == True:
		return known(false)
	case account.state == True && role.state == False && others:
		return known(true) // the account is there for the others
	}
	return doubtKey("aws:principalarn")
}
