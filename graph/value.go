// Package graph says what the resources are in AWS and how they hang together. Every language's
// spelling of a thing becomes one node; every field is a value or unknown for a reason.
package graph

import (
	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
)

// Value is a T that is known, or unknown because of Why. An argument that the configuration leaves
// out has AWS's default as its value and Given false.
type Value[T any] struct {
	V     T
	Why   *parser.Origin
	Given bool
	// Site is where it is written; where it is left out, the block that would hold it.
	Site Site
}

// Known reports whether the value is known.
func (v Value[T]) Known() bool { return v.Why == nil }

// Link is a reference to another node. At most one of To and Why is set; neither means that the
// configuration certainly names none.
type Link[N any] struct {
	To *N
	// Why says why the target cannot be seen: a variable, a data source, a literal id that
	// nothing in view declares.
	Why *parser.Origin
	// Text is what the configuration says, for messages: "vpc-0abc", "data.aws_vpc.main".
	Text string
	Site Site

	raw string // Text with its tokens
}

// Known reports whether it is certain which node is meant, or that none is.
func (l Link[N]) Known() bool { return l.Why == nil }

// None reports whether the configuration certainly names no target.
func (l Link[N]) None() bool { return l.To == nil && l.Why == nil }

// Written is what the configuration says, with references written out; it may hold tokens.
func (l Link[N]) Written() string { return l.raw }

// List is a list whose length may not be known: when Open is set there may be more items.
type List[T any] struct {
	Items []T
	Open  *parser.Origin
	Given bool
	Site  Site
}

// Site is a place in the configuration: a resource and the path of an attribute in it.
type Site struct {
	Resource *parser.Resource
	Path     cty.Path
}

// Node is what every node of the graph has.
type Node struct {
	// ID is the resource's address.
	ID       string
	Resource *parser.Resource
	// Maybe is set when it is not known whether the resource exists.
	Maybe *parser.Origin
	// Open is set when something that cannot be seen (a module not on disk, a stack) was handed
	// this resource and may add to it: what the configuration declares is then not all there is.
	Open *parser.Origin
	// Home is where the resource lives.
	Home parser.Provider
	// Self is what the configuration writes for the resource's id: text, or the token of the
	// reference to it. "" where the id is not known.
	Self string
}
