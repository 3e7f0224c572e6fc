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
		for _, m := range n.members {
			if n.get(m.key) == m.value {
				p.add(m.key, texts(m.value))
			}
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
// caller.
type granted struct {
	answer
	grant Grant
}

// strength orders the grants: a stronger one needs less beside it.
var strength = map[Grant]int{
	"": 0, GrantAccount: 1, GrantRole: 2, GrantSession: 3, GrantService: 4, GrantEveryone: 5,
}

// join adds another way to match. What is certain decides; among equals the stronger grant.
func (g granted) join(other granted) granted {
	joined := granted{g.or(other.answer), g.grant}
	better := strength[other.grant] > strength[g.grant]
	if rank(other.state) > rank(g.state) || other.state == g.state && better {
		joined.grant = other.grant
	}
	return joined
}

// rank orders truth values by how near to true they are.
func rank(t Tri) int {
	switch t {
	case True:
		return 2
	case Unknown:
		return 1
	default:
		return 0
	}
}

// principal decides whether a statement of a resource policy speaks to the caller.
func (e *evaluation) principal(st *Statement) granted {
	switch {
	case st.Principal != nil:
		return e.listed(st.Principal)
	case st.NotPrincipal != nil:
		return granted{e.notListed(st.NotPrincipal), GrantEveryone}
	case st.Opaque:
		return granted{doubtHoles(st.Holes...), GrantEveryone}
	}
	return granted{answer: known(false)}
}

// listed decides whether the list names the caller.
func (e *evaluation) listed(p *Principals) granted {
	if p.Any {
		return granted{known(true), GrantEveryone}
	}
	found := granted{answer: known(false)}
	if len(p.Holes) > 0 {
		found = granted{doubtHoles(p.Holes...), GrantEveryone}
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
		return granted{answer{}, GrantService}
	}
	return granted{e.texts(name, caller.Service, fold), GrantService}
}

// sessionARN takes the ARN of an assumed role's session apart.
var sessionARN = regexp.MustCompile(`^arn:([^:]*):sts::([^:]*):assumed-role/([^/]+)/([^/]+)$`)

// awsPrincipal matches one entry of {"AWS": ...}. An ARN with a wildcard matches nobody:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
func (e *evaluation) awsPrincipal(name string) granted {
	caller := e.req.Identity
	switch {
	case caller.Foreign:
		if ids := holesIn(name); len(ids) > 0 && tokens(ids) == name {
			return granted{doubtHoles(ids...), GrantEveryone}
		}
		return granted{answer: known(false)}
	case caller.ARN == "" && caller.Account == "":
		if caller.Service != "" {
			return granted{answer: known(false)}
		}
		return granted{doubtKey("aws:principalarn"), GrantRole}
	case strings.ContainsAny(name, "*?"):
		return granted{answer: known(false)}
	}
	found := granted{e.texts(name, caller.ARN, 0), GrantRole}
	if found.state == True {
		return found
	}
	found = found.join(e.accountPrincipal(name))
	if parts := sessionARN.FindStringSubmatch(name); parts != nil {
		found = found.join(e.session(parts))
	}
	if ids := holesIn(name); len(ids) > 0 && tokens(ids) == name {
		found = found.join(granted{doubtHoles(ids...), GrantEveryone})
	}
	return found
}

func (e *evaluation) accountPrincipal(name string) granted {
	caller := e.req.Identity
	if caller.Account == "" {
		return granted{doubtKey("aws:principalaccount"), GrantAccount}
	}
	found := granted{e.texts(name, caller.Account, 0), GrantAccount}
	root := "arn:" + partition(caller.ARN) + ":iam::" + caller.Account + ":root"
	return found.join(granted{e.texts(name, root, 0), GrantAccount})
}

// partition returns the second segment of an ARN, or aws.
func partition(arn string) string {
	parts := strings.SplitN(arn, ":", 3)
	if len(parts) == 3 && parts[0] == "arn" {
		return parts[1]
	}
	return "aws"
}

// session matches the ARN of a role's session. What a session is called is not known, so it
// matches at most perhaps.
func (e *evaluation) session(parts []string) granted {
	caller := e.req.Identity
	role := caller.ARN[strings.LastIndexByte(caller.ARN, '/')+1:]
	named := e.texts(parts[3], role, 0).and(e.texts(parts[2], caller.Account, 0))
	return granted{named.and(doubtKey("aws:userid")), GrantSession}
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
	for _, name := range p.AWS {
		account = account.or(e.accountPrincipal(name).answer)
		role = role.or(e.texts(name, e.req.Identity.ARN, 0))
	}
	if account.state == True && role.state == True {
		return known(false)
	}
	return doubtKey("aws:principalarn")
}
