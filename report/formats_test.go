package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// said is what a reader of a format takes from it.
type said struct {
	severity, rule, file, text string
	line                       int
}

// readers parse formats as the programs do that take them.
var readers = map[string]struct {
	write func(io.Writer, *Report, FileOptions) error
	read  func(t require.TestingT, text string) []said
	// severities are the format's words for error, warning and info.
	severities [3]string
}{
	"github":     {WriteGitHub, readGitHub, [3]string{"error", "warning", "notice"}},
	"gitlab":     {WriteGitLab, readGitLab, [3]string{"critical", "major", "info"}},
	"checkstyle": {WriteCheckstyle, readCheckstyle, [3]string{"error", "warning", "info"}},
	"rdjson":     {WriteRDJSON, readRDJSON, [3]string{"ERROR", "WARNING", "INFO"}},
	"sarif":      {WriteSARIF, readSARIF, [3]string{"error", "warning", "note"}},
}

// readGitHub reads commands as GitHub's runner does.
func readGitHub(t require.TestingT, text string) []said {
	unescape := strings.NewReplacer(
		"%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
	var list []said
	for line := range strings.Lines(text) {
		command := regexp.MustCompile(`^::(error|warning|notice) (.*?)::(.*)\n$`).
			FindStringSubmatch(line)
		if !assert.NotNil(t, command, "%q is no command", line) {
			continue
		}
		one := said{severity: command[1], text: unescape.Replace(command[3])}
		for property := range strings.SplitSeq(command[2], ",") {
			name, value, _ := strings.Cut(property, "=")
			value = unescape.Replace(value)
			switch name {
			case "file":
				one.file = value
			case "line":
				_, _ = fmt.Sscan(value, &one.line)
			case "title":
				one.rule = value
			default:
				assert.Contains(t, []string{"endLine", "col", "endColumn"}, name)
			}
		}
		list = append(list, one)
	}
	return list
}

func readGitLab(t require.TestingT, text string) []said {
	var problems []struct {
		Description, Fingerprint, Severity string
		Name                               string `json:"check_name"`
		Location                           struct {
			Path  string
			Lines struct{ Begin int }
		}
		Content struct{ Body string }
	}
	require.NoError(t, json.Unmarshal([]byte(text), &problems))
	var list []said
	var fingerprints []string
	for _, p := range problems {
		assert.NotContains(t, p.Description, "\n", "a description stands on one line")
		assert.NotEmpty(t, p.Description)
		fingerprints = append(fingerprints, p.Fingerprint)
		list = append(list, said{
			p.Severity, p.Name, p.Location.Path, p.Content.Body, p.Location.Lines.Begin,
		})
	}
	slices.Sort(fingerprints)
	assert.Len(t, slices.Compact(fingerprints), len(problems), "GitLab shows each fingerprint once")
	return list
}

func readCheckstyle(t require.TestingT, text string) []said {
	var doc struct {
		File []struct {
			Name  string `xml:"name,attr"`
			Error []struct {
				Line     int    `xml:"line,attr"`
				Severity string `xml:"severity,attr"`
				Message  string `xml:"message,attr"`
				Source   string `xml:"source,attr"`
			} `xml:"error"`
		} `xml:"file"`
	}
	require.NoError(t, xml.Unmarshal([]byte(text), &doc))
	var list []said
	for _, f := range doc.File {
		for _, e := range f.Error {
			rule := strings.TrimPrefix(e.Source, "ecrlint.")
			list = append(list, said{e.Severity, rule, f.Name, e.Message, e.Line})
		}
	}
	return list
}

func readRDJSON(t require.TestingT, text string) []said {
	var doc rdResult
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(&doc))
	var list []said
	for _, d := range doc.Diagnostics {
		line := 0
		if d.Location.Range != nil {
			line = d.Location.Range.Start.Line
		}
		list = append(list, said{d.Severity, d.Code.Value, d.Location.Path, d.Message, line})
	}
	return list
}

func readSARIF(t require.TestingT, text string) []said {
	var log sarifLog
	require.NoError(t, json.Unmarshal([]byte(text), &log))
	var list []said
	run := log.Runs[0]
	for _, r := range run.Results {
		if len(r.Suppressions) > 0 {
			continue
		}
		at := r.Locations[0].PhysicalLocation
		uri, err := url.Parse(at.ArtifactLocation.URI)
		require.NoError(t, err)
		list = append(list, said{
			r.Level, r.RuleID, uri.Path, r.Message.Text, at.Region.StartLine,
		})
	}
	for _, n := range run.Invocations[0].Notifications {
		list = append(list, said{severity: n.Level, text: n.Message.Text})
	}
	return list
}

