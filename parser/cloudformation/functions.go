package cloudformation

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// join evaluates Fn::Join.
func (s *stack) join(n *node) cty.Value {
	args := n.args()
	if len(args) != 2 || !args[0].scalar() {
		return s.wrong(n, "a list of a delimiter and a list of values")
	}
	v := s.eval(args[1])
	if v == absent {
		return s.wrong(n, "a list of a delimiter and a list of values")
	}
	if bare, _ := v.Unmark(); bare.IsKnown() && !bare.Type().IsTupleType() {
		return s.wrong(n, "a list of a delimiter and a list of values")
	}
	return s.limited(n, s.ev.joined(args[0].text, v))
}

// joined joins the elements of a list.
func (ev *evaluator) joined(delimiter string, v cty.Value) cty.Value {
	bare, _ := v.Unmark()
	if !bare.IsKnown() {
		return ev.unknown(cty.String, ev.holeOf(v))
	}
	var b strings.Builder
	for i, element := range bare.AsValueSlice() {
		if i > 0 {
			b.WriteString(delimiter)
		}
		text, ok := ev.text(element)
		if !ok {
			inner, _ := element.Unmark()
			if !inner.Type().IsTupleType() {
				return ev.unknown(cty.String, ev.holeOf(v))
			}
			text, _ = ev.text(ev.joined(delimiter, element))
		}
		if b.Len()+len(text) > maxText {
			return ev.origins.Unknown(cty.String, parser.Origin{
				What: "a text", Why: "is too long to be evaluated",
			})
		}
		b.WriteString(text)
	}
	return ev.resolved(b.String())
}

// limited reports a text that is too long.
func (s *stack) limited(n *node, v cty.Value) cty.Value {
	if bare, _ := v.Unmark(); bare.IsKnown() && bare.Type() == cty.String &&
		len(bare.AsString()) > maxText {
		return s.fail(n, "Limit reached", "The text is too long; it is not evaluated.")
	}
	return v
}

// split evaluates Fn::Split.
func (s *stack) split(n *node) cty.Value {
	args := n.args()
	if len(args) != 2 || !args[0].scalar() || args[0].text == "" {
		return s.wrong(n, "a list of a delimiter and a text")
	}
	v := s.eval(args[1])
	if v == absent {
		return s.wrong(n, "a list of a delimiter and a text")
	}
	whole, ok := s.ev.text(v)
	if !ok {
		return s.wrong(n, "a list of a delimiter and a text")
	}
	return s.ev.cut(args[0].text, whole, false)
}

// cut splits a text. What a token stands for may hold the delimiter too; then it is not known how
// many parts there are.
func (ev *evaluator) cut(delimiter, whole string, trimmed bool) cty.Value {
	if parser.Holed(whole) && delimiter != "," {
		whole = ev.origins.Expand(whole)
	}
	if id, ok := ev.divisible(delimiter, whole); ok {
		return ev.unknown(cty.List(cty.String), id)
	}
	if trimmed && strings.TrimSpace(whole) == "" {
		return cty.EmptyTupleVal
	}
	parts := strings.Split(whole, delimiter)
	elements := make([]cty.Value, len(parts))
	for i, part := range parts {
		if trimmed {
			part = strings.TrimSpace(part)
		}
		elements[i] = ev.settle(part)
	}
	return cty.TupleVal(elements)
}

// divisible returns the first token in a text that may stand for text with the delimiter in it.
func (ev *evaluator) divisible(delimiter, s string) (int, bool) {
	if !parser.Holed(s) {
		return 0, false
	}
	for _, part := range parser.Parts(s) {
		if part.Hole && ev.mayHold(part.ID, delimiter) {
			return part.ID, true
		}
	}
	return 0, false
}

