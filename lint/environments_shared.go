package lint

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/report"
)

// stamp notes the environment in what was found in a root.
func stamp(part *report.Report, environment string) {
	for i := range part.Pulls {
		part.Pulls[i].Environment = environment
	}
	for i := range part.Findings {
		f := &part.Findings[i]
		f.Environments = []string{environment}
		for j := range f.Pulls {
			f.Pulls[j].Environment = environment
		}
	}
}

// reading names a root as it was read.
type reading struct{ root, environment string }

// share says once what every environment of a root has in common: a finding with the fingerprint
// that it would have without environments. What only some have is a finding of each of them, with
// the environment in its fingerprint.
func share(r *report.Report) {
	environments := map[string][]string{}
	for _, one := range r.Environments {
		environments[one.Root] = append(environments[one.Root], one.Name)
	}
	if len(environments) == 0 {
		return
	}
	count := map[string]map[report.Severity]int{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if count[f.Fingerprint] == nil {
			count[f.Fingerprint] = map[report.Severity]int{}
		}
		count[f.Fingerprint][f.Severity]++
	}
	renamed := map[reading]map[string]string{}
	slices.SortStableFunc(r.Findings, func(a, b report.Finding) int {
		return strings.Compare(strings.Join(a.Environments, ""), strings.Join(b.Environments, ""))
	})
	common := map[string]int{}
	var list []report.Finding
	for _, f := range r.Findings {
		if len(f.Environments) == 0 {
			list = append(list, f)
			continue
		}
		if count[f.Fingerprint][f.Severity] == len(environments[f.Root]) {
			if at, known := common[f.Fingerprint]; known {
				unite(&list[at], &f)
				continue
			}
			common[f.Fingerprint] = len(list)
			list = append(list, f)
			continue
		}
		own := apart(f.Fingerprint, f.Environments[0])
		key := reading{f.Root, f.Environments[0]}
		if renamed[key] == nil {
			renamed[key] = map[string]string{}
		}
		renamed[key][f.Fingerprint] = own
		f.Fingerprint = own
		list = append(list, f)
	}
	r.Findings = list
	rename(r, renamed)
}

// unite adds what another environment has to a finding.
func unite(to, from *report.Finding) {
	to.Environments = append(to.Environments, from.Environments...)
	to.Pulls = append(to.Pulls, from.Pulls...)
	for _, place := range from.Related {
		if !slices.Contains(to.Related, place) {
			to.Related = append(to.Related, place)
		}
	}
	for _, print := range from.MaskedBy {
		if !slices.Contains(to.MaskedBy, print) {
			to.MaskedBy = append(to.MaskedBy, print)
		}
	}
}

// apart is the fingerprint of a finding that not every environment has.
func apart(fingerprint, environment string) string {
	sum := sha256.Sum256([]byte(fingerprint + "\x00" + environment))
	return hex.EncodeToString(sum[:8])
}

// rename puts the fingerprints of what only some environments have where they are referred to.
func rename(r *report.Report, renamed map[reading]map[string]string) {
	for i := range r.Pulls {
		p := &r.Pulls[i]
		for j, print := range p.Findings {
			p.Findings[j] = cmp.Or(renamed[reading{p.Root, p.Environment}][print], print)
		}
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		var masks []string
		for _, print := range f.MaskedBy {
			for _, environment := range f.Environments {
				own := cmp.Or(renamed[reading{f.Root, environment}][print], print)
				if !slices.Contains(masks, own) {
					masks = append(masks, own)
				}
			}
		}
		if len(f.Environments) > 0 {
			f.MaskedBy = masks
		}
	}
}
