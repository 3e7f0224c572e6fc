package cloudformation

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// maxSize is how large a template may be, in bytes.
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
// ("Template body size in an S3 object": 1 MB; this is the binary megabyte).
const maxSize = 1 << 20

// document is a file that was read: a template, or what a template includes.
type document struct {
	file  *file
	root  *node
	diags hcl.Diagnostics
	alien *node
}

// look is what a glance at a file tells.
type look int

// The results of a glance.
const (
	other look = iota // no template for certain
	may               // perhaps a template: if it cannot be parsed, nobody is told
	must              // speaks of CloudFormation: if it cannot be parsed, that is an error
)

// glance tells without parsing whether a file may be a template.
func glance(source []byte) look {
	strong := bytes.Contains(source, []byte("AWSTemplateFormatVersion")) || namesType(source)
	weak := bytes.Contains(source, []byte("Resources")) &&
		(bytes.Contains(source, []byte("Transform")) || bytes.Contains(source, []byte("AWS::")))
	if !strong && !weak {
		return other
	}
	switch topKey(source) {
	case absentKey:
		return other
	case presentKey:
	case undecidedKey:
		if !strong {
			return other
		}
	}
	if strong {
		return must
	}
	return may
}

// namesType reports whether a text holds the type of a resource, AWS::X::Y.
func namesType(source []byte) bool {
	for {
		at := bytes.Index(source, []byte("AWS::"))
		if at < 0 {
			return false
		}
		source = source[at+len("AWS::"):]
		service := letters(source)
		rest := source[service:]
		if service > 0 && bytes.HasPrefix(rest, []byte("::")) && letters(rest[2:]) > 0 {
			return true
		}
	}
}

// letters counts the letters and digits that a text begins with.
func letters(s []byte) int {
	n := 0
	for n < len(s) && (s[n] >= 'a' && s[n] <= 'z' || s[n] >= 'A' && s[n] <= 'Z' ||
		s[n] >= '0' && s[n] <= '9') {
		n++
	}
	return n
}

// keyed says whether a file has the key Resources at its top.
type keyed int

const (
	absentKey keyed = iota
	presentKey
	undecidedKey
)

// topKey looks for the key Resources at the top of a file.
func topKey(source []byte) keyed {
	source = bytes.TrimLeft(bytes.TrimPrefix(source, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(source) == 0 {
		return absentKey
	}
	if source[0] == '{' {
		return topKeyJSON(source)
	}
	if source[0] == '[' {
		return undecidedKey
	}
	for _, line := range bytes.Split(source, []byte("\n")) {
		line = bytes.TrimLeft(line, `"'`)
		if rest, ok := bytes.CutPrefix(line, []byte("Resources")); ok {
			rest = bytes.TrimLeft(rest, "\"' \t")
			if len(rest) > 0 && rest[0] == ':' {
				return presentKey
			}
		}
		if bytes.HasPrefix(line, []byte("AWSTemplateFormatVersion")) {
			return undecidedKey // a template, whatever became of its resources
		}
	}
	return undecidedKey
}

// topKeyJSON looks for the key Resources one level deep; undecided where the brackets do not match.
func topKeyJSON(source []byte) keyed {
	depth := 0
	for i := 0; i < len(source); i++ {
		switch source[i] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				if len(bytes.TrimSpace(source[i+1:])) == 0 {
					return absentKey
				}
				return undecidedKey
			}
		case '"':
			end := endOfQuoted(source, i)
			if depth == 1 && string(source[i:end]) == `"Resources"` {
				return presentKey
			}
			i = end - 1
		}
	}
	return undecidedKey
}

// isJSON reports whether a text is meant as JSON.
func isJSON(name string, source []byte) bool {
	source = bytes.TrimLeft(bytes.TrimPrefix(source, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(source) == 0 {
		return false
	}
	return source[0] == '{' || source[0] == '[' || strings.EqualFold(path.Ext(name), ".json")
}

// parse reads a file as JSON or YAML. The error says what is wrong and where.
func parse(name string, source []byte) (*document, *syntaxError) {
	d := &document{file: &file{path: name, bytes: source}}
	var failed *syntaxError
	if isJSON(name, source) {
		r := &jsonReader{maker: maker{file: d.file}, source: source, line: 1, column: 1}
		d.root, failed = r.document()
		if failed == nil {
			d.diags, d.alien = r.diags, r.alien
			return d, tooHeavy(d.root)
		}
		if strings.EqualFold(path.Ext(name), ".json") && goTemplate(source) == nil {
			return d, failed
		}
	}
	n, r, err := readYAML(d.file)
	if err != nil {
		if failed != nil {
			err = failed
		}
		return d, err
	}
	d.root, d.diags, d.alien = n, r.diags, r.alien
	return d, tooHeavy(n)
}

// tooHeavy is the error for a text whose aliases stand for too much.
func tooHeavy(n *node) *syntaxError {
	if n == nil || n.weight <= maxWeight {
		return nil
	}
	return &syntaxError{line: 1, column: 1, what: "the aliases in the file stand for too much"}
}

// goTemplate returns where a text holds an action of Go's template language, as Helm, gomplate and
// others write it; nil where it holds none.
func goTemplate(source []byte) []int {
	from := 0
	for {
		at := bytes.Index(source[from:], []byte("{{"))
		if at < 0 {
			return nil
		}
		at += from
		rest := source[at+2:]
		if !bytes.HasPrefix(rest, []byte("resolve:")) {
			if end := bytes.Index(rest, []byte("}}")); end >= 0 &&
				!bytes.Contains(rest[:end], []byte("\n")) {
				return []int{at, at + 2 + end + 2}
			}
		}
		from = at + 2
	}
}

// unreadable is the diagnostic for a file that cannot be parsed.
func unreadable(f *file, err *syntaxError) *hcl.Diagnostic {
	if found := goTemplate(f.bytes); found != nil {
		return fault(hcl.Range{Filename: f.path, Start: f.at(found[0]), End: f.at(found[1])},
			"Template of a template", fmt.Sprintf("The file cannot be read before %s is replaced: "+
				"%s on line %d. Check what the template engine makes of it instead.",
				f.bytes[found[0]:found[1]], err.what, err.line))
	}
	at := f.pos(err.line, err.column)
	return fault(hcl.Range{Filename: f.path, Start: at, End: at}, "Unreadable template",
		"The file speaks of CloudFormation and is neither YAML nor JSON: "+err.what+".")
}

// unknownTag is the diagnostic for a tag that is no function.
func unknownTag(n *node, tag string) *hcl.Diagnostic {
	detail := fmt.Sprintf("%s is not a function of CloudFormation.", tag)
	if _, ok := tags[strings.TrimSuffix(tag, ":")]; ok {
		detail = fmt.Sprintf("%s is not a function of CloudFormation: the short form has no colon, "+
			"write %s.", tag, strings.TrimSuffix(tag, ":"))
	}
	return fault(n.span(), "Unknown function", detail)
}
