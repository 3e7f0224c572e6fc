package graph

import (
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// mayEqual reports whether two texts with tokens in them may be the same text. Equal tokens are
// equal; a token may stand for any text.
func mayEqual(a, b string) bool {
	if a == b || a == "" || b == "" {
		return true
	}
	holedA, holedB := parser.Holed(a), parser.Holed(b)
	switch {
	case !holedA && !holedB:
		return false
	case holedA && !holedB:
		return fits(a, b)
	case holedB && !holedA:
		return fits(b, a)
	}
	startA, endA := ends(a)
	startB, endB := ends(b)
	return (strings.HasPrefix(startA, startB) || strings.HasPrefix(startB, startA)) &&
		(strings.HasSuffix(endA, endB) || strings.HasSuffix(endB, endA))
}

// fits reports whether plain text may be what a text with tokens in it says.
func fits(holed, text string) bool {
	parts := parser.Parts(holed)
	for i, part := range parts {
		switch {
		case part.Hole:
		case i == 0:
			if !strings.HasPrefix(text, part.Text) {
				return false
			}
			text = text[len(part.Text):]
		case i == len(parts)-1:
			return strings.HasSuffix(text, part.Text)
		default:
			at := strings.Index(text, part.Text)
			if at < 0 {
				return false
			}
			text = text[at+len(part.Text):]
		}
	}
	return true
}

// ends returns the plain text before the first token and behind the last.
func ends(s string) (start, end string) {
	parts := parser.Parts(s)
	if first := parts[0]; !first.Hole {
		start = first.Text
	}
	if last := parts[len(parts)-1]; !last.Hole {
		end = last.Text
	}
	return start, end
}

// arn is an Amazon Resource Name cut into its parts; any of them may hold tokens.
type arn struct {
	partition, service, region, account, resource string
}

// parseARN cuts an ARN: arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
func parseARN(s string) (arn, bool) {
	parts := strings.SplitN(s, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" {
		return arn{}, false
	}
	return arn{parts[1], parts[2], parts[3], parts[4], parts[5]}, true
}

// lastSegment returns what stands behind the last separator.
func lastSegment(s, separator string) string {
	return s[strings.LastIndex(s, separator)+1:]
}
