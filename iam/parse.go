package iam

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Parse reads the JSON text of a policy document, which may hold holes anywhere: in strings,
// instead of values, between statements. The error is a *SyntaxError and says that the text is
// certainly no policy document, whatever the holes are. Where a name occurs twice in an object the
// last one counts.
func Parse(name, text string) (*Document, error) {
	s := &scanner{text: text}
	root, fault := s.document()
	b := &builder{doc: &Document{Name: name}}
	if fault == nil {
		fault = b.document(root)
	}
	if fault == nil {
		return b.doc, nil
	}
	if !b.structural && excused(text, fault) {
		return opaqueDocument(name, holesIn(text)), nil
	}
	return nil, syntaxError(name, text, fault)
}

// excused reports whether a hole stands before the fault in the JSON, and may hold what would make
// it none.
func excused(text string, fault *scanFault) bool {
	reached := max(fault.offset, fault.reached)
	for at := 0; at <= reached; {
		start := strings.IndexRune(text[at:], holeStart)
		if start < 0 || at+start > reached {
			return false
		}
		if _, length := readHole(text[at+start:]); length > 0 {
			return true
		}
		at += start + len(string(holeStart))
	}
	return false
}

// opaqueDocument is a document of which nothing is known.
func opaqueDocument(name string, holes []int) *Document {
	return &Document{Name: name, Statements: []Statement{opaqueStatement(0, holes)}}
}

func opaqueStatement(index int, holes []int) Statement {
	return Statement{Index: index, Opaque: true, Holes: holes}
}

func syntaxError(name, text string, fault *scanFault) *SyntaxError {
	before := text[:min(fault.offset, len(text))]
	line := 1 + strings.Count(before, "\n")
	column := 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
	return &SyntaxError{
		Name: name, Offset: len(before), Line: line, Column: column, Problem: fault.problem,
	}
}

// builder turns JSON values into a document.
type builder struct {
	doc *Document
	// structural is set once the text is known to be JSON, so that a fault is one of structure.
	structural bool
}

func faultAt(n *node, problem string) *scanFault {
	return &scanFault{offset: n.offset, problem: problem}
}

func (b *builder) document(root *node) *scanFault {
	b.structural = true
	if ids := root.whole(); len(ids) > 0 {
		b.doc.Statements = []Statement{opaqueStatement(0, ids)}
		return nil
	}
	if root.kind != nodeObject {
		return faultAt(root, "a policy document is a JSON object")
	}
	if version := root.get("Version"); version != nil {
		b.doc.Version = scalar(version)
	}
	statements := root.get("Statement")
	holes := openHoles(root)
	switch {
	case statements != nil:
		if fault := b.statements(statements); fault != nil {
			return fault
		}
	case len(holes) == 0:
		return faultAt(root, "the policy document has no Statement")
	}
	if len(holes) > 0 {
		b.addOpaque(holes)
	}
	return nil
}

func (b *builder) addOpaque(holes []int) {
	b.doc.Statements = append(b.doc.Statements, opaqueStatement(len(b.doc.Statements), holes))
}

func (b *builder) statements(n *node) *scanFault {
	if ids := n.whole(); len(ids) > 0 {
		b.addOpaque(ids)
		return nil
	}
	switch n.kind {
	case nodeObject:
		return b.statement(n)
	case nodeArray:
		for _, item := range n.items {
			if fault := b.item(item); fault != nil {
				return fault
			}
		}
		if len(n.holes) > 0 {
			b.addOpaque(n.holes)
		}
		return nil
	default:
		return faultAt(n, "Statement is neither an object nor a list of objects")
	}
}

func (b *builder) item(n *node) *scanFault {
	if ids := n.whole(); len(ids) > 0 {
		b.addOpaque(ids)
		return nil
	}
	if n.kind != nodeObject {
		return faultAt(n, "a statement is a JSON object")
	}
	return b.statement(n)
}

