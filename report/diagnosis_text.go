package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
)

// WriteDiagnosis writes a diagnosis for people: what the message means; then what in the
// configuration explains it, likeliest first, or what to look at.
func WriteDiagnosis(w io.Writer, d *Diagnosis, options TextOptions) error {
	r := d.Report
	if r == nil {
		r = &Report{}
	}
	t := &text{
		style:    style{color: options.Color, unicode: options.Unicode},
		w:        bufio.NewWriter(w),
		report:   r,
		verbose:  options.Verbose,
		sources:  map[string][]string{},
		findings: make(map[string]*Finding, len(r.Findings)),
		fits:     map[string]string{},
	}
	for i := range r.Findings {
		t.findings[r.Findings[i].Fingerprint] = &r.Findings[i]
	}
	t.meaning(&d.Meaning)
	switch {
	case d.Report == nil:
		t.causes(d)
	case len(d.Explanations) > 0:
		t.explanations(d.Explanations)
		t.open(d.Open)
	default:
		t.nothingExplains(d)
	}
	for i := range r.Diagnostics {
		t.diagnostic(&r.Diagnostics[i])
	}
	t.notJudged()
	t.verdictOfDiagnosis(d)
	return flushed(t.w)
}

// meaning prints the message and what it means.
func (t *text) meaning(m *Meaning) {
	t.line(t.paint("Message", bold))
	for line := range strings.SplitSeq(m.Message, "\n") {
		t.wrapped("  ", visible(line), dim)
	}
	t.line()
	t.line(t.paint("Means", bold))
	t.wrapped("  ", m.Summary)
	t.wrapped("  ", m.Hop)
	for _, fact := range m.Facts.list() {
		t.line("  ", t.paint(pad(fact[0], labelWidth), dim), visible(fact[1]))
	}
	t.line("  ", t.paint(pad("read", labelWidth), dim), m.See)
	t.line()
}

// list returns the facts that are known, with what they are called.
func (f *Facts) list() [][2]string {
	address := f.Address
	if kind := addressKinds[f.AddressKind]; kind != "" {
		address += " (" + kind + ")"
	}
	if f.Host != "" && address != "" {
		address += ", " + f.Host
	} else if address == "" {
		address = f.Host
	}
	refused := f.Action
	if f.Resource != "" {
		refused = strings.TrimSpace(refused + " on " + f.Resource)
	}
	all := [][2]string{
		{"image", f.Image},
		{"called", address},
		{"refused", refused},
		{"role", f.Role},
		{"secret", f.Secret},
		{"group", f.LogGroup},
		{"service", f.Service},
	}
	return slices.DeleteFunc(all, func(fact [2]string) bool { return fact[1] == "" })
}

// addressKinds name the kinds of address.
var addressKinds = map[string]string{
	"private": "private", "public": "public", "s3": "of Amazon S3", "odd": "none of Amazon's",
}

// causes lists the rules about faults that give the message.
func (t *text) causes(d *Diagnosis) {
	if len(d.Causes) > 0 {
		t.line(t.paint("Faults that give this message, likeliest first", bold))
		width := 0
		for _, rule := range d.Causes {
			width = max(width, cells(rule.ID))
		}
		shown := d.Causes
		if len(shown) > shownCauses && !t.verbose {
			shown = shown[:shownCauses]
		}
		for _, rule := range shown {
			t.line("  ", pad(rule.ID, width), "  ", visible(rule.Title))
		}
		if hidden := len(d.Causes) - len(shown); hidden > 0 {
			t.line(fmt.Sprintf("  and %d more (-v shows them)", hidden))
		}
		t.line()
	}
	t.unseen(&d.Meaning)
}

// shownCauses is how many rules are listed without -v.
const shownCauses = 10

// unseen lists the causes that no configuration shows.
func (t *text) unseen(m *Meaning) {
	if len(m.Unseen) == 0 {
		return
	}
	t.line(t.paint("No configuration shows", bold))
	for _, cause := range m.Unseen {
		t.line("  ", cause)
	}
	t.line()
}

// explanations prints the findings that explain the message.
func (t *text) explanations(list []Explanation) {
	var findings []Finding
	for _, one := range list {
		if f := t.findings[one.Finding]; f != nil {
			findings = append(findings, *f)
			t.fits[one.Finding] = one.Why
		}
	}
	t.line(t.paint("Explained by, likeliest first", bold))
	t.line()
	for _, g := range grouped(findings) {
		t.finding(g)
	}
}

// nothingExplains says what to look at where no finding explains the message.
func (t *text) nothingExplains(d *Diagnosis) {
	t.line(t.paint("Nothing in the configuration explains it", bold))
	if d.Calls == 0 {
		t.line("  no workload in view makes the call that the message is about")
	}
	t.line()
	t.open(d.Open)
	t.unseen(&d.Meaning)
}

// open lists what is not known and may be what failed.
func (t *text) open(list []OpenPull) {
	if len(list) == 0 {
		return
	}
	t.line(t.paint("Not known, and may be it", bold))
	for i, open := range list {
		name := open.name()
		if open.Call != "" {
			name += ": " + open.Call
		}
		t.line("  ", t.paint("? ", yellow), name)
		if i+1 < len(list) && slices.Equal(list[i+1].Unknowns, open.Unknowns) {
			continue
		}
		t.reasons(open.Unknowns)
	}
	t.line()
}

// verdictOfDiagnosis prints the last line.
func (t *text) verdictOfDiagnosis(d *Diagnosis) {
	s := t.report.Summary()
	switch n := len(d.Explanations); {
	case d.Report == nil:
		t.line("Name the configuration (ecrlint diagnose MESSAGE PATH) to see which of these it has.")
	case n > 0:
		t.line(fmt.Sprintf("%s in %s; %s", plural(n, "explanation"), plural(s.Roots, "root"),
			t.counts(s)))
	default:
		t.line(fmt.Sprintf("no explanation in %s; %s", plural(s.Roots, "root"), t.counts(s)))
	}
}

// wrapWidth is where sentences of a diagnosis wrap.
const wrapWidth = 96

// wrapped prints a text that is broken between words.
func (t *text) wrapped(indent, text string, codes ...string) {
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && cells(indent)+cells(line)+1+cells(word) > wrapWidth {
			t.line(indent, t.paint(line, codes...))
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	if line != "" {
		t.line(indent, t.paint(line, codes...))
	}
}
