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

// AsMade returns the data source by which the placement is in a default VPC that is taken as AWS
// makes it, or in a subnet of one; nil where the configuration declares both.
func (p *Placement) AsMade() *parser.Resource {
	switch {
	case p.VPC != nil && p.VPC.Resource != nil && p.VPC.Resource.AsMade:
		return p.VPC.Resource
	case p.Subnet != nil && p.Subnet.Resource != nil && p.Subnet.Resource.AsMade:
		return p.Subnet.Resource
	}
	return nil
}

// standard notes that the pull runs in a default VPC that is taken as AWS makes it.
func (p *Pull) standard() {
	for i := range p.Placements {
		found := p.Placements[i].AsMade()
		if found == nil {
			continue
		}
		said := found.Address +
			" is taken for what AWS makes with every default VPC, besides what is declared here"
		if !slices.Contains(p.Assumptions, said) {
			p.Assumptions = append(p.Assumptions, said)
		}
	}
}
