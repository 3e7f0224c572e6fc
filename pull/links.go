package pull

import (
	"fmt"
	"slices"

	"github.com/ecrlint/ecrlint/parser"
)

// linked notes which data sources that the workload waits for were taken for what other roots
// declare.
func (p *Pull) linked() {
	root := p.shared.graph.Root
	if root == nil || len(root.Links) == 0 {
		return
	}
	roots := map[string]bool{}
	note := func(link parser.Link) bool {
		said := fmt.Sprintf("%s was taken for %s of %s, by %s", link.Data, link.To, link.Root, link.By)
		if slices.Contains(p.Assumptions, said) {
			return false
		}
		p.Assumptions = append(p.Assumptions, said)
		roots[link.Root] = true
		return true
	}
	for _, link := range root.Links {
		if _, waits := slices.BinarySearch(p.Workload.Needs, link.Data); waits {
			note(link)
		}
	}
	for more := true; more; { // what was found may have been found by what was found before
		more = false
		for _, link := range root.Links {
			more = roots[link.From] && note(link) || more
		}
	}
}
