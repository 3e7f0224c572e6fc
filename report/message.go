package report

import (
	"fmt"
	"slices"
	"strings"
)

// message says the fault, what it breaks and how to mend it, for formats that have one text. What
// calls the module or nested stack is empty where a format has a place of its own for it.
func message(g *group, called string) string {
	parts := []string{g.Message}
	if others := g.resources(); len(others) > 0 {
		parts = append(parts, "Likewise: "+strings.Join(first(others), ", "))
	}
	if len(g.Pulls) > 0 {
		label := "Affects: "
		if g.Severity == Error {
			label = "Breaks: "
		}
		parts = append(parts, label+strings.Join(first(g.broken()), ", "))
	}
	if environments := g.environments(); len(environments) > 0 {
		parts = append(parts, "In: "+strings.Join(environments, ", "))
	}
	if called != "" {
		parts = append(parts, "Called "+called)
	}
	if g.Predicts != "" {
		parts = append(parts, "Prevents: "+strings.TrimSpace(g.Predicts))
	}
	if g.Fix.Summary != "" {
		parts = append(parts, "Fix: "+strings.TrimSpace(g.Fix.Summary))
	}
	if g.Fix.Snippet != "" {
		parts = append(parts, strings.TrimRight(g.Fix.Snippet, "\n "))
	}
	return shownText(strings.Join(parts, "\n"))
}

// broken names the pulls of a group, each once, with their roots where they are of several.
func (g *group) broken() []string {
	several := slices.ContainsFunc(g.Pulls, func(p PullRef) bool { return p.Root != g.Pulls[0].Root })
	var names []string
	for _, pull := range g.Pulls {
		name := pull.name()
		if several {
			name += " in " + visible(pull.Root)
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// message is the text of a group where formats have no place for what calls.
func (f *files) message(g *group) string {
	var chains []string
	for _, chain := range g.chains() {
		chains = append(chains, f.called(chain))
	}
	return message(g, strings.Join(first(chains), "; "))
}

// called says from where a module or nested stack is called.
func (f *files) called(callers []Location) string {
	list := make([]Location, 0, len(callers))
	for _, at := range callers {
		if at.File != "" {
			at.File = f.path(at.File)
			list = append(list, at)
		}
	}
	return strings.Join(positions(list), ", ")
}

// first returns the first few names, and how many are left out.
func first(names []string) []string {
	if len(names) <= shownPulls+1 {
		return names
	}
	return append(names[:shownPulls:shownPulls], fmt.Sprintf("and %d more", len(names)-shownPulls))
}
