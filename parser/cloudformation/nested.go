package cloudformation

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// nests reports whether a resource of the type is a stack made of another template.
func nests(typ string) bool {
	return typ == "AWS::CloudFormation::Stack" || typ == "AWS::Serverless::Application"
}

// nested returns the stack that a resource is, made when it is first asked for; nil where its
// template is not in view.
func (r *resource) nested() *stack {
	if !nests(r.typ) || r.gone {
		return nil
	}
	switch r.nest {
	case running:
		r.stack.fail(r.key, "Circular dependency",
			fmt.Sprintf("The nested stack %s depends on itself.", r.id))
		return nil
	case done:
		return r.inner
	case untouched:
	}
	r.nest = running
	quiet := r.stack.ev.quiet
	r.stack.ev.quiet = 0
	r.inner = r.makeInner()
	r.stack.ev.quiet = quiet
	r.nest = done
	return r.inner
}

// makeInner makes the stack of the resource.
func (r *resource) makeInner() *stack {
	s := r.stack
	t := r.template()
	if t == nil {
		return nil
	}
	depth := 0
	for at := s; at != nil; at = at.outer() {
		if depth++; at.tpl == t || depth > maxNested {
			s.fail(r.key, "Circular nesting",
				fmt.Sprintf("The template %s nests itself, by way of %s.", t.path, r.address()))
			r.unseen = "nests itself"
			return nil
		}
	}
	if len(s.ev.stacks) > maxStacks {
		s.fail(r.key, "Limit reached", "There are too many nested stacks; this one is not read.")
		r.unseen = "is one of too many"
		return nil
	}
	passed, nodes := r.passed(t)
	if s.ev.tree.template(t.path) != t && s.foreign == nil {
		for _, d := range t.diags { // nobody else has reported them
			s.ev.report(d)
		}
	}
	inner := s.ev.newStack(t, r.address()+"/", r, s.env.inside(s.ev, t, r))
	inner.readParameters(passed, nodes)
	inner.fill()
	return inner
}

// passed returns what a nested stack is handed, and where it is written. Where it is not known what
// is handed, none of the parameters that the template takes is known: not even one with a default.
func (r *resource) passed(t *template) (map[string]cty.Value, map[string]*node) {
	s, given := r.stack, r.properties().get("Parameters")
	passed, nodes := map[string]cty.Value{}, map[string]*node{}
	if given.is(object) && given.get("Fn::Transform") == nil {
		for i, key := range given.keys {
			passed[key.text] = s.eval(given.items[i])
			nodes[key.text] = given.items[i]
		}
		return passed, nodes
	}
	v := s.eval(given)
	if v == absent {
		return passed, nodes
	}
	if isObject(v) && !v.IsMarked() {
		for name := range v.Type().AttributeTypes() {
			passed[name], nodes[name] = v.GetAttr(name), given
		}
		return passed, nodes
	}
	for _, key := range t.parameters.pairs() {
		passed[key.text] = s.vague("parameter "+key.text+" of "+r.address(),
			"is handed over among others that are not known", given)
	}
	return passed, nodes
}

// outer returns the stack that this one is nested in; nil for a root.
func (s *stack) outer() *stack {
	if s.owner == nil {
		return nil
	}
	return s.owner.stack
}

// template returns the template of a nested stack; nil where it is not in view.
func (r *resource) template() *template {
	s := r.stack
	if asset := r.node.get("Metadata").get("aws:asset:path"); asset.is(text) {
		if t := s.ev.tree.template(path.Join(path.Dir(s.tpl.path), asset.text)); t != nil {
			return t
		}
	}
	name := "TemplateURL"
	if r.typ == "AWS::Serverless::Application" {
		name = "Location"
	}
	at := r.properties().get(name)
	if at == nil || name == "Location" && at.is(object) {
		r.unseen = "comes from an application repository"
		if name == "TemplateURL" {
			r.unseen = "names no template"
		}
		return nil
	}
	v := s.eval(at)
	url, ok := s.ev.text(v)
	if v == absent || !ok {
		r.unseen = "names no template"
		return nil
	}
	t, why, missing := s.ev.tree.locate(s.tpl, s.ev.origins.Expand(url))
	if t == nil {
		s.ev.seek(s.tpl, s.ev.origins.Expand(url))
	}
	if missing {
		s.fail(at, "Template not found", fmt.Sprintf("The template %s of the nested stack %s %s.",
			url, r.id, why))
	}
	r.unseen = why
	return r.fitting(t, s.ev.origins.Expand(url))
}

