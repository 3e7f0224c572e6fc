package report

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"
	"strings"
)

// gitlabProblem is an entry of a Code Quality report.
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
type gitlabProblem struct {
	Type        string         `json:"type"`
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
	Categories  []string       `json:"categories"`
	Content     gitlabContent  `json:"content"`
}

// gitlabContent is what does not fit on the line that GitLab shows.
type gitlabContent struct {
	Body string `json:"body"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end,omitempty"`
}

// WriteGitLab writes the report as a Code Quality report of GitLab. Findings of one rule at one
// position are one entry. The report must be sorted.
func WriteGitLab(w io.Writer, r *Report, options FileOptions) error {
	g := &gitlab{files: newFiles(r, options), problems: []gitlabProblem{}, seen: map[string]int{}}
	for _, one := range grouped(r.Findings) {
		severity := map[Severity]string{Error: "critical", Warning: "major"}[one.Severity]
		words := visible(one.Message)
		if one.Fix.Summary != "" {
			words = strings.TrimSuffix(words, ".") + ". Fix: " + visible(one.Fix.Summary)
		}
		g.add(one.Location.shown(one.Root), gitlabProblem{
			Description: words, CheckName: nonEmpty(one.Rule, "ecrlint"),
			Fingerprint: one.Fingerprint, Severity: nonEmpty(severity, "info"),
			Content: gitlabContent{Body: g.message(one)},
		})
	}
	for _, m := range r.remarks() {
		severity := map[Severity]string{Error: "blocker", Warning: "minor"}[m.severity]
		g.add(m.at.shown(m.root), gitlabProblem{
			Description: visible(m.said()), CheckName: m.kind, Content: gitlabContent{Body: m.said()},
			Fingerprint: hashed(m.kind, m.key, m.title, m.words),
			Severity:    nonEmpty(severity, "info"),
		})
	}
	return encode(w, g.problems)
}

// gitlab builds a Code Quality report.
type gitlab struct {
	*files
	problems []gitlabProblem
	seen     map[string]int // fingerprints
}

// add adds an entry. GitLab shows one entry of each fingerprint.
func (g *gitlab) add(at Location, p gitlabProblem) {
	p.Type, p.Categories = "issue", []string{"Bug Risk"}
	p.Location.Path = g.path(at.File)
	p.Location.Lines.Begin = at.Line
	if last := at.last(); last > at.Line {
		p.Location.Lines.End = last
	}
	g.seen[p.Fingerprint]++
	if n := g.seen[p.Fingerprint]; n > 1 {
		p.Fingerprint = hashed(p.Fingerprint, strconv.Itoa(n))
	}
	g.problems = append(g.problems, p)
}

// hashed is a fingerprint of some texts.
func hashed(parts ...string) string {
	sum := sha256.New()
	for _, part := range parts {
		_, _ = io.WriteString(sum, part+"\x00")
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}
