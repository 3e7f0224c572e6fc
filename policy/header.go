package policy

import (
	"strings"

	"github.com/ecrlint/ecrlint/report"
)

// header reads the METADATA of a built-in module off its text. Reading it as the YAML that it is
// takes as long as parsing all modules; the modules keep to the few forms that are read here, and a
// test holds the result against OPA's own reading.
type header struct {
	lines []string
	texts map[string]string
	links []report.Link
}

// readHeader reads the comment block above the package.
func readHeader(text string) header {
	h := header{texts: map[string]string{}}
	block, _, _ := strings.Cut(text, "\npackage ")
	for line := range strings.SplitSeq(block, "\n") {
		line = strings.TrimPrefix(line, "#")
		h.lines = append(h.lines, strings.TrimPrefix(line, " "))
	}
	section := ""
	for len(h.lines) > 0 {
		line := h.lines[0]
		h.lines = h.lines[1:]
		key, value, found := strings.Cut(strings.TrimSpace(line), ": ")
		switch {
		case strings.HasSuffix(line, ":") && !strings.HasPrefix(line, " "):
			section = strings.TrimSuffix(line, ":")
		case !found:
		case section == "related_resources" && strings.HasPrefix(line, " "):
			h.link(key, value)
		default:
			h.texts[key] = h.value(value, indent(line))
		}
	}
	return h
}

// link reads one line of the list of links.
func (h *header) link(key, value string) {
	if key == "- description" {
		h.links = append(h.links, report.Link{Title: value})
	} else if key == "ref" && len(h.links) > 0 {
		h.links[len(h.links)-1].URL = value
	}
}

// value reads a text: on the line itself, or the deeper lines below it.
func (h *header) value(first string, depth int) string {
	if first != "|" && first != ">-" {
		return first
	}
	var parts []string
	for len(h.lines) > 0 && indent(h.lines[0]) > depth {
		parts = append(parts, strings.TrimSpace(h.lines[0]))
		h.lines = h.lines[1:]
	}
	if first == "|" {
		return strings.Join(parts, "\n")
	}
	return strings.Join(parts, " ")
}

// indent counts the spaces in front.
func indent(line string) int {
	return len(line) - len(strings.TrimLeft(line, " "))
}
