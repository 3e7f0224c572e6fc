package report

import "io"

// The Reviewdog Diagnostic Format as one object (rdjson). Lines and columns count from 1, columns
// count bytes of UTF-8, ends are exclusive.
// https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
type rdResult struct {
	Source      rdSource       `json:"source"`
	Diagnostics []rdDiagnostic `json:"diagnostics"`
}

type rdSource struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type rdDiagnostic struct {
	Message     string         `json:"message"`
	Location    rdLocation     `json:"location"`
	Severity    string         `json:"severity"`
	Code        rdCode         `json:"code"`
	Suggestions []rdSuggestion `json:"suggestions,omitempty"`
	Related     []rdRelated    `json:"related_locations,omitempty"`
}

type rdLocation struct {
	Path  string   `json:"path"`
	Range *rdRange `json:"range,omitempty"`
}

type rdRange struct {
	Start rdPosition  `json:"start"`
	End   *rdPosition `json:"end,omitempty"`
}

type rdPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

type rdCode struct {
	Value string `json:"value"`
	URL   string `json:"url,omitempty"`
}

type rdSuggestion struct {
	Range rdRange `json:"range"`
	Text  string  `json:"text"`
}

type rdRelated struct {
	Message  string     `json:"message,omitempty"`
	Location rdLocation `json:"location"`
}

// WriteRDJSON writes the report for reviewdog. Findings of one rule at one position are one
// diagnostic. The report must be sorted.
func WriteRDJSON(w io.Writer, r *Report, options FileOptions) error {
	f := &reviewdog{newFiles(r, options)}
	result := rdResult{
		Source: rdSource{Name: "ecrlint", URL: homepage}, Diagnostics: []rdDiagnostic{},
	}
	for _, g := range grouped(r.Findings) {
		d := rdDiagnostic{
			Message: message(g, ""), Location: f.location(g.Location.shown(g.Root)),
			Severity: rdSeverity(g.Severity), Code: rdCode{Value: nonEmpty(g.Rule, "ecrlint")},
			Suggestions: f.suggestions(g), Related: f.related(g),
		}
		if g.Docs != "" {
			d.Code.URL = homepage + "/blob/main/" + g.Docs
		}
		result.Diagnostics = append(result.Diagnostics, d)
	}
	for _, m := range r.remarks() {
		result.Diagnostics = append(result.Diagnostics, rdDiagnostic{
			Message: m.said(), Location: f.location(m.at.shown(m.root)),
			Severity: rdSeverity(m.severity), Code: rdCode{Value: m.kind},
		})
	}
	return encode(w, result)
}

// reviewdog converts what findings hold.
type reviewdog struct{ *files }

func (f *reviewdog) location(at Location) rdLocation {
	location := rdLocation{Path: f.path(at.File)}
	if at.Line > 0 {
		span := f.span(at)
		location.Range = &span
	}
	return location
}

func (f *reviewdog) span(at Location) rdRange {
	span := rdRange{Start: rdPosition{at.Line, f.bytes(at.File, at.Line, at.Column)}}
	if at.EndLine >= at.Line {
		span.End = &rdPosition{at.EndLine, f.bytes(at.File, at.EndLine, at.EndColumn)}
	}
	return span
}

// suggestions are the edits of a fix. They are of the file of the finding, or none are made: a part
// of a fix is none.
func (f *reviewdog) suggestions(g *group) []rdSuggestion {
	var list []rdSuggestion
	for _, edit := range g.Fix.Edits {
		if edit.Location.File != g.Location.File || edit.Location.Line < 1 {
			return nil
		}
		list = append(list, rdSuggestion{Range: f.span(edit.Location), Text: edit.NewText})
	}
	return list
}

// related are the callers of a module, and what else has to do with a finding.
func (f *reviewdog) related(g *group) []rdRelated {
	var list []rdRelated
	for _, place := range g.places() {
		list = append(list, rdRelated{
			Message: shownText(place.Message), Location: f.location(place.Location),
		})
	}
	return list
}

func rdSeverity(severity Severity) string {
	switch severity {
	case Error:
		return "ERROR"
	case Warning:
		return "WARNING"
	default:
		return "INFO"
	}
}
