package parser

import (
	"fmt"

	"github.com/agext/levenshtein"
)

// Nearest returns the name that is spelled most like another, the first of several; "" where none
// is like it.
func Nearest(name string, names []string) string {
	nearest, distance := "", len(name)/2+1
	for _, candidate := range names {
		if d := levenshtein.Distance(name, candidate, nil); d < distance {
			nearest, distance = candidate, d
		}
	}
	return nearest
}

// Meant is a sentence, with a space in front, that asks for the nearest of the names; "" where none
// is like what was written.
func Meant(name string, names []string) string {
	nearest := Nearest(name, names)
	if nearest == "" {
		return ""
	}
	return fmt.Sprintf(" Is %q meant?", nearest)
}
