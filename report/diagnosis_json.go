package report

import (
	_ "embed"
	"io"
)

// DiagnosisSchema is the JSON schema (draft 2020-12) of what WriteDiagnosisJSON writes.
//
//go:embed schema/diagnosis.json
var DiagnosisSchema []byte

// diagnosis is the JSON form of a Diagnosis. Arrays are never null.
type diagnosis struct {
	Schema       int           `json:"schema"`
	Version      string        `json:"version"`
	Meaning      Meaning       `json:"meaning"`
	Explained    bool          `json:"explained"`
	Explanations []Explanation `json:"explanations"`
	Open         []OpenPull    `json:"open"`
	Calls        *int          `json:"calls,omitempty"`
	Findings     []Finding     `json:"findings"`
	Diagnostics  []Diagnostic  `json:"diagnostics"`
	NotJudged    []NotJudged   `json:"not_judged"`
}

// WriteDiagnosisJSON writes a diagnosis as one JSON object, as schema/diagnosis.json describes it.
func WriteDiagnosisJSON(w io.Writer, d *Diagnosis) error {
	o := diagnosis{
		Schema: SchemaVersion, Version: d.Version, Meaning: d.Meaning,
		Explained: len(d.Explanations) > 0, Explanations: full(d.Explanations), Open: full(d.Open),
		Findings: []Finding{}, Diagnostics: []Diagnostic{}, NotJudged: []NotJudged{},
	}
	o.Meaning.Rules, o.Meaning.Unseen = full(d.Meaning.Rules), full(d.Meaning.Unseen)
	for i := range o.Open {
		o.Open[i].Unknowns = full(o.Open[i].Unknowns)
	}
	if d.Calls >= 0 {
		o.Calls = &d.Calls
	}
	if r := d.Report; r != nil {
		for _, one := range d.Explanations {
			if f := r.finding(one.Finding); f != nil {
				o.Findings = append(o.Findings, f.whole())
			}
		}
		o.Diagnostics, o.NotJudged = full(r.Diagnostics), full(r.NotJudged)
	}
	return encode(w, o)
}

// finding returns the finding with a fingerprint, or nil.
func (r *Report) finding(fingerprint string) *Finding {
	for i := range r.Findings {
		if r.Findings[i].Fingerprint == fingerprint {
			return &r.Findings[i]
		}
	}
	return nil
}

// whole returns the finding with no array null.
func (f Finding) whole() Finding {
	f.Path, f.Pulls, f.Fix.Edits = full(f.Path), full(f.Pulls), full(f.Fix.Edits)
	return f
}
