package parser

import (
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// OriginKind says what kind of hole a token or mark stands for.
type OriginKind int

// The kinds of origin.
const (
	// Unknown is a value that the configuration does not hold; it may be null.
	Unknown OriginKind = iota
	// Reference is an attribute that AWS computes for a resource and that identifies it (id,
	// arn, generated name). It is known to be set, and equal only to itself.
	Reference
	// Account is the account id of a provider configuration or stack that nothing pins.
	Account
	// Region is the region of a provider configuration or stack that nothing pins.
	Region
)

// Origin says where a value that is not plain text comes from.
type Origin struct {
	Kind OriginKind
	// Address and Attr name the resource and attribute of a Reference; for an Unknown that is a
	// computed attribute likewise, and for a parameter of a template Attr is its type.
	Address string
	Attr    string
	// What names the value (var.image_tag), Why says why it is not known ("has no default"), and
	// Hint says what would tell ("pass it with --var or --var-file").
	What string
	Why  string
	Hint string
	// Range is where the value would have to be given, if anywhere.
	Range hcl.Range
	// Shape is what a Reference looks like when written out, for functions and readers that look
	// inside (arn:aws:iam::ACCOUNT:role/app); it may hold tokens. Empty: the text is opaque.
	Shape string
	// Decoded is the text, holding tokens, that an Unknown encodes: base64encode of a text with
	// tokens is such an Unknown, so that a reader of user data can look inside.
	Decoded string
}

// Revision is the Attr of the Reference that stands for the number behind the name in the ARN of a
// task or job definition.
const Revision = "revision"

// Origins holds the origins of one root. A token is a short run of private-use runes inside a
// string that stands for an origin; functions that move text around carry it along unharmed.
// Origins is for one goroutine.
type Origins struct {
	list  []Origin
	index map[Origin]int
}

// The runes of a token: TokenStart, the id in TokenDigit based decimal, TokenEnd.
const (
	TokenStart = '\uE000'
	TokenEnd   = '\uE001'
	TokenDigit = '\uE010'
)

// Hole marks an unknown cty value with the id of its origin.
type Hole struct{ ID int }

// Maybe marks an object (a nested block) that may or may not exist with the id of the origin.
type Maybe struct{ ID int }

// NewOrigins returns an empty table.
func NewOrigins() *Origins {
	return &Origins{index: map[Origin]int{}}
}

// Add returns the id of the origin; equal origins have one id.
func (o *Origins) Add(origin Origin) int {
	if id, ok := o.index[origin]; ok {
		return id
	}
	id := len(o.list)
	o.list = append(o.list, origin)
	o.index[origin] = id
	return id
}

// Get returns the origin with the id.
func (o *Origins) Get(id int) Origin { return o.list[id] }

// Token returns the text that stands for the origin inside strings.
func (o *Origins) Token(origin Origin) string { return TokenOf(o.Add(origin)) }

// TokenOf returns the token of an id.
func TokenOf(id int) string {
	var b strings.Builder
	b.WriteRune(TokenStart)
	for _, digit := range strconv.Itoa(id) {
		b.WriteRune(TokenDigit + digit - '0')
	}
	b.WriteRune(TokenEnd)
	return b.String()
}

// Unknown returns an unknown value of the type, marked with the origin.
func (o *Origins) Unknown(t cty.Type, origin Origin) cty.Value {
	return cty.UnknownVal(t).Mark(Hole{o.Add(origin)})
}

// Part is a piece of a string: literal text, or a hole.
type Part struct {
	Text string
	Hole bool
	ID   int
}

// Holed reports whether the string holds a token.
func Holed(s string) bool { return strings.ContainsRune(s, TokenStart) }

// Parts cuts a string at its tokens.
func Parts(s string) []Part {
	var parts []Part
	for s != "" {
		start := strings.IndexRune(s, TokenStart)
		if start < 0 {
			return append(parts, Part{Text: s})
		}
		id, length := readToken(s[start:])
		if length == 0 { // a stray rune of somebody's own: ordinary text
			return append(parts, Part{Text: s})
		}
		if start > 0 {
			parts = append(parts, Part{Text: s[:start]})
		}
		parts = append(parts, Part{Hole: true, ID: id})
		s = s[start+length:]
	}
	return parts
}

// readToken reads a token at the start of the string; length is 0 when there is none.
func readToken(s string) (id, length int) {
	digits := 0
	for i, r := range s {
		switch {
		case i == 0 && r == TokenStart:
		case r >= TokenDigit && r <= TokenDigit+9 && digits < 9:
			id = id*10 + int(r-TokenDigit)
			digits++
		case r == TokenEnd && digits > 0:
			return id, i + len(string(r))
		default:
			return 0, 0
		}
	}
	return 0, 0
}

// Whole returns the origin of a string that is one token and nothing else.
func (o *Origins) Whole(s string) (Origin, bool) {
	id, length := readToken(s)
	if length == 0 || length != len(s) || id >= len(o.list) {
		return Origin{}, false
	}
	return o.list[id], true
}

// Expand writes out every Reference that has a shape, so that what remains as tokens is opaque.
func (o *Origins) Expand(s string) string {
	if !Holed(s) {
		return s
	}
	var b strings.Builder
	for _, part := range Parts(s) {
		switch {
		case !part.Hole:
			b.WriteString(part.Text)
		case part.ID < len(o.list) && o.list[part.ID].Shape != "":
			b.WriteString(o.Expand(o.list[part.ID].Shape))
		default:
			b.WriteString(TokenOf(part.ID))
		}
	}
	return b.String()
}

// In returns the origins of the tokens in a string, in order.
func (o *Origins) In(s string) []Origin {
	var found []Origin
	for _, part := range Parts(s) {
		if part.Hole && part.ID < len(o.list) {
			found = append(found, o.list[part.ID])
		}
	}
	return found
}

// Lookup returns the origin with the id, and whether there is one.
func (o *Origins) Lookup(id int) (Origin, bool) {
	if o == nil || id < 0 || id >= len(o.list) {
		return Origin{}, false
	}
	return o.list[id], true
}
