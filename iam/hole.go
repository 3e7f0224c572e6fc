package iam

import (
	"slices"
	"strings"
)

// The runes of a hole: start, decimal digits, end. Package parser writes them.
const (
	holeStart = '\uE000'
	holeEnd   = '\uE001'
	holeDigit = '\uE010'
)

// holed reports whether the text may hold a hole.
func holed(text string) bool { return strings.ContainsRune(text, holeStart) }

// readHole reads a hole at the start of the text; length is 0 when there is none.
func readHole(text string) (id, length int) {
	digits := 0
	for i, r := range text {
		switch {
		case i == 0 && r == holeStart:
		case i > 0 && r >= holeDigit && r <= holeDigit+9 && digits < 9:
			id = id*10 + int(r-holeDigit)
			digits++
		case r == holeEnd && digits > 0:
			return id, i + len(string(holeEnd))
		default:
			return 0, 0
		}
	}
	return 0, 0
}

// holesIn returns the ids of the holes of a text, in order.
func holesIn(text string) []int {
	var ids []int
	for {
		start := strings.IndexRune(text, holeStart)
		if start < 0 {
			return ids
		}
		id, length := readHole(text[start:])
		if length > 0 {
			ids = append(ids, id)
		}
		text = text[start+max(length, len(string(holeStart))):]
	}
}

// tokens writes holes that stand together.
func tokens(ids []int) string {
	var text strings.Builder
	for _, id := range ids {
		text.WriteString(token(id))
	}
	return text.String()
}

// token writes a hole as it stands in texts.
func token(id int) string {
	runes := []rune{holeEnd}
	for ; id > 9; id /= 10 {
		runes = append(runes, holeDigit+rune(id%10))
	}
	runes = append(runes, holeDigit+rune(id), holeStart)
	slices.Reverse(runes)
	return string(runes)
}