// fitting returns the template that was found for a URL, unless it is a guess that the stack speaks
// against.
func (r *resource) fitting(t *template, url string) *template {
	if t == nil || !r.stack.ev.tree.guessed(t, url) {
		return t
	}
	if r.guess = r.hands(t); !r.guess {
		r.unseen = elsewhere
		return nil
	}
	return t
}

// elsewhere is said of a template that no file of the tree is.
const elsewhere = "lies elsewhere"

// guessed reports whether a template has no more in common with a URL than the name of the file:
// vpc.yaml of somebody else's bucket may be another one.
func (t *tree) guessed(found *template, url string) bool {
	url, _, _ = strings.Cut(url, "?")
	if !strings.Contains(url, "://") || parser.Holed(url) || strings.HasPrefix(url, "file://") {
		return false
	}
	hash, _, _ := strings.Cut(path.Base(url), ".")
	dir := path.Base(path.Dir(found.path))
	return dir != "." && dir != path.Base(path.Dir(url)) && t.template(t.assets[hash]) != found
}

// hands reports whether the nested stack is handed what a template takes: every parameter without a
// default, and no other than it has.
func (r *resource) hands(t *template) bool {
	given := r.properties().get("Parameters")
	if given != nil && !given.is(object) {
		return true
	}
	for _, key := range given.pairs() {
		if t.parameters.get(key.text) == nil {
			return false
		}
	}
	for i, key := range t.parameters.pairs() {
		if t.parameters.items[i].get("Default") == nil && given.get(key.text) == nil {
			return false
		}
	}
	return true
}

// locate finds the template that a nested stack of another names: by a path, or by a URL that ends
// like a path of the tree. missing is set where a path leads nowhere.
func (t *tree) locate(from *template, url string) (found *template, why string, missing bool) {
	url, _, _ = strings.Cut(url, "?")
	local := !strings.Contains(url, "://") && !parser.Holed(url)
	if rest, ok := strings.CutPrefix(url, "file://"); ok {
		url, local = rest, true
	}
	if local && !path.IsAbs(url) {
		name := path.Join(path.Dir(from.path), url)
		if found := t.template(name); found != nil {
			return found, "", false
		}
		if found := t.reach(name); found != nil {
			return found, "", false
		}
		return nil, "is not in the tree: there is no such template at " + name, true
	}
	return t.byTail(from, url)
}

// byTail finds the template whose path has the most in common with the end of a URL, of several
// the nearest one.
func (t *tree) byTail(from *template, url string) (*template, string, bool) {
	segments := strings.Split(url, "/")
	hash, _, _ := strings.Cut(segments[len(segments)-1], ".")
	if asset := t.template(t.assets[hash]); asset != nil {
		return asset, "", false
	}
	for i, segment := range segments { // what follows a token may be a part of a name
		if at := strings.LastIndex(segment, string(parser.TokenEnd)); at >= 0 {
			segments[i] = segment[at+len(string(parser.TokenEnd)):]
		}
	}
	best, bestScore := []*template(nil), 0
	for _, other := range t.named[segments[len(segments)-1]] {
		if other == from {
			continue
		}
		names := strings.Split(other.path, "/")
		score := 0
		for score < len(names) && score < len(segments) &&
			names[len(names)-1-score] == segments[len(segments)-1-score] {
			score++
		}
		switch {
		case score > bestScore:
			best, bestScore = []*template{other}, score
		case score == bestScore && score > 0:
			best = append(best, other)
		}
	}
	best = nearest(from, best)
	switch len(best) {
	case 0:
		return nil, elsewhere, false
	case 1:
		return best[0], "", false
	}
	return nil, fmt.Sprintf("may be %s or %s", best[0].path, best[1].path), false
}

// nearest keeps those templates whose folder shares most with that of another.
func nearest(from *template, all []*template) []*template {
	if len(all) < 2 {
		return all
	}
	dir := strings.Split(path.Dir(from.path), "/")
	var kept []*template
	most := -1
	for _, t := range all {
		shared := 0
		for i, name := range strings.Split(path.Dir(t.path), "/") {
			if i >= len(dir) || dir[i] != name {
				break
			}
			shared++
		}
		switch {
		case shared > most:
			kept, most = []*template{t}, shared
		case shared == most:
			kept = append(kept, t)
		}
	}
	slices.SortFunc(kept, func(a, b *template) int { return strings.Compare(a.path, b.path) })
	return kept
}