// hostile are texts that mean something to some format or to what shows it.
var hostile = []string{
	"plain", "a\nb", "\r\n", "%0A::error::x", "::", "a,b=c", "<b>", "</td>", "&amp;", "&", "|", "`",
	"```", "]]>", "<!--", "-->", "\x00", "\x1b[31m", "\x07", "\ufffe", "\U000F0001", "\ue000",
	"\u202eevil\u202c", "עברית", "*x*", "_y_", "[z](https://x)", "@team", "#12", "\\", `"`, "'",
	"%%{init: {}}%%", "$a$", "~~s~~", "\t", "\u2028", "日本語", "👩‍🚀",
}

func hostileText() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		parts := rapid.SliceOfN(rapid.SampledFrom(hostile), 0, 4).Draw(t, "parts")
		return "w" + strings.Join(parts, "") + "w"
	})
}

// drawReport draws a report full of hostile texts.
func drawReport(t *rapid.T) *Report {
	text := func(label string) string { return hostileText().Draw(t, label) }
	location := func() Location {
		at := Location{File: rapid.SampledFrom([]string{"", "a.tf", "b|c:d.tf", "e:f.tf", "<x>,y=z.tf"}).Draw(t, "f")}
		if at.File != "" {
			at.Line = rapid.IntRange(1, 9).Draw(t, "line")
			at.Column = rapid.IntRange(1, 9).Draw(t, "column")
			at.EndLine = at.Line + rapid.IntRange(0, 2).Draw(t, "more")
			at.EndColumn = at.Column + rapid.IntRange(0, 3).Draw(t, "wide")
		}
		return at
	}
	severity := rapid.SampledFrom([]Severity{Error, Warning, Info})
	r := &Report{Roots: []string{"infra", "x"}, Sources: func(string) []byte {
		return []byte(strings.Repeat("é = \"\t日本\" # text\n", 12))
	}}
	for i := range rapid.IntRange(0, 5).Draw(t, "findings") {
		f := Finding{
			Fingerprint: fmt.Sprintf("f%d", i), Root: "infra", Rule: rapid.SampledFrom(
				[]string{"network/a", "iam/b"}).Draw(t, "rule"),
			Severity: severity.Draw(t, "severity"), Message: text("message"),
			Resource: text("resource"), Location: location(), Predicts: text("predicts"),
			Fix:     Fix{Summary: text("summary"), Snippet: text("snippet")},
			Path:    []Hop{{Gate: "dns", At: text("at"), State: "closed", Location: location()}},
			Callers: []Location{location()},
			Pulls:   []PullRef{{Root: "infra", Workload: text("workload"), Container: text("c")}},
		}
		r.Findings = append(r.Findings, f)
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "pulls") {
		p := Pull{
			Root: rapid.SampledFrom(r.Roots).Draw(t, "root"), Workload: text("workload"),
			Container: text("container"), Image: text("image"), Location: location(),
			Verdict: rapid.SampledFrom([]Verdict{Fails, Unknown, Pulls}).Draw(t, "verdict"),
		}
		if p.Verdict == Unknown {
			p.Unknowns = []Missing{{What: text("what"), Why: text("why"), Hint: text("hint")}}
		} else if i < len(r.Findings) {
			p.Findings = []string{r.Findings[i].Fingerprint}
		}
		r.Pulls = append(r.Pulls, p)
	}
	if rapid.Bool().Draw(t, "diagnostic") {
		at := location()
		r.Diagnostics = []Diagnostic{{
			Severity: severity.Draw(t, "severity"), Summary: text("summary"), Detail: text("detail"),
			Location: &at,
		}}
	}
	if rapid.Bool().Draw(t, "not judged") {
		r.NotJudged = []NotJudged{{Root: "x", Resource: text("r"), What: "w", Why: text("why")}}
	}
	r.Sort()
	return r
}

