package lint

import (
	"cmp"
	"strings"
	"unicode"

	"github.com/ecrlint/ecrlint/parser"
)

// text writes a string with the names of what is not known in braces.
func (a *artist) text(text string) string {
	if !parser.Holed(text) {
		return text
	}
	var b strings.Builder
	for _, part := range parser.Parts(a.origins.Expand(text)) {
		if !part.Hole {
			b.WriteString(part.Text)
			continue
		}
		origin, _ := a.origins.Lookup(part.ID)
		name := origin.What
		if origin.Kind == parser.Reference {
			name = strings.TrimSuffix(origin.Address+"."+origin.Attr, ".")
		}
		b.WriteString("{" + cmp.Or(name, "unknown") + "}")
	}
	return b.String()
}

// unknown draws what is not known.
func unknown(origin *parser.Origin) map[string]any {
	words := strings.TrimSpace(origin.What + " " + origin.Why)
	if words == "" {
		words = strings.TrimSuffix(origin.Address+"."+origin.Attr, ".")
	}
	return map[string]any{"$unknown": words}
}

// plural reports whether what follows an abbreviation only makes it a plural: CIDRs, CIDRs6.
func plural(rest []rune) bool {
	return rest[0] == 's' && (len(rest) == 1 || unicode.IsDigit(rest[1]))
}

// snake writes a Go name as AWS and Terraform spell names: RouteTable as route_table.
func snake(name string) string {
	var b strings.Builder
	runes := []rune(strings.ReplaceAll(name, "IPv", "Ipv"))
	for i, r := range runes {
		before := i > 0 && !unicode.IsUpper(runes[i-1])
		after := i > 0 && i+1 < len(runes) && unicode.IsLower(runes[i+1]) && !plural(runes[i+1:])
		if unicode.IsUpper(r) && (before || after) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
