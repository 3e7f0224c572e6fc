package terraform

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// fits reports whether a candidate is what the data source asks for.
func (r *resourceInstance) fits(s *searched, c *candidate, wanted []criterion) truth {
	own := cmp.Or(r.node.scope.home.environment, r.ev().opts.environment)
	mine := r.ev().whose(r.provider)
	account := c.whose.same(&mine)
	if account == no || !s.global && c.region != "" && !parser.Holed(r.region) &&
		c.region != r.region {
		return no
	}
	result := yes
	if c.environment != "" {
		in, why := r.ev().environmentOf(c.root, r.node.scope.home)
		switch {
		case why == "" && in != c.environment:
			return no
		case why != "" && own != "":
			result = undecided
		}
	}
	if c.uncertain != "" || account == undecided {
		result = undecided
	}
	for i := range wanted {
		switch c.meets(&wanted[i]) {
		case no:
			return no
		case undecided:
			result = undecided
		case yes:
		}
	}
	return result
}

// meets reports whether a candidate meets one criterion.
func (c *candidate) meets(w *criterion) truth {
	if w.fact == self {
		if slices.Contains(w.of, ownID{c.root, c.environment, c.address}) {
			return yes
		}
		if len(w.values) > 0 {
			return undecided
		}
		return no
	}
	if key, tag := strings.CutPrefix(w.fact, "tag:"); tag {
		f, given := c.tags[key]
		answer := w.meets(f, c)
		if !given || !f.given {
			answer = no
		}
		if c.openTags && (answer == no || !given) {
			return undecided
		}
		return answer
	}
	f := c.facts[w.fact]
	if f.given {
		return w.meets(f, c)
	}
	switch w.fact {
	case "default":
		return w.meets(fact{known: true, text: "false"}, c)
	case "vpc_endpoint_type":
		return w.meets(fact{known: true, text: "Gateway"}, c)
	case "name":
		return c.generated(w)
	}
	return undecided
}

// generated reports whether a name that Terraform makes up may be one that is asked for.
func (c *candidate) generated(w *criterion) truth {
	prefix := c.facts["name_prefix"]
	if prefix.given && !prefix.known {
		return undecided
	}
	if !prefix.given {
		prefix.text = "terraform-"
	}
	answer := no
	for _, value := range w.values {
		head, rest, star := strings.Cut(value, "*")
		switch {
		case w.glob && star && rest == "" && !strings.Contains(head, "?") &&
			strings.HasPrefix(prefix.text, head):
			return yes
		case w.glob && strings.ContainsAny(value, "*?"), strings.HasPrefix(value, prefix.text):
			answer = undecided
		}
	}
	if len(w.of) > 0 {
		return undecided
	}
	return answer
}

// meets reports whether a value is one of those that are asked for.
func (w *criterion) meets(f fact, c *candidate) truth {
	switch {
	case !f.known:
		return undecided
	case f.of != "":
		if slices.Contains(w.of, ownID{c.root, c.environment, f.of}) {
			return yes
		}
		if len(w.values) > 0 || strings.Contains(f.of, "[*]") || isDataAddress(f.of) {
			return undecided
		}
		return no
	case slices.ContainsFunc(w.values, func(value string) bool {
		return value == f.text || w.glob && matches(value, f.text)
	}):
		return yes
	case len(w.of) > 0:
		return undecided
	}
	return no
}

// matches reports whether a text is of the form of a pattern of Amazon EC2: * stands for any text,
// ? for one character, and a backslash makes the next one plain.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
func matches(pattern, text string) bool {
	star, resume := -1, 0 // the last star, and where what it stands for ends
	p, t := 0, 0
	for t < len(text) {
		width := 1
		if p+1 < len(pattern) && pattern[p] == '\\' {
			width = 2
		}
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, resume = p, t
			p++
		case p < len(pattern) && (width == 1 && pattern[p] == '?' || pattern[p+width-1] == text[t]):
			p += width
			t++
		case star >= 0:
			resume++
			p, t = star+1, resume
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// words says what is asked for.
func (w *criterion) words() []string {
	list := make([]string, 0, len(w.values)+len(w.of))
	name := strings.ReplaceAll(w.fact, "_", " ")
	if key, tag := strings.CutPrefix(w.fact, "tag:"); tag {
		name = "tag " + key
	} else if w.fact == self {
		name = "id"
	}
	for _, value := range w.values {
		list = append(list, name+" = "+value)
	}
	for _, of := range w.of {
		list = append(list, name+" = "+of.address+".id of "+of.root)
	}
	return list
}