// Every finding is in every format with its severity, rule, place and message, and so is every
// diagnostic, every verdict that is not known, and all that was not judged.
func TestEveryFormatSaysEverything(t *testing.T) {
	for name, format := range readers {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				r := drawReport(t)
				var out bytes.Buffer
				require.NoError(t, format.write(&out, r, FileOptions{}))
				list := format.read(t, out.String())
				groups, remarks := grouped(r.Findings), r.remarks()
				assert.Len(t, list, len(groups)+len(remarks))
				for _, g := range groups {
					at := g.Location.shown(g.Root)
					found := slices.ContainsFunc(list, func(s said) bool {
						return s.severity == format.severities[rank(g.Severity)] && s.rule == g.Rule &&
							s.line == at.Line && s.file == at.File && holds(s.text, g.Message)
					})
					assert.True(t, found, "%v is not in %s", g.Finding, out.String())
				}
				for _, m := range remarks {
					assert.True(t, slices.ContainsFunc(list, func(s said) bool {
						return holds(s.rule+s.text, m.title) && holds(s.text, m.words)
					}), "%v is not in %s", m, out.String())
				}
				steers(t, out.String())
			})
		})
	}
}

// holds reports whether a text says another one, but for what cannot be shown.
func holds(text, part string) bool {
	return strings.Contains(plainLetters(text), plainLetters(part))
}

// plainLetters leaves of a text what no format has a reason to change.
func plainLetters(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError || strings.ContainsRune(
			" \u202e\u202c\u2060\u2028\ufffe", r) {
			return -1
		}
		return r
	}, text)
}

// steers reports characters that steer a terminal or turn the text around.
func steers(t require.TestingT, text string) {
	for _, r := range "\x00\x1b\x07\u202e" {
		assert.NotContains(t, text, string(r))
	}
	assert.True(t, utf8.ValidString(text))
}

// The file of every pull is named in JUnit's report, which counts what it holds.
func TestJUnitSaysEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawReport(t)
		var out bytes.Buffer
		require.NoError(t, WriteJUnit(&out, r, FileOptions{}))
		followsJUnit(t, out.Bytes())
		steers(t, out.String())
		var doc junitSuites
		require.NoError(t, xml.Unmarshal(out.Bytes(), &doc))
		var words strings.Builder
		cases := 0
		for _, s := range doc.Suites {
			names := map[string]bool{}
			cases += len(s.Cases)
			for _, c := range s.Cases {
				assert.False(t, names[c.Name], "the name %q twice", c.Name)
				names[c.Name] = true
				words.WriteString(c.Name + c.Out)
				for _, result := range []*junitResult{c.Skipped, c.Error, c.Failure} {
					if result != nil {
						words.WriteString(result.Message + result.Text)
					}
				}
			}
		}
		assert.Equal(t, doc.Tests, cases)
		for i := range r.Findings {
			assert.True(t, holds(words.String(), r.Findings[i].Message), r.Findings[i].Message)
		}
		for _, m := range r.remarks() {
			if m.kind == remarkUnknown {
				continue
			}
			assert.True(t, holds(words.String(), m.words), m.words)
		}
		for i := range r.Pulls {
			assert.True(t, holds(words.String(), r.Pulls[i].name()), r.Pulls[i].name())
			for _, reason := range r.Pulls[i].reasons() {
				assert.True(t, holds(words.String(), reason), reason)
			}
		}
	})
}

// junitElements are the elements of junit-10.xsd that we use: what they may hold, and which
// attributes they must and may have.
var junitElements = map[string]struct{ children, must, may string }{
	"testsuites": {"testsuite", "", "name time tests failures errors"},
	"testsuite":  {"testcase", "name tests failures errors", "skipped time"},
	"testcase":   {"skipped error failure system-out", "name", "time classname"},
	"skipped":    {"", "", "type message"},
	"error":      {"", "", "type message"},
	"failure":    {"", "", "type message"},
	"system-out": {"", "", ""},
}

// followsJUnit checks a document by the schema of Jenkins's xUnit plugin.
func followsJUnit(t require.TestingT, text []byte) {
	decoder := xml.NewDecoder(bytes.NewReader(text))
	parents := []string{""}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			name, parent := token.Name.Local, parents[len(parents)-1]
			allowed := []string{"testsuites"}
			if parent != "" {
				allowed = strings.Fields(junitElements[parent].children)
			}
			assert.Contains(t, allowed, name, "in %s", parent)
			var has []string
			for _, attribute := range token.Attr {
				has = append(has, attribute.Name.Local)
			}
			must := strings.Fields(junitElements[name].must)
			assert.Subset(t, has, must, name)
			assert.Subset(t, append(must, strings.Fields(junitElements[name].may)...), has, name)
			parents = append(parents, name)
		case xml.EndElement:
			parents = parents[:len(parents)-1]
		}
	}
}
