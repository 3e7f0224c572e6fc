package lint

import (
	"cmp"
	"slices"

	"github.com/ecrlint/ecrlint/policy"
	"github.com/ecrlint/ecrlint/report"
)

// Rooted returns a report with the fingerprints that its findings would have if each root had the
// path that a function gives it, wherever the report names them. The report that it is given stays
// as it is; the roots in it are spelled as they were.
func Rooted(r *report.Report, path func(root string) string) *report.Report {
	renamed := map[string]string{}
	note := func(f *report.Finding) {
		if print := fingerprintIn(f, path(f.Root)); print != f.Fingerprint {
			renamed[f.Fingerprint] = print
		}
	}
	for i := range r.Findings {
		note(&r.Findings[i])
	}
	for i := range r.Suppressed {
		note(&r.Suppressed[i].Finding)
	}
	if len(renamed) == 0 {
		return r
	}
	others := func(list []string) []string {
		list = slices.Clone(list)
		for i, print := range list {
			list[i] = cmp.Or(renamed[print], print)
		}
		return list
	}
	rename := func(f *report.Finding) {
		f.Fingerprint = cmp.Or(renamed[f.Fingerprint], f.Fingerprint)
		f.MaskedBy = others(f.MaskedBy)
	}
	out := *r
	out.Findings, out.Suppressed = slices.Clone(r.Findings), slices.Clone(r.Suppressed)
	out.Pulls = slices.Clone(r.Pulls)
	for i := range out.Findings {
		rename(&out.Findings[i])
	}
	for i := range out.Suppressed {
		rename(&out.Suppressed[i].Finding)
	}
	for i := range out.Pulls {
		out.Pulls[i].Findings = others(out.Pulls[i].Findings)
	}
	return &out
}

// fingerprintIn is the fingerprint that a finding would have if its root had another path.
func fingerprintIn(f *report.Finding, root string) string {
	if root == f.Root {
		return f.Fingerprint
	}
	print := policy.Fingerprint(f, root)
	if policy.Fingerprint(f, f.Root) != f.Fingerprint && len(f.Environments) > 0 {
		return apart(print, f.Environments[0])
	}
	return print
}

// wider is the fingerprint that a finding of some environments would have if all had it; "" where
// it has that one.
func wider(f *report.Finding, root string) string {
	if print := policy.Fingerprint(f, root); print != fingerprintIn(f, root) {
		return print
	}
	return ""
}

// among reports whether all of some environments are among others.
func among(some, all []string) bool {
	return !slices.ContainsFunc(some, func(e string) bool { return !slices.Contains(all, e) })
}
