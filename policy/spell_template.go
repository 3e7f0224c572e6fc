package policy

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// templateText writes parts as a template does: as YAML, or as JSON where the file is JSON.
func (m *mending) templateText(parts []part) string {
	if m.json() {
		return m.jsonText(parts)
	}
	var texts []string
	for _, p := range merged(parts) {
		var head string
		var node *yaml.Node
		switch {
		case p.kind == parameter:
			head = "# in Parameters\n"
			node = mapping(p.name, properties(p))
		case p.name != "":
			node = mapping(m.logicalID(p), resourceNode(p))
		case p.place != "":
			head = "# in the " + p.place + " " + local(p.address) + beside + "\n"
			node = statementsNode(p.statements)
		default:
			head = headOf(p)
			node = properties(p)
		}
		texts = append(texts, head+yamlText(node))
	}
	return strings.TrimRight(strings.Join(texts, "\n"), "\n")
}

// headOf says where arguments go: into the properties, except what stands beside them.
func headOf(p part) string {
	if len(p.args) == 1 && p.args[0].name == "depends_on" {
		return "# in " + local(p.address) + ", beside Properties\n"
	}
	head := "# in Properties of " + local(p.address)
	switch {
	case p.more:
		head += ": one more of " + property(p.kind, p.args[0].name)
	case p.inside:
		head += beside + " in " + property(p.kind, p.args[0].name)
	}
	return head + "\n"
}

// jsonText writes parts as one object of resources, which shows where each thing goes, beside one
// of parameters where there are new ones; statements alone are objects of a policy.
func (m *mending) jsonText(parts []part) string {
	root, parameters := mapping(), mapping()
	for _, p := range merged(parts) {
		switch {
		case p.kind == parameter:
			add(parameters, p.name, properties(p))
		case p.place != "" && len(p.statements) == 1:
			return jsonIndented(objectNode("", p.statements[0]))
		case p.place != "":
			return jsonIndented(statementsNode(p.statements))
		case p.name != "":
			add(root, m.logicalID(p), resourceNode(p))
		case strings.HasPrefix(headOf(p), "# in Properties"):
			add(root, local(p.address), mapping("Properties", properties(p)))
		default:
			add(root, local(p.address), properties(p))
		}
	}
	if len(parameters.Content) > 0 {
		root = mapping("Parameters", parameters, "Resources", root)
	}
	return jsonIndented(root)
}

// json reports whether the resource of the finding is written in JSON.
func (m *mending) json() bool {
	if strings.EqualFold(filepath.Ext(m.file), ".json") {
		return true
	}
	file := m.pull.Graph.Root.Files[m.file]
	return file != nil && bytes.HasPrefix(bytes.TrimSpace(file.Bytes), []byte("{"))
}

// merged puts together what several parts set on one resource; lists of one name are one list.
func merged(parts []part) []part {
	var out []part
	for _, p := range parts {
		same := func(q part) bool { return p.name == "" && q.name == "" && q.address == p.address }
		i := slices.IndexFunc(out, same)
		if i < 0 {
			p.args = slices.Clone(p.args)
			out = append(out, p)
			continue
		}
		for _, arg := range p.args {
			j := slices.IndexFunc(out[i].args, func(a argument) bool { return a.name == arg.name })
			if j < 0 {
				out[i].args = append(out[i].args, arg)
				continue
			}
			have, _ := out[i].args[j].value.(list)
			if more, ok := arg.value.(list); ok {
				out[i].args[j].value = append(slices.Clone(have), more...)
			}
		}
	}
	return out
}

// logicalID names a new resource after its kind, so that no other of the root has the name.
func (m *mending) logicalID(p part) string {
	id := pascal(p.name) + spellings[p.kind].suffix
	for m.resourceType(m.module+id) != "" {
		id += "2"
	}
	return id
}

// resourceNode writes a new resource.
func resourceNode(p part) *yaml.Node {
	return mapping("Type", scalar("!!str", spellings[p.kind].kind), "Properties", properties(p))
}

