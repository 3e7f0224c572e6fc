package cloudformation

import "strings"

// packaged reads the definitions of state machines that lie in files: what `aws cloudformation
// package` copies to a bucket, the template names by its path.
// Source: https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html
func (s *stack) packaged() {
	const stored = "DefinitionS3Location"
	for _, r := range s.order {
		location := r.properties().get(stored)
		if r.typ != "AWS::StepFunctions::StateMachine" || !location.is(text) {
			continue
		}
		made := maker{file: r.node.file}
		properties := made.object(r.key)
		given := r.properties()
		for i, key := range given.pairs() {
			name, item := key.text, given.items[i]
			if name == stored {
				name, item = s.definition(item)
			}
			made.put(properties, name, key, item)
		}
		r.node = made.with(r, "Properties", properties)
	}
}

// definition returns the definition of a state machine that lies in a file, and the property that
// it is the value of: an object, the text of what is no object before its placeholders are
// replaced, or the location itself where there is no such file in view.
func (s *stack) definition(location *node) (string, *node) {
	if !location.is(text) || strings.Contains(location.text, "://") {
		return "DefinitionS3Location", location
	}
	if d := s.ev.tree.fragment(s.tpl, location.text); d != nil && d.root.is(object) {
		return "Definition", d.root
	}
	content, ok := s.ev.tree.text(s.tpl, location.text)
	if !ok {
		return "DefinitionS3Location", location
	}
	made := maker{file: location.file}
	return "DefinitionString", made.text(location, content)
}
