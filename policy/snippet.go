package policy

import (
	"fmt"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
)

// block writes a resource block of arguments. A pair of an empty name is a blank line or, with
// text, a nested block as it stands. How it is indented and aligned is left to fix.
func block(kind, name string, pairs ...[2]string) string {
	return fmt.Sprintf("resource %q %q {\n%s}\n", kind, name, body(pairs...))
}

// nested writes a nested block.
func nested(name string, pairs ...[2]string) string {
	return fmt.Sprintf("%s {\n%s}\n", name, body(pairs...))
}

// body writes arguments.
func body(pairs ...[2]string) string {
	var b strings.Builder
	for _, pair := range pairs {
		if pair[0] != "" {
			b.WriteString(pair[0] + " = ")
		}
		b.WriteString(strings.TrimRight(pair[1], "\n") + "\n")
	}
	return b.String()
}

// quote writes a text of Terraform.
func quote(text string) string { return `"` + strings.ReplaceAll(text, `"`, `\"`) + `"` }

// in writes the comment that says which block an argument or nested block goes into.
func in(address, snippet string) string {
	return "# in " + local(address) + "\n" + snippet
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
func (m *mending) vpcID() string {
	if vpc := m.vpc(); vpc != nil && !strings.HasSuffix(vpc.ID, "]*") {
		return m.ref(vpc.ID, "id")
	}
	return "var.vpc_id"
}
