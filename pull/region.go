package pull

import (
	"regexp"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// regionWithin finds the name of a region inside another name.
var regionWithin = regexp.MustCompile(`\b[a-z]{2,4}(-[a-z]+){1,3}-[0-9]\b`)

// regionIn returns the region in a name; "" where there is none in plain text.
func regionIn(name string) string { return regionWithin.FindString(name) }

// inRegion writes the region out where a name has one that nothing pins: it is the other name's.
func (c *cutter) inRegion(name, region string) string {
	if region == "" || !parser.Holed(name) {
		return name
	}
	var s strings.Builder
	for _, part := range parser.Parts(name) {
		token := part.Text
		if part.Hole {
			token = parser.TokenOf(part.ID)
			if origin, ok := c.origins.Whole(token); ok && origin.Kind == parser.Region {
				token = region
			}
		}
		s.WriteString(token)
	}
	return s.String()
}

// vague reports whether a name has parts that are not known, beside a region that nothing pins.
func (c *cutter) vague(name string) bool {
	return slices.ContainsFunc(c.origins.In(name), func(origin parser.Origin) bool {
		return origin.Kind != parser.Region
	})
}
