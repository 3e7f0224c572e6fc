package policy

import (
	"fmt"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/report"
)

// part is a piece of configuration: a new resource where it has a name, else arguments of the
// resource of an address, or statements of its policy. Types and arguments have Terraform's names,
// which the table of the templates spells in their words.
type part struct {
	kind, name string
	address    string
	place      string // what the statements are of; empty where arguments are
	more       bool   // the list stands there already and has one more item
	inside     bool   // the one argument stands there already and holds more than this
	container  string // of the containers that the argument holds, the one that is changed
	args       []argument
	statements []object
}

// argument is a name with its value.
type argument struct {
	name  string
	value value
}

// value is one of the types below.
type value any

type (
	literal        string     // a number or a truth value
	text           string     // a text
	pattern        string     // a text whose unknown parts stand in braces
	list           []value    // a list
	object         []argument // an object
	inline         []argument // an object on one line
	section        []argument // a nested block in Terraform
	policyDocument []argument // a policy document
	several        []object   // the statements of a policy
	reference      struct {   // a reference to an attribute of a resource, or to what is handed in
		terraform string
		call      string // the function of a template: Ref, GetAtt or none
		to        string
		// given is the name of what is handed in, of and attribute what it is of a resource in view.
		given, of, attribute string
	}
	tagged struct { // the URL of a repository with a tag
		url reference
		tag string
	}
	chosen struct { // one half of the first entry of the names of an endpoint
		of        reference
		attribute string
		half      string
	}
)

// block is a new resource.
func block(kind, name string, args ...argument) part {
	return part{kind: kind, name: name, args: args}
}

// in is what is set on a resource that is there.
func in(kind, address string, args ...argument) part {
	return part{kind: kind, address: address, args: args}
}

// inPolicy adds statements to a policy; place says which.
func inPolicy(place, address string, statements ...object) part {
	return part{place: place, address: address, statements: statements}
}

// one makes the parts of a fix of a single one.
func one(p part) []part { return []part{p} }

// say makes a fix of a sentence and of what is to be written, in the language of the file.
func (m *mending) say(parts []part, format string, args ...any) report.Fix {
	fix := report.Fix{Summary: fmt.Sprintf(format, args...)}
	m.parts = parts
	switch {
	case len(parts) == 0:
	case m.template():
		fix.Snippet = m.templateText(m.complete(parts))
	default:
		fix.Snippet = m.callerText(m.terraformText(m.complete(m.arguments(parts))))
	}
	return m.placed(fix, parts)
}

// unused is a name that no resource of the type has in the module of the fix: the one wanted, or
// one with the label of what it is for.
func (m *mending) unused(kind, wanted, of string) string {
	if m.template() { // whose names hold the label already
		return wanted
	}
	for _, name := range []string{wanted, label(of) + "_" + wanted} {
		if !m.declares(kind + "." + name) {
			return name
		}
	}
	return label(of) + "_pull_" + wanted
}

// declares reports whether the module of the fix has a resource or data source of this name.
func (m *mending) declares(name string) bool {
	for _, resource := range m.pull.Graph.Root.Resources {
		if moduleOf(resource.Address) == m.module && keyless(local(resource.Address)) == name {
			return true
		}
	}
	return false
}

// callerText adds the data sources that a text reads the account and region from, where the module
// does not declare them.
func (m *mending) callerText(text string) string {
	for _, kind := range []string{"aws_region", "aws_caller_identity"} {
		name := "data." + kind + ".current"
		if strings.Contains(text, name+".") && !m.declares(name) {
			text = "data \"" + kind + "\" \"current\" {}\n\n" + text
		}
	}
	return text
}

// template reports whether the pull is written in a template of CloudFormation.
func (m *mending) template() bool {
	return m.pull.Graph.Root.Language == parser.CloudFormation
}

// byID finds the node of an address.
func byID[N any](nodes []*N, id string, of func(*N) string) *N {
	for _, node := range nodes {
		if of(node) == id {
			return node
		}
	}
	return nil
}

// group finds a security group in view.
func (m *mending) group(id string) *graph.SecurityGroup {
	return byID(m.pull.Graph.Groups, id, func(g *graph.SecurityGroup) string { return g.ID })
}

// endpoint finds an endpoint in view.
func (m *mending) endpoint(id string) *graph.Endpoint {
	return byID(m.pull.Graph.Endpoints, id, func(e *graph.Endpoint) string { return e.ID })
}

// resourceType returns the type of a resource of the root; empty where there is none.
func (m *mending) resourceType(address string) string {
	for _, resource := range m.pull.Graph.Root.Resources {
		if resource.Address == address {
			return resource.Type
		}
	}
	return ""
}

// vpc is the VPC of the placement, or nil.
func (m *mending) vpc() *graph.VPC {
	if m.bounds.placement == nil {
		return nil
	}
	return m.bounds.placement.VPC
}

// subnet is the address of the placement's subnet.
func (m *mending) subnet() string {
	if m.bounds.best.Placement == nil {
		return ""
	}
	return m.bounds.best.Placement.Subnet
}

// region is the region of the pull's legs, or of the image.
func (m *mending) region() string {
	for _, leg := range m.bounds.best.Legs {
		if leg.Region != "" {
			return leg.Region
		}
	}
	return m.bounds.best.Image.Region
}

// gatewayEndpoint returns the S3 gateway endpoint of the VPC that is in view.
func (m *mending) gatewayEndpoint() *graph.Endpoint {
	vpc := m.vpc()
	if vpc == nil {
		return nil
	}
	for _, e := range vpc.Endpoints {
		if e.Service.V == "s3" && e.Type.V == graph.EndpointGateway {
			return e
		}
	}
	return nil
}

// interfaceEndpoint returns an interface endpoint of the VPC that is in view, for its subnets and
// groups.
func (m *mending) interfaceEndpoint() *graph.Endpoint {
	vpc := m.vpc()
	if vpc == nil {
		return nil
	}
	for _, e := range vpc.Endpoints {
		if e.Type.V == graph.EndpointInterface {
			return e
		}
	}
	return nil
}

// vpcID refers to the VPC.
func (m *mending) vpcID() reference {
	if vpc := m.vpc(); vpc != nil && vpc.Resource != nil && !strings.HasSuffix(vpc.ID, "]*") {
		return m.ref(vpc.ID, "id")
	}
	return handed("vpc_id")
}