// openHoles are the holes that may add members to an object: those between its members, and
// those in names.
func openHoles(n *node) []int {
	ids := slices.Clone(n.holes)
	for _, m := range n.members {
		ids = append(ids, holesIn(m.key)...)
	}
	return ids
}

func (b *builder) statement(n *node) *scanFault {
	st := Statement{Index: len(b.doc.Statements), Holes: openHoles(n)}
	if len(n.members) == 0 {
		if len(st.Holes) == 0 {
			return faultAt(n, "a statement is empty")
		}
		b.addOpaque(st.Holes)
		return nil
	}
	st.Opaque = len(st.Holes) > 0
	if sid := n.get("Sid"); sid != nil {
		st.Sid = scalar(sid)
	}
	if fault := b.effect(n, &st); fault != nil {
		return fault
	}
	if fault := b.lists(n, &st); fault != nil {
		return fault
	}
	st.Principal = principals(n.get("Principal"))
	st.NotPrincipal = principals(n.get("NotPrincipal"))
	if fault := conditions(n.get("Condition"), &st); fault != nil {
		return fault
	}
	b.doc.Statements = append(b.doc.Statements, st)
	return nil
}

func (b *builder) effect(n *node, st *Statement) *scanFault {
	effect := n.get("Effect")
	if effect == nil || effect.kind == nodeNull {
		if st.Opaque {
			return nil
		}
		return faultAt(n, "a statement has no Effect")
	}
	st.Effect = scalar(effect)
	if holed(st.Effect) || st.Effect == "Allow" || st.Effect == "Deny" {
		return nil
	}
	return faultAt(effect, "Effect is neither Allow nor Deny")
}

func (b *builder) lists(n *node, st *Statement) *scanFault {
	for _, element := range []struct {
		name string
		list *[]string
	}{
		{"Action", &st.Action},
		{"NotAction", &st.NotAction},
		{"Resource", &st.Resource},
		{"NotResource", &st.NotResource},
	} {
		value := n.get(element.name)
		if value == nil || value.kind == nodeNull {
			continue
		}
		if value.kind == nodeObject {
			return faultAt(value, element.name+" is neither a string nor a list of strings")
		}
		*element.list = texts(value)
	}
	if st.Action == nil && st.NotAction == nil && !st.Opaque {
		return faultAt(n, "a statement has neither Action nor NotAction")
	}
	return nil
}

// conditions reads the Condition element.
func conditions(n *node, st *Statement) *scanFault {
	if n == nil || n.kind == nodeNull {
		return nil
	}
	if ids := n.whole(); len(ids) > 0 {
		st.Conditions = append(st.Conditions, Condition{Operator: tokens(ids)})
		return nil
	}
	if n.kind != nodeObject {
		return faultAt(n, "Condition is not an object")
	}
	for _, m := range n.last() {
		if fault := operator(m, st); fault != nil {
			return fault
		}
	}
	if len(n.holes) > 0 {
		st.Conditions = append(st.Conditions, Condition{Operator: tokens(n.holes)})
	}
	return nil
}

// operator reads one operator with its condition keys.
func operator(m member, st *Statement) *scanFault {
	if ids := m.value.whole(); len(ids) > 0 {
		st.Conditions = append(st.Conditions, Condition{Operator: m.key, Key: tokens(ids)})
		return nil
	}
	if m.value.kind != nodeObject {
		return faultAt(m.value, "the operator "+clip(m.key)+" is not an object of condition keys")
	}
	for _, key := range m.value.last() {
		st.Conditions = append(st.Conditions, Condition{
			Operator: m.key, Key: strings.ToLower(key.key), Values: texts(key.value),
		})
	}
	if len(m.value.holes) > 0 {
		c := Condition{Operator: m.key, Key: tokens(m.value.holes)}
		st.Conditions = append(st.Conditions, c)
	}
	return nil
}
