package lint

import (
	"cmp"
	"path"
	"slices"

	"github.com/ecrlint/ecrlint/report"
)

// heirs says which new root of a report is one of those that are gone, under another name: each for
// one at most, that with which it shares most, of several the one whose folder is called the same.
func heirs(
	r *report.Report, isNew func(root string) bool, gone []string,
	same func(f *report.Finding, before string) bool,
) map[string]string {
	type pair struct {
		now, before string
		shared      int
	}
	list := slices.DeleteFunc(allOf(r), func(f *report.Finding) bool { return !isNew(f.Root) })
	var pairs []pair
	for _, before := range gone {
		shared := map[string]int{}
		for _, f := range list {
			if same(f, before) {
				shared[f.Root]++
			}
		}
		for now, count := range shared {
			pairs = append(pairs, pair{now, before, count})
		}
	}
	renamed := func(p pair) int {
		if path.Base(p.now) == path.Base(p.before) {
			return 0
		}
		return 1
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.shared, a.shared), cmp.Compare(renamed(a), renamed(b)),
			cmp.Compare(a.now, b.now), cmp.Compare(a.before, b.before))
	})
	was, taken := map[string]string{}, map[string]bool{}
	for _, p := range pairs {
		if _, known := was[p.now]; !known && !taken[p.before] {
			was[p.now], taken[p.before] = p.before, true
		}
	}
	return was
}

// allOf returns the findings of a report, suppressed or not.
func allOf(r *report.Report) []*report.Finding {
	list := make([]*report.Finding, 0, len(r.Findings)+len(r.Suppressed))
	for i := range r.Findings {
		list = append(list, &r.Findings[i])
	}
	for i := range r.Suppressed {
		list = append(list, &r.Suppressed[i].Finding)
	}
	return list
}
