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
	list = append(list, r.undecided()...)
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

// undecided returns a remark for all pulls of a root whose verdict is not known for the same
// reasons: one value that is missing is said once.
func (r *Report) undecided() []remark {
	var list []remark
	var names [][]string
	index := map[string]int{}
	for i := range r.Pulls {
		pull := &r.Pulls[i]
		if pull.Verdict != Unknown {
			continue
		}
		why := strings.Join(pull.reasons(), "; ")
		key := pull.in() + "\x00" + why
		at, ok := index[key]
		if !ok {
			at = len(list)
			index[key] = at
			names = append(names, nil)
			list = append(list, remark{
				kind: remarkUnknown, severity: Info, title: "Verdict unknown", words: why,
				root: pull.Root, key: pull.in(),
			})
		}
		names[at] = append(names[at], pull.placed())
		if list[at].at.File == "" {
			list[at].at = pull.Location
		}
	}
	for i := range list {
		m := &list[i]
		which := strings.Join(names[i], ", ")
		if len(r.Roots) > 1 || m.key != m.root {
			which += " in " + visible(m.key)
		}
		m.words = strings.TrimSuffix(which+": "+m.words, ": ")
	}
	return list
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
