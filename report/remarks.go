package report

import "strings"

// The kinds of remarks, as formats name them where findings have their rule.
const (
	remarkDiagnostic = "diagnostic"
	remarkUnknown    = "unknown"
	remarkNotJudged  = "not_judged"
)

// remark is what a report says beside its findings: a diagnostic, a verdict that is not known,
// what was seen and not judged.
type remark struct {
	kind     string
	severity Severity
	title    string
	words    string
	at       Location
	root     string
	// key tells the remark apart from run to run: it holds no line.
	key string
}

// remarks returns what formats with no place of their own for it say beside the findings.
func (r *Report) remarks() []remark {
	var list []remark
	for i := range r.Diagnostics {
		d := &r.Diagnostics[i]
		list = append(list, remark{
			kind: remarkDiagnostic, severity: d.Severity, title: d.Summary,
			words: strings.TrimSpace(d.Detail), at: d.at(), key: d.at().File,
		})
	}
	for i := range r.Pulls {
		pull := &r.Pulls[i]
		if pull.Verdict == Unknown {
			list = append(list, remark{
				kind: remarkUnknown, severity: Info, title: "Verdict unknown", words: undecided(pull),
				at: pull.Location, root: pull.Root, key: pull.in() + "\n" + pull.Image,
			})
		}
	}
	for i := range r.NotJudged {
		n := &r.NotJudged[i]
		list = append(list, remark{
			kind: remarkNotJudged, severity: Info, title: "Not judged", words: n.said(),
			at: n.Location, root: n.Root, key: n.Root,
		})
	}
	return list
}

// said is a remark with its title.
func (m *remark) said() string {
	if m.words == "" {
		return shownText(m.title)
	}
	return shownText(m.title + ": " + m.words)
}

// undecided names a pull and says why its verdict is not known.
func undecided(pull *Pull) string {
	words := PullRef{Workload: pull.Workload, Part: pull.Part, Container: pull.Container}.name()
	if reasons := pull.reasons(); len(reasons) > 0 {
		words += ": " + strings.Join(reasons, "; ")
	}
	return words
}

// reasons say why the verdict of a pull is not known.
func (p *Pull) reasons() []string {
	reasons := make([]string, 0, len(p.Unknowns))
	for _, missing := range p.Unknowns {
		reason := missing.said()
		if missing.Hint != "" {
			reason += " (" + visible(missing.Hint) + ")"
		}
		reasons = append(reasons, reason)
	}
	return reasons
}

// shownText is a text of some lines whose control characters are shown.
func shownText(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		return shownRune(r)
	}, strings.ReplaceAll(strings.TrimSpace(text), "\r\n", "\n"))
}
