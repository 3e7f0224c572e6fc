package report

import (
	"fmt"
	"html"
	"slices"
	"strings"
)

// findings are the faults and remarks of the rules.
func (p *page) findings() {
	groups := grouped(p.report.Findings)
	if len(groups) == 0 {
		return
	}
	slices.SortStableFunc(groups, func(a, b *group) int { return rank(a.Severity) - rank(b.Severity) })
	p.tag("<h2>Findings</h2>\n")
	for _, g := range groups {
		p.finding(g, "")
	}
}

// finding is a fault: what, the path hop by hop, where, the fix.
func (p *page) finding(g *group, suppressed string) {
	p.tag("<article class=\"%s\" id=\"f-%s\">\n", string(g.Severity), g.Fingerprint)
	p.tag("<h3>%s: %s <code class=\"soft\">%s</code></h3>\n", string(g.Severity), g.Message, g.Rule)
	if suppressed != "" {
		p.tag("<p>%s</p>\n", suppressed)
	}
	p.chain(g.Path)
	p.place(g.Location)
	p.tag("<dl>\n")
	p.term("breaks", g.broken())
	p.term("likewise", g.resources())
	p.term("in", g.environments())
	var callers []string
	for _, at := range g.Callers {
		if at.File != "" {
			callers = append(callers, p.position(at))
		}
	}
	p.term("called at", callers)
	p.term("shows once these are mended", g.MaskedBy)
	if g.Predicts != "" {
		p.term("prevents", []string{g.Predicts})
	}
	if g.Fix.Summary != "" {
		p.term("fix", []string{g.Fix.Summary})
	}
	p.tag("</dl>\n")
	if code := fixCode(&g.Fix); code != "" {
		p.tag("<pre>%s</pre>\n", strings.TrimRight(code, "\n"))
	}
	p.tag("<p class=\"soft\">More: <code>ecrlint explain %s</code></p>\n</article>\n", g.Rule)
}

// term is one of the things that are said of a finding.
func (p *page) term(name string, lines []string) {
	if len(lines) == 0 {
		return
	}
	p.tag("<dt>%s</dt><dd>", name)
	for i, line := range lines {
		if i > 0 {
			p.tag("<br>")
		}
		p.tag("<span class=\"address\">%s</span>", line)
	}
	p.tag("</dd>\n")
}

// chain draws the path of a finding: the broken hop dashed, those behind it faded.
func (p *page) chain(hops []Hop) {
	hops = slices.Compact(slices.Clone(hops))
	if len(hops) == 0 {
		return
	}
	leg := commonLeg(hops)
	p.tag("<ol class=\"chain\" aria-label=\"path\">\n")
	if leg != "" {
		p.tag("<li class=\"leg\">%s</li>\n", leg)
	}
	broken := false
	for _, hop := range hops {
		class := "open"
		switch {
		case hop.State == closedState:
			class = "closed"
		case broken:
			class = "open behind"
		case hop.State != "open":
			class = "unsure"
		}
		broken = broken || hop.State == closedState
		gate := hop.Gate
		if hop.Leg != "" && leg == "" {
			gate += " (" + hop.Leg + ")"
		}
		p.tag("<li class=\"%s\"><div title=\"%s\"><b>%s</b><span class=\"address\">%s</span>"+
			"</div></li>\n",
			class, p.title(hop), gate, hop.At)
	}
	p.tag("</ol>\n")
}

// title is what a hop says when it is pointed at.
func (p *page) title(hop Hop) string {
	if hop.Location.File == "" {
		return hop.State
	}
	return hop.State + " " + p.position(hop.Location)
}

// place shows the lines of a location.
func (p *page) place(at Location) {
	if at.File == "" {
		return
	}
	p.tag("<p class=\"address\">%s</p>\n", p.position(at))
	lines := p.lines(at.File)
	if at.Line < 1 || at.Line > len(lines) {
		return
	}
	first, last := at.Line, min(at.last(), len(lines))
	end := last
	if first == last {
		end = bodyEnd(lines, first)
		if inYAML(at.File) {
			end = max(end, deeperEnd(lines, first))
		}
		if end == first {
			first, end = max(first-frameContext, 1), min(first+frameContext, len(lines))
		}
	}
	cut := end > first+2*frameLines
	if cut {
		end = first + 2*frameLines
	}
	p.tag("<div class=\"frame\" tabindex=\"0\">")
	for n := first; n <= end; n++ {
		class := ""
		if n >= at.Line && n <= last {
			class = " class=\"hit\""
		}
		line := strings.Map(shownRune, strings.TrimRight(expand(lines[n-1]), " \r"))
		p.tag("<div%s><i>%d</i>%s</div>", markup(class), n, markup(html.EscapeString(line)))
	}
	if cut {
		p.tag("<div><i>…</i></div>")
	}
	p.tag("</div>\n")
}

// rest names what is out of the way and what was not judged.
func (p *page) rest() {
	if len(p.report.Suppressed) > 0 {
		p.tag("<h2>Suppressed</h2>\n")
		for i := range p.report.Suppressed {
			one := &p.report.Suppressed[i]
			p.finding(&group{Finding: one.Finding, Instances: []*Finding{&one.Finding}},
				one.Suppression.said())
		}
	}
	var items []string
	for _, n := range p.report.NotJudged {
		where := ""
		if n.Location.File != "" {
			where = " (" + p.position(n.Location) + ")"
		}
		items = append(items, n.said()+where)
	}
	p.listing("Not judged", items)
	items = nil
	for _, m := range p.report.Modelled {
		items = append(items, fmt.Sprintf("%s in %s: %s", m.Module, m.Root, m.Model))
	}
	p.listing("Modules judged by a model of them", items)
}
