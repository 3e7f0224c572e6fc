package terraform

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/parser"
)

// home is a configuration that an evaluator evaluates: its own root, or another root of the run
// that the own one is linked to.
type home struct {
	dir string // the root's folder
	// workspace is the one that the configuration is meant in; empty: the one that terraform would
	// take from the environment.
	workspace string
	foreign   bool
	// environment is the one that the configuration is read with; empty for none. Apart says that it
	// is another one than that of the own root.
	environment string
	apart       bool
	// asked is how the provider configuration is that led here: what nothing pins is the same here.
	asked *providerState
	// settled says that a provider configuration has taken something from asked.
	settled bool
}

// label is put before the addresses of a foreign configuration. No address of Terraform's holds a
// colon outside of quotes.
func (h *home) label() string {
	if !h.foreign {
		return ""
	}
	label := h.dir
	if h.apart {
		label += " (" + h.environment + ")"
	}
	if h.workspace != "" {
		label += "@" + h.workspace
	}
	return label + ":"
}

// settle takes what a provider configuration does not pin from the one that led here.
func (h *home) settle(state *providerState) {
	if h.asked == nil {
		return
	}
	if state.region == "" {
		state.region, h.settled = h.asked.region, true
	}
	if state.account == "" && state.credentials == h.asked.credentials {
		state.account, h.settled = h.asked.account, true
	}
}

// start makes the scope of a configuration.
func (ev *evaluator) start(m *Module, h *home) *scope {
	s := ev.newScope(m)
	s.home = h
	s.address, s.config = h.label(), h.label()
	s.values = ev.rootValues(h)
	if u := ev.tree.units[h.dir]; u != nil && m.Model != nil {
		s.callers = []hcl.Range{u.sourceAt}
	}
	return s
}

// reach returns the scope of another root of the run; nil where it cannot be had, and why.
func (ev *evaluator) reach(
	dir, workspace, environment string, asked *providerState,
) (*scope, string) {
	h := &home{
		dir: dir, foreign: true, asked: asked, environment: environment,
		apart: environment != "" && environment != ev.opts.environment,
	}
	if workspace != ev.plainWorkspace(h) {
		h.workspace = workspace
	}
	if dir == ev.root && h.workspace == "" && environment == ev.opts.environment {
		return ev.scopes[0], ""
	}
	if s, ok := ev.abroad[h.label()]; ok {
		return s, s.home.joined(asked)
	}
	module, _ := ev.rootModule(dir)
	if module == nil || len(ev.scopes) >= maxScopes {
		return nil, "the configuration in " + dir + " cannot be read"
	}
	if ev.abroad == nil {
		ev.abroad = map[string]*scope{}
	}
	s := ev.start(module, h)
	ev.abroad[h.label()] = s
	return s, ""
}

// joined says why a configuration cannot be linked to from another provider configuration, too.
func (h *home) joined(asked *providerState) string {
	switch {
	case h.asked == nil, h.asked.same(asked):
		return ""
	case h.settled:
		return h.dir + " is read for another region or account, too"
	}
	h.asked = nil
	return ""
}

// same reports whether two provider configurations are in the same place.
func (p *providerState) same(other *providerState) bool {
	return p.region == other.region && p.account == other.account &&
		p.credentials == other.credentials
}

// plainWorkspace is the workspace that terraform would take in a configuration.
func (ev *evaluator) plainWorkspace(h *home) string {
	return cmp.Or(ev.selected(h), defaultWorkspace)
}

// selected is the workspace that is selected in a configuration: by its environment, the shell, or
// `terraform workspace select`; empty where nothing says.
func (ev *evaluator) selected(h *home) string {
	name := ""
	for _, one := range ev.readingsOf(h) {
		name = cmp.Or(one.workspace, name)
	}
	return cmp.Or(name, ev.environ("TF_WORKSPACE"), ev.tree.Environment(h.dir))
}

// homeOf returns the configuration that declares an address, and the address there.
func (ev *evaluator) homeOf(address string) (*home, string) {
	for _, label := range sortedKeys(ev.abroad) {
		if rest, ok := strings.CutPrefix(address, label); ok {
			return ev.abroad[label].home, rest
		}
	}
	return ev.scopes[0].home, address
}

// evaluateLinked evaluates the configurations that the own one is linked to, which may lead to
// more, and returns them.
func (ev *evaluator) evaluateLinked() []*home {
	done := map[string]bool{}
	var homes []*home
	for len(done) < len(ev.abroad) {
		for _, label := range sortedKeys(ev.abroad) {
			if !done[label] {
				done[label] = true
				homes = append(homes, ev.abroad[label].home)
				ev.abroad[label].evaluate()
			}
		}
	}
	return homes
}

// linkTo notes that a data source was taken for something.
func (r *resourceInstance) linkTo(to, root, by string) {
	s := r.node.scope
	link := parser.Link{Data: s.config + r.node.name, From: s.home.dir, To: to, Root: root, By: by}
	if !slices.Contains(r.ev().links, link) {
		r.ev().links = append(r.ev().links, link)
	}
}

// sortedLinks returns what was linked.
func (ev *evaluator) sortedLinks() []parser.Link {
	slices.SortFunc(ev.links, func(a, b parser.Link) int {
		return cmp.Or(strings.Compare(a.Data, b.Data), strings.Compare(a.To, b.To),
			strings.Compare(a.Root, b.Root))
	})
	return ev.links
}
