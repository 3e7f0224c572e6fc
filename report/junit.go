package report

import (
	"cmp"
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"
)

// JUnit's XML as Jenkins and GitLab read it.
// https://github.com/jenkinsci/xunit-plugin (junit-10.xsd)
type junitSuites struct {
	XMLName  xml.Name      `xml:"testsuites"`
	Name     string        `xml:"name,attr"`
	Tests    int           `xml:"tests,attr"`
	Failures int           `xml:"failures,attr"`
	Errors   int           `xml:"errors,attr"`
	Time     string        `xml:"time,attr"`
	Suites   []*junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     string      `xml:"time,attr"`
	Cases    []junitCase `xml:"testcase"`

	names map[string]int
}

type junitCase struct {
	Name    string       `xml:"name,attr"`
	Class   string       `xml:"classname,attr"`
	Time    string       `xml:"time,attr"`
	Skipped *junitResult `xml:"skipped"`
	Error   *junitResult `xml:"error"`
	Failure *junitResult `xml:"failure"`
	Out     string       `xml:"system-out,omitempty"`
}

type junitResult struct {
	Type    string `xml:"type,attr,omitempty"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// WriteJUnit writes the report as JUnit's XML: a suite for each root, a case for each pull. A pull
// that fails is a failure, one whose verdict is not known is skipped; so is one that fails by what
// is suppressed or not reported. What else is found stands in the output of the pulls that it
// affects, in a case of its own where there are none. Diagnostics are a suite, too: errors are
// errors, warnings are skipped. The report must be sorted.
func WriteJUnit(w io.Writer, r *Report, options FileOptions) error {
	j := newJUnit(r, options)
	for i := range r.Pulls {
		pull := &r.Pulls[i]
		j.suite(pull.in()).add(j.pull(pull))
	}
	for i := range r.Findings {
		if f := &r.Findings[i]; !j.told[f.Fingerprint] {
			j.suite(j.home(f)).add(j.alone(f))
		}
	}
	for i := range r.NotJudged {
		n := &r.NotJudged[i]
		words := "not judged: " + n.said()
		if at := j.position(n.Location); at != "" {
			words += " (" + at + ")"
		}
		j.suite(RootName(n.Root, j.environment(n.Root))).add(junitCase{
			Name: visible(n.Resource), Skipped: &junitResult{Message: words},
		})
	}
	j.diagnostics()
	all := junitSuites{Name: "ecrlint", Time: "0", Suites: j.suites}
	for _, s := range all.Suites {
		all.Tests += s.Tests
		all.Failures += s.Failures
		all.Errors += s.Errors
	}
	return encodeXML(w, all)
}

// junit builds suites.
type junit struct {
	*files
	report   *Report
	suites   []*junitSuite
	findings map[string][]*Finding   // by fingerprint
	silent   map[string]*Suppression // likewise
	told     map[string]bool         // the fingerprints of findings that pulls name
}

func newJUnit(r *Report, options FileOptions) *junit {
	j := &junit{
		files: newFiles(r, options), report: r, findings: map[string][]*Finding{},
		silent: map[string]*Suppression{}, told: map[string]bool{},
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		j.findings[f.Fingerprint] = append(j.findings[f.Fingerprint], f)
	}
	for i := range r.Suppressed {
		j.silent[r.Suppressed[i].Fingerprint] = &r.Suppressed[i].Suppression
	}
	for i := range r.Pulls {
		for _, fingerprint := range r.Pulls[i].Findings {
			j.told[fingerprint] = true
		}
	}
	for _, root := range r.Roots {
		if j.environment(root) == "" {
			j.suite(root)
		}
	}
	for _, e := range r.Environments {
		j.suite(RootName(e.Root, e.Name))
	}
	return j
}

// suite returns the suite of a name.
func (j *junit) suite(name string) *junitSuite {
	for _, s := range j.suites {
		if s.Name == name {
			return s
		}
	}
	s := &junitSuite{Name: name, Time: "0", names: map[string]int{}}
	j.suites = append(j.suites, s)
	return s
}

// add adds a case and counts it. Its name is made the only one of the suite.
func (s *junitSuite) add(c junitCase) {
	c.Class, c.Time = s.Name, "0"
	s.names[c.Name]++
	if n := s.names[c.Name]; n > 1 {
		c.Name += " #" + strconv.Itoa(n)
	}
	s.Tests++
	switch {
	case c.Error != nil:
		s.Errors++
	case c.Failure != nil:
		s.Failures++
	case c.Skipped != nil:
		s.Skipped++
	}
	s.Cases = append(s.Cases, c)
}

// environment is the first environment of a root; empty where it has none.
func (j *junit) environment(root string) string {
	for _, e := range j.report.Environments {
		if e.Root == root {
			return e.Name
		}
	}
	return ""
}

// home names the suite of a finding that no pull names.
func (j *junit) home(f *Finding) string {
	if len(f.Environments) > 0 {
		return RootName(f.Root, f.Environments[0])
	}
	return RootName(f.Root, j.environment(f.Root))
}

// pull is the case of a pull.
func (j *junit) pull(pull *Pull) junitCase {
	c := junitCase{Name: pull.placed()}
	var errors, others []*Finding
	var silent *Suppression
	for _, fingerprint := range pull.Findings {
		for _, f := range j.findings[fingerprint] {
			if f.Severity == Error {
				errors = append(errors, f)
			} else {
				others = append(others, f)
			}
		}
		silent = cmp.Or(silent, j.silent[fingerprint])
	}
	c.Out = j.texts(others)
	switch {
	case len(errors) > 0:
		c.Failure = j.failure(errors)
	case pull.Verdict == Unknown:
		reasons := pull.reasons()
		c.Skipped = &junitResult{
			Message: nonEmpty(strings.Join(reasons, "; "), "the verdict is not known"),
		}
	case pull.Verdict == Pulls:
	case silent != nil:
		c.Skipped = &junitResult{Message: "fails, and is suppressed: " + silent.said()}
	default:
		c.Skipped = &junitResult{Message: "fails by rules that are not reported"}
	}
	return c
}

// alone is the case of a finding that no pull names.
func (j *junit) alone(f *Finding) junitCase {
	c := junitCase{Name: visible(f.Rule + " " + f.Resource)}
	if f.Severity == Error {
		c.Failure = j.failure([]*Finding{f})
	} else {
		c.Out = j.texts([]*Finding{f})
	}
	return c
}

// failure says why a pull fails.
func (j *junit) failure(list []*Finding) *junitResult {
	var rules []string
	for _, f := range list {
		if !slices.Contains(rules, f.Rule) {
			rules = append(rules, f.Rule)
		}
	}
	words := visible(list[0].Message)
	if len(list) > 1 {
		words += " (and " + strconv.Itoa(len(list)-1) + " more)"
	}
	return &junitResult{Type: strings.Join(rules, ", "), Message: words, Text: j.texts(list)}
}

// texts writes findings in full.
func (j *junit) texts(list []*Finding) string {
	var texts []string
	for _, f := range list {
		where := nonEmpty(j.position(f.Location), f.Root)
		g := &group{Finding: *f, Instances: []*Finding{f}}
		texts = append(texts, where+": "+string(f.Severity)+" ["+f.Rule+"]: "+j.message(g))
	}
	return strings.Join(texts, "\n\n")
}

// diagnostics are a suite of their own: they are of no root.
func (j *junit) diagnostics() {
	for _, m := range j.report.remarks() {
		if m.kind != remarkDiagnostic {
			continue
		}
		c := junitCase{Name: nonEmpty(j.position(m.at), visible(m.title))}
		result := &junitResult{Type: visible(m.title), Message: m.said()}
		if m.severity == Error {
			c.Error = result
		} else {
			c.Skipped = result
		}
		j.suite("diagnostics").add(c)
	}
}
