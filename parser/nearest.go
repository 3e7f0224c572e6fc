package parser

import "github.com/agext/levenshtein"

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
