package cloudformation

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// harmless are the macros of AWS that leave resources as they are, but for those that they add for
// types of their own.
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-reference.html
var harmless = map[string]bool{
	"AWS::LanguageExtensions": true, "AWS::CodeDeployBlueGreen": true, "AWS::CodeStar": true,
	"AWS::SecretsManager-2020-07-23": true, "AWS::SecretsManager-2024-09-16": true,
	"AWS::ServiceCatalog": true, "AWS::CloudFormation::Stack": true,
}

// readTransforms notes what the macros of the whole template may do.
func (s *stack) readTransforms() {
	if s.tpl.alien != nil {
		s.open = true
		s.opaques = append(s.opaques, parser.Opaque{
			Address: s.prefix + s.tpl.alien.text,
			Origin:  originOf(s.tpl.alien.text, "is replaced by another tool", s.tpl.alien),
		})
	}
	for _, transform := range s.tpl.transforms {
		name := transform
		if transform.is(object) {
			name = transform.get("Name")
		}
		switch {
		case !name.is(text):
			s.fail(transform, "Invalid transform", "A transform is meant by its name.")
		case name.text == "AWS::Include":
			s.includeTop(transform)
		case strings.HasPrefix(name.text, "AWS::Serverless"):
			s.open = true
		case harmless[name.text]:
		default:
			s.lose(originOf("the macro "+name.text,
				"may change anything in the template when the stack is created", transform))
		}
	}
}

// lose notes that nothing in the template is certain.
func (s *stack) lose(origin parser.Origin) {
	if s.lost == nil {
		s.lost = &origin
	}
}

// includeTop includes a file into the whole template.
func (s *stack) includeTop(transform *node) {
	included, why := s.included(transform)
	if included == nil {
		s.lose(originOf("AWS::Include", why, transform))
		return
	}
	s.extra = append(s.extra, included)
}

// transform evaluates Fn::Transform.
func (s *stack) transform(n *node) cty.Value {
	included, why := s.included(n.arg())
	if included == nil {
		return s.vague(macroOf(n.arg()), why, n)
	}
	return s.eval(included)
}

// include evaluates Fn::Transform beside other keys, into whose object the result goes; open is an
// unknown value where it cannot be seen.
func (s *stack) include(n *node, fields map[string]cty.Value) (open cty.Value) {
	included, why := s.included(n)
	if included == nil {
		return s.vague(macroOf(n), why, n)
	}
	if !included.is(object) {
		return cty.NilVal
	}
	v := s.object(included)
	if bare, _ := v.Unmark(); bare.IsKnown() {
		for name := range bare.Type().AttributeTypes() {
			fields[name] = bare.GetAttr(name)
		}
		return cty.NilVal
	}
	return v
}

// readMappings notes a section of mappings, and what is included into it.
func (s *stack) readMappings(section *node) {
	transform := section.get("Fn::Transform")
	if section.isCall("Transform") {
		transform = section.arg()
	}
	if section.is(object) {
		s.mappings = append(s.mappings, section)
	}
	if transform == nil {
		return
	}
	if included, _ := s.included(transform); included.is(object) {
		s.mappings = append(s.mappings, included)
		return
	}
	s.unseenMappings = true
}

// includeSection calls the function with the entries of a file that is included into a section.
func (s *stack) includeSection(n *node, do func(key, item *node)) {
	included, why := s.included(n)
	if !included.is(object) {
		s.open = true
		s.opaques = append(s.opaques, parser.Opaque{
			Address: s.prefix + "Fn::Transform", Origin: originOf(macroOf(n), why, n),
		})
		return
	}
	for i, key := range included.keys {
		do(key, included.items[i])
	}
}

// macroOf says what a transform is called: one that a function has taken the place of (see
// yamlReader.transformed) is no macro.
func macroOf(n *node) string {
	if n.is(call) {
		return "a function in the place of keys"
	}
	return "Fn::Transform"
}

// included returns the content of the file that a transform includes; nil where there is none in
// view.
func (s *stack) included(n *node) (*node, string) {
	if n.is(call) {
		return nil, "brings keys that are not known"
	}
	name := n.get("Name")
	if !name.is(text) || name.text != "AWS::Include" {
		what := "a macro"
		if name.is(text) {
			what = name.text
		}
		return nil, what + " is run when the stack is created"
	}
	location, ok := s.ev.text(s.eval(n.get("Parameters").get("Location")))
	if !ok || location == "" {
		return nil, "names no file"
	}
	s.ev.seek(s.tpl, s.ev.origins.Expand(location))
	d := s.ev.tree.fragment(s.tpl, s.ev.origins.Expand(location))
	if d == nil || d.root == nil {
		return nil, "includes " + s.ev.plain(location) + ", which is not in the tree"
	}
	if s.ev.steps += int(d.root.weight); s.inclusions > maxNested {
		return nil, "includes itself"
	}
	s.inclusions++
	s.ev.pieces = append(s.ev.pieces, d)
	return d.root, ""
}