// properties writes the arguments of a part.
func properties(p part) *yaml.Node { return objectNode(p.kind, p.args) }

// objectNode writes arguments by the names that the type has for them.
func objectNode(kind string, args []argument) *yaml.Node {
	node := mapping()
	for _, arg := range args {
		add(node, property(kind, arg.name), nodeOf(kind, arg.value))
	}
	return node
}

func statementsNode(statements []object) *yaml.Node {
	node := sequence()
	for _, s := range statements {
		node.Content = append(node.Content, objectNode("", s))
	}
	return node
}

// nodeOf writes a value.
func nodeOf(kind string, v value) *yaml.Node {
	switch v := v.(type) {
	case literal:
		return scalar("", string(v))
	case text:
		return scalar("!!str", string(v))
	case pattern:
		return substituted(string(v))
	case reference:
		return v.node()
	case tagged:
		return scalar("!Sub", "${"+v.url.to+"}:"+v.tag)
	case chosen:
		return v.node()
	case list:
		node := sequence()
		for _, item := range v {
			node.Content = append(node.Content, nodeOf(kind, item))
		}
		return node
	case several:
		return statementsNode(v)
	case object:
		return objectNode(kind, v)
	case section:
		return objectNode(kind, v)
	case inline:
		return objectNode("", v)
	case policyDocument:
		return objectNode("", v)
	}
	return scalar("!!null", "null")
}

// substituted writes a text whose unknown account and region are those of the stack; what else is
// not known is any.
func substituted(text string) *yaml.Node {
	known := unknownPart.ReplaceAllStringFunc(text, func(part string) string {
		switch {
		case strings.Contains(part, "account") || strings.Contains(part, "AccountId"):
			return "${AWS::AccountId}"
		case strings.Contains(part, "region") || strings.Contains(part, "AWS::Region"):
			return "${AWS::Region}"
		}
		return "*"
	})
	if strings.Contains(known, "${") {
		return scalar("!Sub", known)
	}
	return scalar("!!str", known)
}

// node writes a reference.
func (r reference) node() *yaml.Node { return scalar("!"+r.call, r.to) }

// node takes a name or zone of an endpoint out of its entries, which are ZONE:NAME each.
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
// aws-resource-ec2-vpcendpoint.html.
func (c chosen) node() *yaml.Node {
	if c.of.call != "GetAtt" {
		return scalar("!Ref", c.of.to+pascal(c.attribute))
	}
	first := call("!Select", scalar("", "0"), c.of.node())
	return call("!Select", scalar("", c.half), call("!Split", scalar("!!str", ":"), first))
}

func call(tag string, args ...*yaml.Node) *yaml.Node {
	return &yaml.Node{
		Kind: yaml.SequenceNode, Tag: tag, Style: yaml.FlowStyle | yaml.TaggedStyle, Content: args,
	}
}

func scalar(tag, text string) *yaml.Node {
	node := &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: text}
	if strings.HasPrefix(tag, "!") && !strings.HasPrefix(tag, "!!") {
		node.Style = yaml.TaggedStyle
	}
	return node
}

func sequence() *yaml.Node { return &yaml.Node{Kind: yaml.SequenceNode} }

// mapping makes an object of names and nodes in turn.
func mapping(pairs ...any) *yaml.Node {
	node := &yaml.Node{Kind: yaml.MappingNode}
	for i := 0; i+1 < len(pairs); i += 2 {
		name, _ := pairs[i].(string)
		to, _ := pairs[i+1].(*yaml.Node)
		add(node, name, to)
	}
	return node
}

func add(node *yaml.Node, name string, to *yaml.Node) {
	node.Content = append(node.Content, scalar("!!str", name), to)
}

// yamlText writes a node as YAML.
func yamlText(node *yaml.Node) string {
	var b bytes.Buffer
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	if encoder.Encode(node) != nil || encoder.Close() != nil {
		return ""
	}
	return b.String()
}
