package report

import (
	"fmt"
	"slices"
	"strings"
)

// How much of the pulls the text report shows without -v: reasons of one unknown verdict, and
// rows of pulls that are fine.
const (
	shownReasons = 2
	shownFine    = 12
)

// row is a pull in the table.
type row struct {
	*Pull
	name string
}

// pulls prints the table of pulls, root by root, worst verdict first.
func (t *text) pulls() {
	if len(t.report.Pulls) == 0 {
		return
	}
	t.line(t.paint("Pulls", bold))
	fine := 0
	for start := 0; start < len(t.report.Pulls); {
		end := start
		for end < len(t.report.Pulls) && t.report.Pulls[end].in() == t.report.Pulls[start].in() {
			end++
		}
		fine = t.root(t.report.Pulls[start:end], fine)
		start = end
	}
	if hidden := fine - shownFine; hidden > 0 && !t.verbose {
		t.line(fmt.Sprintf("  and %d more that pull (-v shows them)", hidden))
	}
	t.line()
}

// root prints the pulls of one root; fine counts the ones that pull, over all roots.
func (t *text) root(pulls []Pull, fine int) int {
	rows := make([]row, len(pulls))
	width := 0
	for i := range pulls {
		rows[i] = row{Pull: &pulls[i], name: pulls[i].name()}
		width = max(width, cells(rows[i].name))
	}
	slices.SortStableFunc(rows, func(a, b row) int { return order(a.Verdict) - order(b.Verdict) })
	shown := 0
	for shown < len(rows) && (t.verbose || fine < shownFine || rows[shown].Verdict != Pulls) {
		if rows[shown].Verdict == Pulls {
			fine++
		}
		shown++
	}
	if shown > 0 && (len(t.report.Roots) > 1 || rows[0].Environment != "") {
		t.line("  ", visible(rows[0].in()))
	}
	for i, r := range rows[:shown] {
		t.line("  ", t.verdict(r.Verdict), "  ", pad(r.name, width), "  ", t.about(r.Pull))
		next := i+1 < len(rows) && slices.Equal(rows[i+1].Unknowns, r.Unknowns)
		if r.Verdict == Unknown && !next {
			t.reasons(r.Unknowns)
		}
	}
	return fine + len(rows) - shown
}

// name names a pull in the list of pulls.
func (p *Pull) name() string {
	name := visible(p.Workload)
	if p.Part != "" {
		name += ", " + visible(p.Part)
	}
	if p.Container != "" {
		name += " (" + visible(p.Container) + ")"
	}
	return name
}

// placed names a pull with the compute environment that it is in, where a list has no column for
// that.
func (p *Pull) placed() string {
	if p.ComputeEnvironment == "" {
		return p.name()
	}
	return p.name() + " in " + visible(p.ComputeEnvironment)
}

// in names the root of a pull as it was read.
func (p *Pull) in() string { return RootName(p.Root, p.Environment) }

// about says what is pulled how, and which findings stop it.
func (t *text) about(pull *Pull) string {
	words := []string{pull.Launch, visible(pull.Image)}
	if pull.ComputeEnvironment != "" {
		words = slices.Insert(words, 1, "in "+visible(pull.ComputeEnvironment))
	}
	if pull.Construct != "" {
		words = append(words, t.paint("made by "+visible(pull.Construct), dim))
	}
	if rules := t.rules(pull); len(rules) > 0 {
		words = append(words, t.paint("["+strings.Join(rules, ", ")+"]", dim))
	}
	if pull.Suppressed {
		words = append(words, t.paint("(suppressed)", dim))
	}
	words = slices.DeleteFunc(words, func(word string) bool { return word == "" })
	return strings.Join(words, "  ")
}

// rules names the rules of the findings of a pull that the report shows, each once.
func (t *text) rules(pull *Pull) []string {
	var rules []string
	for _, fingerprint := range pull.Findings {
		f, ok := t.findings[fingerprint]
		shown := ok && (f.Severity != Info || t.verbose)
		if shown && !slices.Contains(rules, f.Rule) {
			rules = append(rules, f.Rule)
		}
	}
	slices.Sort(rules)
	return rules
}

// reasons prints what is missing for a verdict.
func (t *text) reasons(unknowns []Missing) {
	for i, missing := range unknowns {
		if i == shownReasons && !t.verbose {
			hidden := len(unknowns) - shownReasons
			t.line("      ", t.paint("and "+plural(hidden, "more reason")+" (-v shows)", dim))
			return
		}
		words := missing.said()
		if where := position(missing.Location); where != "" {
			words += " (" + where + ")"
		}
		t.line("      ", words)
		if missing.Hint != "" {
			t.line("      ", t.pick("→ ", "-> "), visible(missing.Hint))
		}
	}
}

// said says what is missing and why.
func (m Missing) said() string {
	switch {
	case m.What == "" || m.Why == "":
		return visible(m.What + m.Why)
	case strings.HasPrefix(m.Why, "is ") || strings.HasPrefix(m.Why, "has "):
		return visible(m.What + " " + m.Why)
	default:
		return visible(m.What + ": " + m.Why)
	}
}

// order ranks verdicts, worst first.
func order(verdict Verdict) int {
	switch verdict {
	case Fails:
		return 0
	case Pulls:
		return 2
	default:
		return 1
	}
}

// notJudged prints what was seen and not judged.
func (t *text) notJudged() {
	if len(t.report.NotJudged) == 0 {
		return
	}
	t.line(t.paint("Not judged", bold))
	for _, n := range t.report.NotJudged {
		where := position(n.Location)
		if where == "" {
			where = n.Root
		}
		t.line("  ", where, ": ", n.said())
	}
	t.line()
}

// said says what was not judged and why.
func (n NotJudged) said() string {
	words := n.Resource
	if n.What != "" {
		words += " (" + n.What + ")"
	}
	if n.Why != "" {
		words += ": " + n.Why
	}
	return visible(words)
}

// modelled prints, with -v, which modules were judged by a model.
func (t *text) modelled() {
	if !t.verbose || len(t.report.Modelled) == 0 {
		return
	}
	t.line(t.paint("Judged by a model of the module (run `terraform init` to have its source)", bold))
	for _, one := range t.report.Modelled {
		t.line("  ", position(one.Location), ": ", visible(one.Module), ": ", visible(one.Model))
	}
	t.line()
}

// assumptions prints, with -v, what the verdicts take for granted.
func (t *text) assumptions() {
	if !t.verbose {
		return
	}
	var said []string
	for i := range t.report.Pulls {
		pull := &t.report.Pulls[i]
		for _, assumption := range pull.Assumptions {
			if len(t.report.Roots) > 1 || pull.Environment != "" {
				assumption = pull.in() + ": " + assumption
			}
			if !slices.Contains(said, assumption) {
				said = append(said, assumption)
			}
		}
	}
	if len(said) == 0 {
		return
	}
	t.line(t.paint("Assumptions", bold))
	for _, assumption := range said {
		t.line("  ", assumption)
	}
	t.line()
}
