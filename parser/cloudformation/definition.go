package cloudformation

import (
	"path"
	"strings"
)

// stored is where the definition of a state machine lies that is not in the template.
const stored = "DefinitionS3Location"

// packaged reads the definitions of state machines that lie in files: what `aws cloudformation
// package` or the CDK copies to a bucket.
// Source: https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html
func (s *stack) packaged() {
	for _, r := range s.order {
		given := r.properties()
		if r.typ != "AWS::StepFunctions::StateMachine" || given.get(stored) == nil {
			continue
		}
		made := maker{file: r.node.file}
		properties := made.object(r.key)
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
	name := s.definitionFile(location)
	if name == "" {
		return stored, location
	}
	s.ev.ask(name)
	if d := s.ev.tree.piece(name); d != nil && d.root.is(object) {
		s.ev.pieces = append(s.ev.pieces, d)
		return "Definition", d.root
	}
	content, ok := s.ev.tree.text(name)
	if !ok {
		return stored, location
	}
	made := maker{file: location.file}
	return "DefinitionString", made.text(location, content)
}

// definitionFile returns the file that a location means: a path beside the template, or an asset of
// the CDK's, which the bucket has under its hash; "" for one of a bucket alone.
func (s *stack) definitionFile(location *node) string {
	if location.is(text) && !strings.Contains(location.text, "://") {
		return path.Join(path.Dir(s.tpl.path), location.text)
	}
	key := location.get("Key")
	if !key.is(text) {
		return ""
	}
	hash := path.Base(key.text)
	return s.ev.tree.assets[strings.TrimSuffix(hash, path.Ext(hash))]
}
