package iam

import "strings"

// nodeKind is the kind of a JSON value.
type nodeKind int

const (
	nodeHole nodeKind = iota
	nodeString
	nodeLiteral // a number, true or false
	nodeNull
	nodeObject
	nodeArray
)

// node is a JSON value. In an array a hole stands for any number of items, in an object the holes
// stand for any number of members.
type node struct {
	kind    nodeKind
	offset  int
	text    string
	holes   []int
	items   []*node
	members []member
}

type member struct {
	key   string
	value *node
}

// whole returns the holes that a value is as a whole: instead of it, or instead of its text, since
// the writer of a hole need not know that it stands for more than a string.
func (n *node) whole() []int {
	if n.kind == nodeHole {
		return n.holes
	}
	if n.kind != nodeString {
		return nil
	}
	if ids := holesIn(n.text); tokens(ids) == n.text {
		return ids
	}
	return nil
}

// get returns the last member of the name; names of elements are compared without case.
func (n *node) get(key string) *node {
	for i := len(n.members) - 1; i >= 0; i-- {
		if strings.EqualFold(n.members[i].key, key) {
			return n.members[i].value
		}
	}
	return nil
}

// last returns the members without those whose name, compared without case, is written again
// further down.
func (n *node) last() []member {
	at := make(map[string]int, len(n.members))
	for i, m := range n.members {
		at[strings.ToLower(m.key)] = i
	}
	kept := make([]member, 0, len(at))
	for i, m := range n.members {
		if at[strings.ToLower(m.key)] == i {
			kept = append(kept, m)
		}
	}
	return kept
}

// scalar returns the text of a string, number or boolean; of a hole its token.
func scalar(n *node) string {
	switch n.kind {
	case nodeString, nodeLiteral:
		return n.text
	case nodeHole:
		return tokens(n.holes)
	default:
		return ""
	}
}

// texts returns a value or list of values as texts, never nil. A hole that may stand for any
// number of items is one text, the token.
func texts(n *node) []string {
	if n.kind != nodeArray {
		return []string{scalar(n)}
	}
	out := make([]string, 0, len(n.items)+len(n.holes))
	for _, item := range n.items {
		if item.kind == nodeArray {
			out = append(out, texts(item)...)
			continue
		}
		out = append(out, scalar(item))
	}
	for _, id := range n.holes {
		out = append(out, token(id))
	}
	return out
}
