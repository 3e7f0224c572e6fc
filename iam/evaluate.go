package iam

import (
	"slices"
	"strings"
)

// Evaluate says what identity policies (of a role, a permissions boundary, a service control
// policy) say of a request. Principal elements are not looked at.
func Evaluate(docs []*Document, req Request) Decision {
	return evaluate(docs, req, false)
}

// EvaluateResource says what the policies of a resource (a repository, a VPC endpoint, a role's
// trust) say of a request. Principal and NotPrincipal are matched; Grant of each match says how.
func EvaluateResource(docs []*Document, req Request) Decision {
	return evaluate(docs, req, true)
}

// evaluation is one request against one document after the other.
type evaluation struct {
	req      *Request
	resource bool // principals count
	// variables says whether the document at hand knows policy variables.
	variables Tri
	version   []int // the holes that leave that open
}

func evaluate(docs []*Document, req Request, resource bool) Decision {
	if req.Identity.Account == "" {
		req.Identity.Account = arnSegment(req.Identity.ARN, accountSegment)
	}
	e := &evaluation{req: &req, resource: resource}
	d := Decision{Allowed: False, Denied: False}
	for _, doc := range docs {
		e.variables, e.version = e.exact(doc.Version, "2012-10-17")
		for i := range doc.Statements {
			e.add(&d, doc, &doc.Statements[i])
		}
	}
	if !resource { // Compose wants to see every grant of a resource's policy
		d.Allows = decisive(d.Allows, d.Allowed)
	}
	d.Denies = decisive(d.Denies, d.Denied)
	return d
}

// decisive keeps the matches that decided, or all that may.
func decisive(matches []Match, state Tri) []Match {
	var kept []Match
	for _, m := range matches {
		if m.State == state {
			kept = append(kept, m)
		}
	}
	return kept
}

func (e *evaluation) exact(pattern, text string) (Tri, []int) {
	state := e.req.compare(pattern, text, 0)
	if state == Unknown {
		return state, holesIn(pattern)
	}
	return state, nil
}

// add puts the statement to the account of Allow, Deny, or both where its effect is not known.
func (e *evaluation) add(d *Decision, doc *Document, st *Statement) {
	allow, holes := e.exact(st.Effect, "Allow")
	if st.Effect == "" {
		allow, holes = Unknown, st.Holes
	}
	found := e.statement(st)
	if found.state == False {
		return
	}
	if allow == Unknown {
		found.answer = found.and(doubtHoles(holes...))
	}
	match := Match{
		Document: doc.Name, Statement: *st, State: found.state, Grant: found.grant,
		Perhaps: found.perhaps, Doubts: found.doubts,
	}
	if allow != False {
		d.Allowed = d.Allowed.Or(found.state)
		d.Allows = append(d.Allows, match)
	}
	if allow != True {
		d.Denied = d.Denied.Or(found.state)
		d.Denies = append(d.Denies, match)
	}
}

// statement decides whether a statement is about the request.
func (e *evaluation) statement(st *Statement) granted {
	found := granted{answer: e.action(st)}
	if found.state == False {
		return found
	}
	if found.answer = found.and(e.target(st)); found.state == False {
		return found
	}
	if e.resource {
		who := e.principal(st)
		found = granted{found.and(who.answer), who.grant, who.perhaps}
	}
	for i := range st.Conditions {
		if found.state == False {
			return found
		}
		found.answer = found.and(e.condition(&st.Conditions[i]))
	}
	if st.Opaque {
		found.answer = found.and(doubtHoles(st.Holes...))
	}
	return found
}

// action matches Action or NotAction. Names of actions have no case.
func (e *evaluation) action(st *Statement) answer {
	switch {
	case st.Action != nil:
		return e.anyAction(st.Action)
	case st.NotAction != nil:
		return e.anyAction(st.NotAction).not()
	}
	return doubtHoles(st.Holes...)
}

func (e *evaluation) anyAction(patterns []string) answer {
	found := known(false)
	for _, pattern := range patterns {
		found = found.or(e.texts(pattern, e.req.Action, wild|fold))
		if found.state == True {
			break
		}
	}
	return found
}

// target matches Resource or NotResource. Policies of resources may leave it out.
func (e *evaluation) target(st *Statement) answer {
	switch {
	case st.Resource != nil:
		return e.anyResource(st.Resource)
	case st.NotResource != nil:
		return e.anyResource(st.NotResource).not()
	}
	return known(true)
}

func (e *evaluation) anyResource(patterns []string) answer {
	found := known(false)
	for _, pattern := range patterns {
		if e.req.Elsewhere && e.req.Unique != nil &&
			slices.ContainsFunc(holesIn(pattern), e.req.Unique) {
			continue
		}
		found = found.or(e.pattern(pattern, e.req.Resource, wild))
		if found.state == True {
			break
		}
	}
	return found
}

// texts compares a pattern without policy variables.
func (e *evaluation) texts(pattern, text string, m mode) answer {
	state := e.req.compare(pattern, text, m)
	if state != Unknown {
		return answer{state: state}
	}
	return doubtHoles(unshared(pattern, text)...)
}

// unshared returns the holes that only one of the texts has, or all where that is none.
func unshared(a, b string) []int {
	inA, inB := holesIn(a), holesIn(b)
	var out []int
	for _, id := range inA {
		if !slices.Contains(inB, id) {
			out = append(out, id)
		}
	}
	for _, id := range inB {
		if !slices.Contains(inA, id) {
			out = append(out, id)
		}
	}
	if len(out) == 0 {
		return append(inA, inB...)
	}
	return out
}

// pattern compares a pattern that may hold policy variables.
func (e *evaluation) pattern(pattern, text string, m mode) answer {
	if !strings.Contains(pattern, "${") {
		return e.texts(pattern, text, m)
	}
	switch e.variables {
	case False:
		return e.texts(pattern, text, m)
	case Unknown:
		return doubtHoles(e.version...)
	default: // 2012-10-17
	}
	symbols, keys, ok := e.expand(pattern, m)
	if !ok {
		return known(false)
	}
	state := e.req.compareSymbols(symbols, compile(text, m&^wild), m)
	if state != Unknown {
		return answer{state: state}
	}
	found := doubtHoles(unshared(pattern, text)...)
	for _, key := range keys {
		found.doubts = appendDoubt(found.doubts, Doubt{Key: key})
	}
	return found
}
