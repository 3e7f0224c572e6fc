package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/pull"
	"github.com/ecrlint/ecrlint/report"
)

// addMasked adds what is closed behind the exits that a pull does not have: warnings, for they can
// show only once the faults that mask them are mended. What is said of any pull without a mask
// stays as it is.
func (m *merger) addMasked(p *pull.Pull, written []*bounds, said *report.Pull) {
	for _, b := range written {
		if b.ifMended == nil {
			continue
		}
		now := map[string]element{}
		for _, one := range b.atBest.closed {
			now[fingerprint(whole(one), said.Root)] = one
		}
		behind := &bounds{
			index: b.index, placement: b.placement, best: b.mended, worst: b.mended,
		}
		var hidden []element
		mended := maps.Clone(now)
		for _, one := range b.ifMended.closed {
			one = whole(one)
			print := fingerprint(one, said.Root)
			if _, shown := now[print]; !shown {
				hidden = append(hidden, one)
			}
			delete(mended, print)
		}
		for _, one := range hidden {
			m.mask(p, behind, one, masks(mended, one.Leg), said)
		}
	}
	slices.Sort(said.Findings)
}

// whole is an element with the resource that it blames.
func whole(one element) element {
	if one.Resource == "" {
		one.Resource = addressOf(one.At)
	}
	return one
}

// masks are the fingerprints of what is mended on a leg; on all legs where nothing is on it.
func masks(mended map[string]element, leg string) []string {
	var own, all []string
	for print, one := range mended {
		all = append(all, print)
		if one.Leg == leg {
			own = append(own, print)
		}
	}
	if len(own) == 0 {
		own = all
	}
	slices.Sort(own)
	return own
}

// mask adds a masked finding, or the pull to one that is there.
func (m *merger) mask(
	p *pull.Pull, b *bounds, one element, by []string, said *report.Pull,
) {
	print := fingerprint(one, said.Root)
	found, known := m.findings[print]
	switch {
	case !known:
		found = m.finding(p, b, one)
		found.Fingerprint, found.Root, found.Severity = print, said.Root, report.Warning
		found.Message = fmt.Sprintf("%s (shows only once %s mended)", one.Message, m.names(by))
		m.findings[print] = found
	case len(found.MaskedBy) == 0:
		return // it is said already, and nothing masks it for others
	}
	for _, mask := range by {
		if !slices.Contains(found.MaskedBy, mask) {
			found.MaskedBy = append(found.MaskedBy, mask)
		}
	}
	slices.Sort(found.MaskedBy)
	m.tell(p, one, found, said)
}

// names names the rules of findings, each once, with the verb that follows.
func (m *merger) names(prints []string) string {
	var names []string
	for _, print := range prints {
		if found := m.findings[print]; found != nil && !slices.Contains(names, found.Rule) {
			names = append(names, found.Rule)
		}
	}
	slices.Sort(names)
	verb := " is"
	if len(names) > 1 {
		verb = " are"
	}
	return strings.Join(names, " and ") + verb
}
