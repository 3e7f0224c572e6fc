package report

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
)

// What a page looks like and what its filter does. Both stand inside of it.
var (
	//go:embed page/page.css
	pageStyle string
	//go:embed page/page.js
	pageScript string
)

// WriteHTML writes the report as one page that needs no other file and no network: the verdicts as
// a table with a filter, each fault with its path hop by hop, the code and the fix, and for what is
// not known why. It reads well without its script, in light and dark, and on paper. The report must
// be sorted.
func WriteHTML(w io.Writer, r *Report, options FileOptions) error {
	p := &page{files: newFiles(r, options), report: r, out: bufio.NewWriter(w)}
	p.head()
	p.summary()
	p.diagnostics()
	p.verdicts()
	p.findings()
	p.rest()
	p.foot()
	return p.out.Flush()
}

// page writes a page; the first error of writing shows when it is flushed.
type page struct {
	*files
	report *Report
	out    *bufio.Writer
}

// tag writes markup with texts in it, which are escaped.
func (p *page) tag(format string, texts ...any) {
	for i, text := range texts {
		if said, ok := text.(string); ok {
			texts[i] = html.EscapeString(shownText(said))
		}
	}
	_, _ = fmt.Fprintf(p.out, format, texts...)
}

// head begins the page. Its policy lets nothing in but its own style and script.
func (p *page) head() {
	sum := sha256.Sum256([]byte(pageScript))
	s := p.report.Summary()
	p.tag("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
	p.tag("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
	p.tag("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "+
		"style-src 'unsafe-inline'; img-src data:; script-src 'sha256-%s'\">\n",
		base64.StdEncoding.EncodeToString(sum[:]))
	p.tag("<link rel=\"icon\" href=\"data:,\">\n")
	p.tag("<title>ecrlint: %d fails, %d unknown, %d pulls</title>\n",
		s.Verdicts.Fails, s.Verdicts.Unknown, s.Verdicts.Pulls)
	p.tag("<style>\n%s</style>\n</head>\n<body>\n", markup(pageStyle))
	p.tag("<a class=\"skip\" href=\"#verdicts\">To the verdicts</a>\n")
}

// markup is text that is not escaped.
type markup string

// summary says how it went.
func (p *page) summary() {
	s := p.report.Summary()
	p.tag("<header>\n<h1>Container image pulls</h1>\n")
	p.tag("<p class=\"soft\">%s of %s in %s</p>\n<ul class=\"counts\">\n",
		plural(s.Pulls, "pull"), plural(s.Workloads, "workload"), plural(s.Roots, "root"))
	for _, one := range []struct {
		verdict Verdict
		count   int
	}{{Fails, s.Verdicts.Fails}, {Unknown, s.Verdicts.Unknown}, {Pulls, s.Verdicts.Pulls}} {
		p.tag("<li><b class=\"%s\">%d</b>%s</li>\n",
			string(one.verdict), one.count, string(one.verdict))
	}
	for _, one := range []struct {
		noun  string
		count int
	}{
		{"error", s.Errors},
		{"warning", s.Warnings},
		{"info", s.Infos},
		{"diagnostic", len(p.report.Diagnostics)},
		{"suppressed", s.Suppressed},
	} {
		if one.count == 0 {
			continue
		}
		noun := one.noun
		if one.count > 1 && noun != "suppressed" {
			noun += "s"
		}
		p.tag("<li><b>%d</b>%s</li>\n", one.count, noun)
	}
	p.tag("</ul>\n</header>\n<main>\n")
}

// diagnostics names what could not be read.
func (p *page) diagnostics() {
	if len(p.report.Diagnostics) == 0 {
		return
	}
	p.tag("<h2>Diagnostics</h2>\n")
	for i := range p.report.Diagnostics {
		d := &p.report.Diagnostics[i]
		p.tag("<article class=\"%s\">\n<h3>%s: %s</h3>\n", string(d.Severity), string(d.Severity),
			d.Summary)
		if d.Detail != "" {
			p.tag("<p>%s</p>\n", d.Detail)
		}
		p.place(d.at())
		p.tag("</article>\n")
	}
}

// verdicts is the table of pulls, the worst first.
func (p *page) verdicts() {
	p.tag("<h2 id=\"verdicts\">Verdicts</h2>\n")
	if len(p.report.Pulls) == 0 {
		p.tag("<p>Nothing that was read starts a container image.</p>\n")
		return
	}
	p.tag("<div class=\"filter\" role=\"search\" hidden>\n<fieldset>\n")
	for _, verdict := range []Verdict{Fails, Unknown, Pulls} {
		p.tag("<label><input type=\"checkbox\" value=\"%s\" checked> %s</label>\n",
			string(verdict), string(verdict))
	}
	p.tag("</fieldset>\n<label>Search <input type=\"search\" id=\"search\" " +
		"placeholder=\"workload, image, rule… (/)\"></label>\n" +
		"<span class=\"soft\" id=\"shown\" aria-live=\"polite\"></span>\n</div>\n")
	several := len(p.report.Roots) > 1 || len(p.report.Environments) > 0
	p.tag("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"verdicts\">\n" +
		"<table>\n<thead><tr><th scope=\"col\">Verdict</th>")
	if several {
		p.tag("<th scope=\"col\" class=\"root\">Root</th>")
	}
	p.tag("<th scope=\"col\" class=\"wide\">Workload</th><th scope=\"col\" class=\"wide\">Image</th>" +
		"<th scope=\"col\">Why</th></tr></thead>\n<tbody>\n")
	pulls := make([]*Pull, len(p.report.Pulls))
	for i := range p.report.Pulls {
		pulls[i] = &p.report.Pulls[i]
	}
	slices.SortStableFunc(pulls, func(a, b *Pull) int { return order(a.Verdict) - order(b.Verdict) })
	anchors := p.anchors()
	for _, pull := range pulls {
		p.row(pull, several, anchors)
	}
	p.tag("</tbody>\n</table>\n</div>\n")
}

// anchors are the names of the places of findings on the page, by fingerprint.
func (p *page) anchors() map[string]*group {
	anchors := map[string]*group{}
	for _, g := range grouped(p.report.Findings) {
		for _, finding := range g.Instances {
			anchors[finding.Fingerprint] = g
		}
	}
	return anchors
}

// row is a pull.
func (p *page) row(pull *Pull, several bool, anchors map[string]*group) {
	p.tag("<tr data-verdict=\"%s\"><td><span class=\"verdict %s\">%s</span></td>",
		string(pull.Verdict), string(pull.Verdict), string(pull.Verdict))
	if several {
		p.tag("<td class=\"address\">%s</td>", pull.in())
	}
	p.tag("<td class=\"address\">%s<br><span class=\"soft\">%s</span></td>", pull.name(), pull.Launch)
	p.tag("<td class=\"address\">%s</td><td>", pull.Image)
	var named []string
	for _, fingerprint := range pull.Findings {
		g := anchors[fingerprint]
		if g == nil || slices.Contains(named, g.Fingerprint) {
			continue
		}
		named = append(named, g.Fingerprint)
		p.tag("<a href=\"#f-%s\">%s</a><br>", g.Fingerprint, g.Rule)
	}
	for i := range p.report.Suppressed {
		if one := &p.report.Suppressed[i]; slices.Contains(pull.Findings, one.Fingerprint) {
			p.tag("<a href=\"#f-%s\">%s</a> (suppressed)<br>", one.Fingerprint, one.Rule)
		}
	}
	p.reasons(pull)
	p.tag("</td></tr>\n")
}

// reasons says why a verdict is not known, and what any verdict takes for granted.
func (p *page) reasons(pull *Pull) {
	if n := len(pull.Unknowns); n > 0 {
		p.tag("<details%s><summary>%s</summary><ul>", opened(n <= shownReasons), plural(n, "reason"))
		for _, missing := range pull.Unknowns {
			p.tag("<li>%s", missing.said())
			if missing.Location.File != "" {
				p.tag(" <span class=\"soft address\">%s</span>", p.position(missing.Location))
			}
			if missing.Hint != "" {
				p.tag("<br><span class=\"soft\">→ %s</span>", missing.Hint)
			}
			p.tag("</li>")
		}
		p.tag("</ul></details>")
	}
	if n := len(pull.Assumptions); n > 0 {
		p.tag("<details><summary class=\"soft\">%s</summary><ul>", plural(n, "assumption"))
		for _, assumption := range pull.Assumptions {
			p.tag("<li>%s</li>", assumption)
		}
		p.tag("</ul></details>")
	}
}

// opened is the attribute of details that are open.
func opened(open bool) markup {
	if open {
		return " open"
	}
	return ""
}

// position is a place as seen from the top of the repository.
func (p *page) position(at Location) string {
	at.File = p.path(at.File)
	return position(at)
}

// foot ends the page.
func (p *page) foot() {
	p.tag("</main>\n<footer>ecrlint %s</footer>\n<script>%s</script>\n</body>\n</html>\n",
		p.report.Version, markup(pageScript))
}

// listing writes a heading with a list under it; nothing where the list is empty.
func (p *page) listing(title string, items []string) {
	if len(items) == 0 {
		return
	}
	p.tag("<h2>%s</h2>\n<ul>\n", title)
	for _, item := range items {
		p.tag("<li>%s</li>\n", strings.TrimSpace(item))
	}
	p.tag("</ul>\n")
}