// The letters that regions and the names and ids that AWS makes up are made of.
const (
	regionLetters = "abcdefghijklmnopqrstuvwxyz0123456789-"
	nameLetters   = regionLetters + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// mayHold reports whether what a token stands for may hold a delimiter.
func (ev *evaluator) mayHold(id int, delimiter string) bool {
	origin, _ := ev.origins.Lookup(id)
	switch origin.Kind {
	case parser.Region:
		return strings.Trim(delimiter, regionLetters) == ""
	case parser.Account:
		return strings.Trim(delimiter, "0123456789") == ""
	case parser.Reference:
		if strings.ContainsAny(delimiter, ", |;\n\t=&") {
			return false
		}
		return !ev.simple[id] || strings.Trim(delimiter, nameLetters) == ""
	case parser.Unknown:
	}
	return true
}

// oneOf returns the origin of an element of a list that is not known. Each of an endpoint's names
// leads to that endpoint, so that it is still the endpoint's attribute.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-vpcendpoint.html
func (ev *evaluator) oneOf(id int) int {
	if origin := ev.origins.Get(id); origin.Address != "" && origin.Attr == "DnsEntries" {
		return id
	}
	return ev.because(id)
}

// pick evaluates Fn::Select.
func (s *stack) pick(n *node) cty.Value {
	args := n.args()
	if len(args) != 2 {
		return s.wrong(n, "a list of an index and a list of values")
	}
	index, from := s.eval(args[0]), s.eval(args[1])
	if index == absent || from == absent {
		return s.wrong(n, "a list of an index and a list of values")
	}
	bare, _ := from.Unmark()
	position, ok := s.ev.text(index)
	switch {
	case !ok || bare.IsKnown() && !bare.Type().IsTupleType():
		return s.wrong(n, "a list of an index and a list of values")
	case !bare.IsKnown():
		return s.ev.unknown(cty.String, s.ev.oneOf(s.ev.holeOf(from)))
	case parser.Holed(position):
		return s.ev.unknown(cty.String, s.ev.because(s.ev.holeOf(index)))
	}
	elements := bare.AsValueSlice()
	for _, v := range elements {
		if marked, id := doubtful(v); marked {
			return s.ev.unknown(cty.DynamicPseudoType, id)
		}
	}
	i, err := strconv.Atoi(position)
	if err != nil || i < 0 {
		return s.fail(args[0], "Invalid index", fmt.Sprintf("%q is no index.", position))
	}
	if i >= len(elements) {
		if args[1].isCall("GetAZs") {
			return s.ev.origins.Unknown(cty.String, parser.Origin{
				What: fmt.Sprintf("availability zone %d", i+1), Why: "may not exist in the region",
				Range: n.span(),
			})
		}
		return s.fail(args[0], "Invalid index", fmt.Sprintf(
			"The index %d lies outside of the list, which has %d elements.", i, len(elements)))
	}
	return elements[i]
}

// doubtful reports whether an element may not be there.
func doubtful(v cty.Value) (bool, int) {
	_, marks := v.Unmark()
	for mark := range marks {
		if m, ok := mark.(parser.Maybe); ok {
			return true, m.ID
		}
	}
	return false, 0
}

// base64 evaluates Fn::Base64. Text with tokens becomes an unknown text that a reader can decode.
func (s *stack) base64(n *node) cty.Value {
	v := s.eval(n.arg())
	if v == absent {
		return absent
	}
	decoded, ok := s.ev.text(v)
	if !ok {
		return s.wrong(n, "a text")
	}
	id, open := s.ev.tokenIn(decoded)
	if !open {
		return cty.StringVal(base64.StdEncoding.EncodeToString([]byte(decoded)))
	}
	origin := s.ev.origins.Get(s.ev.because(id))
	origin.What, origin.Decoded = "Fn::Base64 of a text with "+origin.What, decoded
	return s.ev.origins.Unknown(cty.String, origin)
}

// length evaluates Fn::Length.
func (s *stack) length(n *node) cty.Value {
	v := s.eval(n.arg())
	if v == absent {
		return s.wrong(n, "a list")
	}
	bare, _ := v.Unmark()
	if !bare.IsKnown() {
		return s.ev.unknown(cty.Number, s.ev.because(s.ev.holeOf(v)))
	}
	if !bare.Type().IsTupleType() {
		return s.wrong(n, "a list")
	}
	for _, element := range bare.AsValueSlice() {
		if marked, id := doubtful(element); marked {
			return s.ev.unknown(cty.Number, id)
		}
	}
	return cty.NumberIntVal(int64(bare.LengthInt()))
}

// zones evaluates Fn::GetAZs: three zones stand in for those of the region, as most regions have
// at least three.
func (s *stack) zones(n *node) cty.Value {
	v := s.eval(n.arg())
	region := s.env.region
	if v != absent {
		if given, ok := s.ev.text(v); ok && given != "" {
			region = given
		}
	}
	if origin, whole := s.ev.origins.Whole(region); whole && origin.Kind == parser.Unknown {
		return s.ev.unknown(cty.List(cty.String), s.ev.holeOf(v))
	}
	return cty.TupleVal([]cty.Value{
		cty.StringVal(region + "a"), cty.StringVal(region + "b"), cty.StringVal(region + "c"),
	})
}
