package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
)

// checkstyle is the root of a Checkstyle report.
// https://checkstyle.org/apidocs/com/puppycrawl/tools/checkstyle/XMLLogger.html
type checkstyle struct {
	XMLName xml.Name          `xml:"checkstyle"`
	Version string            `xml:"version,attr"`
	Files   []*checkstyleFile `xml:"file"`
}

type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr"`
	Column   int    `xml:"column,attr"`
	Severity string `xml:"severity,attr"`
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}

// WriteCheckstyle writes the report as a Checkstyle report, file by file. Findings of one rule at
// one position are one error. The report must be sorted.
func WriteCheckstyle(w io.Writer, r *Report, options FileOptions) error {
	f := newFiles(r, options)
	report := checkstyle{Version: "8.0"}
	index := map[string]*checkstyleFile{}
	add := func(at Location, severity Severity, source, message string) {
		name := f.path(at.File)
		file, ok := index[name]
		if !ok {
			file = &checkstyleFile{Name: name}
			index[name] = file
			report.Files = append(report.Files, file)
		}
		file.Errors = append(file.Errors, checkstyleError{
			Line: at.Line, Column: f.points(at.File, at.Line, at.Column), Severity: string(severity),
			Message: message, Source: "ecrlint." + source,
		})
	}
	for _, g := range grouped(r.Findings) {
		add(g.Location.shown(g.Root), g.Severity, nonEmpty(g.Rule, "finding"), f.message(g))
	}
	for _, m := range r.remarks() {
		add(m.at.shown(m.root), m.severity, m.kind, m.said())
	}
	slices.SortStableFunc(report.Files, func(a, b *checkstyleFile) int {
		return strings.Compare(a.Name, b.Name)
	})
	return encodeXML(w, report)
}

// encodeXML writes a value as an indented document of XML. What XML cannot hold becomes U+FFFD.
func encodeXML(w io.Writer, value any) error {
	text, err := xml.MarshalIndent(value, "", "  ")
	if err == nil {
		_, err = io.WriteString(w, xml.Header+string(text)+"\n")
	}
	if err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}
