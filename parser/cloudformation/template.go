package cloudformation

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// template is a file that describes a stack. It is not changed once it is read.
type template struct {
	path  string
	file  *file
	root  *node
	diags hcl.Diagnostics

	parameters, resources, rules *node
	// transforms are the macros that the whole template goes through, in the order written.
	transforms []*node
	sam        bool
	// alien is a directive of another tool, which makes the template of this file.
	alien *node
	// exports, imports and nests say whether the text holds such things at all.
	exports, imports, nests bool
	// stack is what the assembly that the template belongs to says about its stack.
	stack environment
}

// environment is where a stack is deployed, as far as that is written somewhere.
type environment struct{ account, region, name string }

// newTemplate returns the template that a document is; nil where it is none.
func newTemplate(d *document) *template {
	if !d.root.is(object) {
		return nil
	}
	t := &template{
		path: d.file.path, file: d.file, root: d.root, diags: d.diags, alien: d.alien,
		parameters: d.root.get("Parameters"), resources: d.root.get("Resources"),
		rules: d.root.get("Rules"),
	}
	if !t.recognised() {
		return nil
	}
	if transform := d.root.get("Transform"); transform.is(list) {
		t.transforms = transform.items
	} else if transform != nil && transform.kind != nothing {
		t.transforms = []*node{transform}
	}
	for _, transform := range t.transforms {
		t.sam = t.sam || strings.HasPrefix(transform.text, "AWS::Serverless")
	}
	if t.alien != nil {
		t.diags = append(t.diags, doubt(t.alien.span(), "Template of a template", fmt.Sprintf(
			"%s is no function of CloudFormation: another tool replaces it. Check what that tool "+
				"makes of the file; here it is unknown.", t.alien.text)))
	}
	source := d.file.bytes
	t.exports = bytes.Contains(source, []byte("Export"))
	t.imports = bytes.Contains(source, []byte("ImportValue"))
	t.nests = bytes.Contains(source, []byte("AWS::CloudFormation::Stack")) ||
		bytes.Contains(source, []byte("AWS::Serverless::Application"))
	return t
}

// recognised reports whether an object is a template: it has resources, and says that it is one or
// has a type of AWS among them.
func (t *template) recognised() bool {
	if !t.resources.is(object) && !t.resources.is(call) {
		return false
	}
	if t.root.key("AWSTemplateFormatVersion") != nil || t.root.key("Transform") != nil {
		return true
	}
	for _, resource := range t.resources.items {
		typ := resource.get("Type")
		if typ.is(text) && (strings.HasPrefix(typ.text, "AWS::") ||
			strings.HasPrefix(typ.text, "Custom::")) {
			return true
		}
	}
	return false
}

// versioned reports whether a document says that it is a template.
func versioned(d *document) bool { return d.root.key("AWSTemplateFormatVersion") != nil }
