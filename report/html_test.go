package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// elements are those that a page has.
var elements = []string{
	"html", "head", "meta", "link", "title", "style", "body", "a", "header", "main", "footer", "h1",
	"h2", "h3", "p", "ul", "li", "b", "div", "label", "fieldset", "input", "span", "table", "thead",
	"tbody", "tr", "th", "td", "br", "details", "summary", "article", "code", "ol", "dl", "dt", "dd",
	"i", "pre", "script",
}

// pageText reads a page as a browser does and returns its text without style and script.
func pageText(t require.TestingT, page string) string {
	decoder := xml.NewDecoder(strings.NewReader(page))
	decoder.Strict, decoder.AutoClose, decoder.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var b strings.Builder
	inside := ""
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		require.NoError(t, err)
		switch one := token.(type) {
		case xml.StartElement:
			inside = one.Name.Local
			assert.Contains(t, elements, inside)
			for _, attribute := range one.Attr {
				assert.NotRegexp(t, `^(on|src)`, attribute.Name.Local)
				if attribute.Name.Local == "href" {
					assert.Regexp(t, `^(#[\w-]+|data:,)$`, attribute.Value)
				}
			}
		case xml.EndElement:
			inside = ""
		case xml.CharData:
			if inside != "style" && inside != "script" {
				b.Write(one)
			}
		case xml.Comment:
			t.Errorf("a comment: %s", one)
		}
	}
}

// readable is a text without what the reader of the test refuses and browsers take.
func readable(text string) string { return strings.ReplaceAll(text, "\ufffe", "\ufffd") }

// A page says everything that the report holds, and nothing of it steers the page.
func TestHTMLSaysEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawReport(t)
		var out bytes.Buffer
		require.NoError(t, WriteHTML(&out, r, FileOptions{}))
		text := pageText(t, readable(out.String()))
		holds := func(part string) {
			assert.Contains(t, text, readable(shownText(part)))
		}
		for _, g := range grouped(r.Findings) {
			holds(g.Message)
			holds(g.Rule)
		}
		for i := range r.Pulls {
			p := &r.Pulls[i]
			holds(p.name())
			holds(p.Image)
			for _, missing := range p.Unknowns {
				holds(missing.said())
			}
		}
		for _, d := range r.Diagnostics {
			holds(d.Summary)
		}
		for _, n := range r.NotJudged {
			holds(n.said())
		}
		assert.NotContains(t, text, "\x1b")
		assert.NotContains(t, text, "\u202e")
	})
}

// Every link of a page leads to a place on it, and every place is there once.
func TestHTMLLinks(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, WriteHTML(&out, sample(), FileOptions{}))
	ids := regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(out.String(), -1)
	names := make([]string, 0, len(ids))
	for _, id := range ids {
		assert.False(t, slices.Contains(names, id[1]), id[1])
		names = append(names, id[1])
	}
	for _, link := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(out.String(), -1) {
		assert.Contains(t, names, link[1])
	}
	assert.NotRegexp(t, `https?://`, regexp.MustCompile(`(?s)<pre>.*?</pre>|<dd>.*?</dd>`).
		ReplaceAllString(out.String(), ""), "a page needs no network")
}
