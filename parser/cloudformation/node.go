package cloudformation

import (
	"strconv"
	"strings"
)

// kind is what a node of a template is.
type kind uint8

// The kinds of node.
const (
	nothing kind = iota // null
	text
	number
	boolean
	list
	object
	call // of an intrinsic function: text is its name without "Fn::", the only item its argument
)

// node is a value as a template writes it. The short and the long form of a function are the same
// node. Nodes are shared between the stacks of a template and are never changed once it is read.
type node struct {
	kind kind
	// style tells how the end of the value is found.
	style style
	text  string
	// keys are the keys of an object, items its values in the same order; or those of a list.
	keys  []*node
	items []*node
	file  *file
	// line and column count from 1, the column in runes. end is the offset where the value ends;
	// 0 where it is to be computed.
	line, column int32
	end          int32
	// weight is how many nodes the value has when aliases are written out.
	weight int32
}

// style is how a YAML or JSON value is written.
type style uint8

// The styles.
const (
	plain style = iota
	quoted
	block // a text after | or >
	flow  // a collection in brackets
	short // a function as a tag
)

// get returns the value of a key of an object; nil where there is none.
func (n *node) get(key string) *node {
	if n == nil || n.kind != object {
		return nil
	}
	for i, k := range n.keys {
		if k.text == key {
			return n.items[i]
		}
	}
	return nil
}

// key returns the node of a key of an object itself; nil where there is none.
func (n *node) key(key string) *node {
	if n == nil || n.kind != object {
		return nil
	}
	for _, k := range n.keys {
		if k.text == key {
			return k
		}
	}
	return nil
}

// is reports whether a node is of a kind; nil is of none.
func (n *node) is(k kind) bool { return n != nil && n.kind == k }

// scalar reports whether a node is text, a number or a boolean.
func (n *node) scalar() bool {
	return n != nil && (n.kind == text || n.kind == number || n.kind == boolean)
}

// truthy returns the value of a boolean.
func (n *node) truthy() bool {
	switch strings.ToLower(n.text) {
	case "true", "yes", "on":
		return true
	}
	return false
}

// plain returns a scalar as CloudFormation prints it.
func (n *node) plain() string {
	if n.kind == boolean {
		return strconv.FormatBool(n.truthy())
	}
	return n.text
}

// isCall reports whether a node calls the function.
func (n *node) isCall(name string) bool { return n != nil && n.kind == call && n.text == name }

// arg returns the argument of a call.
func (n *node) arg() *node { return n.items[0] }

// args returns the arguments of a call: the elements of a list, or the only one.
func (n *node) args() []*node {
	if a := n.items[0]; a.kind == list {
		return a.items
	}
	return n.items
}

// functions are the intrinsic functions by their names in the long form.
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/, pages
// intrinsic-function-reference.html and intrinsic-function-reference-rules.html.
var functions = map[string]string{
	"Ref": "Ref", "Condition": "Condition", "Fn::And": "And", "Fn::Base64": "Base64",
	"Fn::Cidr": "Cidr", "Fn::Contains": "Contains", "Fn::EachMemberEquals": "EachMemberEquals",
	"Fn::EachMemberIn": "EachMemberIn", "Fn::Equals": "Equals", "Fn::FindInMap": "FindInMap",
	"Fn::GetAtt": "GetAtt", "Fn::GetAZs": "GetAZs", "Fn::GetStackOutput": "GetStackOutput",
	"Fn::If": "If", "Fn::ImportValue": "ImportValue", "Fn::Join": "Join", "Fn::Length": "Length",
	"Fn::Not": "Not", "Fn::Or": "Or", "Fn::RefAll": "RefAll", "Fn::Select": "Select",
	"Fn::Split": "Split", "Fn::Sub": "Sub", "Fn::ToJsonString": "ToJsonString",
	"Fn::Transform": "Transform", "Fn::ValueOf": "ValueOf", "Fn::ValueOfAll": "ValueOfAll",
}

// tags are the same functions by their names in the short form.
var tags = func() map[string]string {
	all := make(map[string]string, len(functions))
	for _, name := range functions {
		all["!"+name] = name
	}
	return all
}()
