package report

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
)

// SchemaVersion is the major version of the JSON object: keys are added within a version, never
// lost.
const SchemaVersion = 1

// Schema is the JSON schema (draft 2020-12) of what WriteJSON writes.
//
//go:embed schema/report.json
var Schema []byte

// object is the JSON form of a report. Arrays are never null.
type object struct {
	Schema       int               `json:"schema"`
	Version      string            `json:"version"`
	Summary      Summary           `json:"summary"`
	Roots        []string          `json:"roots"`
	Environments []RootEnvironment `json:"environments"`
	Pulls        []Pull            `json:"pulls"`
	Findings     []Finding         `json:"findings"`
	Diagnostics  []Diagnostic      `json:"diagnostics"`
	NotJudged    []NotJudged       `json:"not_judged"`
	Modelled     []Modelled        `json:"modelled,omitempty"`
	Suppressed   []Suppressed      `json:"suppressed,omitempty"`
}

// WriteJSON writes the report as one JSON object, as schema/report.json describes it. The report
// must be sorted.
func WriteJSON(w io.Writer, r *Report) error {
	o := object{
		Schema:       SchemaVersion,
		Version:      r.Version,
		Summary:      r.Summary(),
		Roots:        full(r.Roots),
		Environments: full(r.Environments),
		Pulls:        make([]Pull, len(r.Pulls)),
		Findings:     make([]Finding, len(r.Findings)),
		Diagnostics:  full(r.Diagnostics),
		NotJudged:    full(r.NotJudged),
		Modelled:     r.Modelled,
	}
	for i, pull := range r.Pulls {
		pull.Findings = full(pull.Findings)
		pull.Unknowns = full(pull.Unknowns)
		o.Pulls[i] = pull
	}
	for i := range r.Findings {
		o.Findings[i] = r.Findings[i].whole()
	}
	for i := range r.Suppressed {
		one := r.Suppressed[i]
		one.Finding = one.whole()
		o.Suppressed = append(o.Suppressed, one)
	}
	return encode(w, o)
}

// encode writes a value as indented JSON with its characters as they are.
func encode(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

// full returns the slice, an empty one for nil.
func full[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
