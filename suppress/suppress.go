// Package suppress finds the suppressions that people write beside their configuration, comments
// and metadata of templates, and takes the findings that they name out of a report. It knows source
// text and reports, no rule and no shell.
package suppress

import (
	"bytes"
	"path"
	"strings"

	"github.com/ecrlint/ecrlint/report"
)

// All names every rule.
const All = "all"

// Suppression is one suppression as somebody wrote it.
type Suppression struct {
	// Location is where it is written: the comment, or the entry of the metadata.
	Location report.Location
	// Rules are ids (family/name), families, or All.
	Rules []string
	// Reason says why; Until is the last day that it holds, YYYY-MM-DD, empty where it has no end.
	Reason, Until string

	// fault says what is wrong with its form; it suppresses nothing then.
	fault *fault
	// scope is what it is about; none where it is about nothing.
	scope span
	// around is the attribute that holds the scope, and line the line of it that is meant: a finding
	// located at a value of the attribute that spans the line is meant, too.
	around span
	line   int
	// head is the line that begins the resource or module call around it; 0 where there is none.
	head int

	used map[string]bool // those of Rules that suppress something
}

// fault says what is wrong with a suppression.
type fault struct{ summary, detail string }

// pos is a place in a file; both count from 1.
type pos struct{ line, column int }

func (p pos) before(q pos) bool {
	return p.line < q.line || p.line == q.line && p.column < q.column
}

// span is a part of a file; end is the place behind it.
type span struct{ start, end pos }

func (s span) none() bool { return s == span{} }

// has reports whether a place lies in the span.
func (s span) has(p pos) bool { return !s.none() && !p.before(s.start) && p.before(s.end) }

// lastLine is further down than any line.
const lastLine = 1 << 30

// wholeFile is the span of all of a file.
func wholeFile() span { return span{start: pos{1, 1}, end: pos{lastLine, 1}} }

// Covers reports whether what is written at a place of the suppression's file is meant by it.
func (s *Suppression) Covers(at report.Location) bool {
	start := pos{at.Line, at.Column}
	if s.scope.has(start) {
		return true
	}
	return s.around.has(start) && at.Line <= s.line && s.line <= max(at.EndLine, at.Line)
}

// names reports which of the rules of the suppression a rule is named by.
func (s *Suppression) names(rule string) []string {
	family, _, _ := strings.Cut(rule, "/")
	var list []string
	for _, name := range s.Rules {
		if name == rule || name == family || name == All {
			list = append(list, name)
		}
	}
	return list
}

// Mentions reports whether a text may hold suppressions: it is quick, and what it says no to has
// none.
func Mentions(text []byte) bool { return bytes.Contains(text, []byte("ecrlint")) }

// Read finds the suppressions in the text of a file, in order. The name tells the language.
func Read(file string, text []byte) []*Suppression {
	if !Mentions(text) {
		return nil
	}
	name := strings.ToLower(path.Base(file))
	ending := func(ends ...string) bool {
		for _, end := range ends {
			if strings.HasSuffix(name, end) {
				return true
			}
		}
		return false
	}
	var list []*Suppression
	switch {
	case ending(".tf.json", ".tofu.json", ".tfvars.json"):
		list = readTerraformJSON(text)
	case ending(".tf", ".tofu", ".tfvars", ".hcl"):
		list = readHCL(text)
	case looksLikeJSON(text):
		list = readTemplateJSON(text)
	default:
		list = readYAML(text)
	}
	for _, s := range list {
		s.Location.File = file
		s.used = map[string]bool{}
	}
	return list
}
