package suppress

import (
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/ecrlint/ecrlint/report"
)

// metadataForm is how suppressions are written in the metadata of a template.
const metadataForm = "Metadata: {ecrlint: {ignore: [{rule: ..., reason: ..., until: ...}]}}"

// readMetadata finds the suppressions in the metadata of a template's resources, and in that of the
// template, which are about all of it.
func readMetadata(top *yaml.Node) []*Suppression {
	list := metadataOf(top, wholeFile(), 0)
	_, resources := pair(top, "Resources")
	if resources == nil || resources.Kind != yaml.MappingNode {
		return list
	}
	for i := 0; i+1 < len(resources.Content); i += 2 {
		whole := span{place(resources.Content[i]), pos{lastLine, 1}}
		if i+2 < len(resources.Content) {
			whole.end = place(resources.Content[i+2])
		} else if next := behind(top, "Resources"); next != nil {
			whole.end = place(next)
		}
		list = append(list, metadataOf(resources.Content[i+1], whole, whole.start.line)...)
	}
	return list
}

// pair returns a key of a mapping with its value.
func pair(n *yaml.Node, key string) (name, value *yaml.Node) {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

// behind returns the key that follows another one.
func behind(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+2 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+2]
		}
	}
	return nil
}

// metadataOf reads the suppressions of a resource, or of the template.
func metadataOf(of *yaml.Node, scope span, head int) []*Suppression {
	_, metadata := pair(of, "Metadata")
	key, ours := pair(metadata, "ecrlint")
	if ours == nil {
		return nil
	}
	_, ignore := pair(ours, "ignore")
	if ignore == nil {
		s := &Suppression{Location: locate(key)}
		s.wrong("Unreadable suppression", "A suppression is written "+metadataForm+".")
		return []*Suppression{s}
	}
	entries := []*yaml.Node{ignore}
	if ignore.Kind == yaml.SequenceNode {
		entries = ignore.Content
	}
	var list []*Suppression
	for _, entry := range entries {
		s := &Suppression{Location: locate(entry), scope: scope, line: entry.Line, head: head}
		s.entry(entry)
		list = append(list, s)
	}
	return list
}

func locate(n *yaml.Node) report.Location {
	return report.Location{Line: n.Line, Column: n.Column}
}

// entry reads one entry: a mapping, or a text as in a comment.
func (s *Suppression) entry(n *yaml.Node) {
	switch n.Kind {
	case yaml.ScalarNode:
		s.parse(strings.TrimPrefix(n.Value, directive))
		return
	case yaml.MappingNode:
	default:
		s.wrong("Unreadable suppression", "A suppression is written "+metadataForm+".")
		return
	}
	reason := ""
	for i := 0; i+1 < len(n.Content); i += 2 {
		value := n.Content[i+1]
		switch key := n.Content[i].Value; key {
		case "rule", "rules":
			s.ruleNames(value)
		case "reason":
			reason = value.Value
		case "until":
			s.setUntil(value.Value)
		default:
			s.wrong("Unreadable suppression", "There is no "+key+" in a suppression; it is written "+
				metadataForm+".")
		}
	}
	s.setReason(strings.Join(strings.Fields(reason), " "))
}

// ruleNames reads one or several names.
func (s *Suppression) ruleNames(n *yaml.Node) {
	if n.Kind == yaml.SequenceNode {
		for _, item := range n.Content {
			s.addRules(item.Value)
		}
		return
	}
	s.addRules(n.Value)
}
