package graph_test

import (
	"sort"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// object is a block as a test writes it; value converts it.
type object map[string]any

// stack is a root in the making, as a language would hand it over.
type stack struct {
	root *parser.Root
	home parser.Provider
}

func newStack() *stack {
	origins := parser.NewOrigins()
	return &stack{
		root: &parser.Root{Path: ".", Language: parser.Terraform, Origins: origins},
		home: parser.Provider{
			Region: "eu-west-1", Account: "111122223333", Partition: "aws",
		},
	}
}

// add declares a resource. The address says type and mode.
func (s *stack) add(address string, attrs object) *parser.Resource {
	local := address[strings.LastIndex("."+address, ".module.")+1:]
	if strings.HasPrefix(address, "module.") {
		local = strings.SplitN(address, ".", 3)[2]
	}
	mode := parser.Managed
	if rest, ok := strings.CutPrefix(local, "data."); ok {
		mode, local = parser.Data, rest
	}
	typ, _, _ := strings.Cut(local, ".")
	config, _, _ := strings.Cut(address, "[")
	r := &parser.Resource{
		Address: address, Config: config, Mode: mode, Type: typ, Attrs: value(attrs),
		Provider: s.home, Decl: hcl.Range{Filename: "main.tf", Start: hcl.Pos{Line: 1}},
	}
	s.root.Resources = append(s.root.Resources, r)
	return r
}

// maybe declares a resource that may not exist.
func (s *stack) maybe(address, what string, attrs object) {
	s.add(address, attrs).Maybe = &parser.Origin{What: what, Why: "has no default"}
}

// ref is an identity of a resource, as a language writes it into text.
func (s *stack) ref(address, attr string) string {
	return s.root.Origins.Token(parser.Origin{
		Kind: parser.Reference, Address: address, Attr: attr,
	})
}

// id is the id of a resource.
func (s *stack) id(address string) string { return s.ref(address, "id") }

// hole is a value that nobody gave.
func (s *stack) hole(what string) cty.Value {
	return s.root.Origins.Unknown(cty.DynamicPseudoType, parser.Origin{
		What: what, Why: "has no default",
	})
}

// holeText is a hole inside text.
func (s *stack) holeText(what string) string {
	return s.root.Origins.Token(parser.Origin{What: what, Why: "has no default"})
}

// policies are the AWS-managed policies that tests know.
func policies(arn string) (string, bool) {
	if arn == "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy" {
		return `{"Statement":[{"Effect":"Allow","Action":"ecr:*","Resource":"*"}]}`, true
	}
	return "", false
}

// build builds the graph and wants no diagnostics.
func (s *stack) build(t *testing.T) *graph.Graph {
	t.Helper()
	g, diags := s.diagnose()
	require.Empty(t, diags)
	return g
}

func (s *stack) diagnose() (*graph.Graph, hcl.Diagnostics) {
	sort.SliceStable(s.root.Resources, func(i, j int) bool {
		return s.root.Resources[i].Address < s.root.Resources[j].Address
	})
	return graph.Builder{ManagedPolicy: policies}.Build(s.root)
}

// value converts what a test writes.
func value(v any) cty.Value {
	switch v := v.(type) {
	case nil:
		return cty.NullVal(cty.DynamicPseudoType)
	case cty.Value:
		return v
	case string:
		return cty.StringVal(v)
	case bool:
		return cty.BoolVal(v)
	case int:
		return cty.NumberIntVal(int64(v))
	case []string:
		list := make([]any, len(v))
		for i := range v {
			list[i] = v[i]
		}
		return value(list)
	case []object:
		list := make([]any, len(v))
		for i := range v {
			list[i] = v[i]
		}
		return value(list)
	case []any:
		list := make([]cty.Value, len(v))
		for i := range v {
			list[i] = value(v[i])
		}
		return cty.TupleVal(list)
	case object:
		fields := make(map[string]cty.Value, len(v))
		for name := range v {
			fields[name] = value(v[name])
		}
		return cty.ObjectVal(fields)
	}
	panic("no value for this type")
}

// find returns the node with the ID.
func find[N any](t *testing.T, nodes []*N, id func(*N) string, want string) *N {
	t.Helper()
	for _, n := range nodes {
		if id(n) == want {
			return n
		}
	}
	require.Failf(t, "no such node", "%s", want)
	return nil
}

func vpc(t *testing.T, g *graph.Graph, id string) *graph.VPC {
	t.Helper()
	return find(t, g.VPCs, func(n *graph.VPC) string { return n.ID }, id)
}

func subnet(t *testing.T, g *graph.Graph, id string) *graph.Subnet {
	t.Helper()
	return find(t, g.Subnets, func(n *graph.Subnet) string { return n.ID }, id)
}

func table(t *testing.T, g *graph.Graph, id string) *graph.RouteTable {
	t.Helper()
	return find(t, g.RouteTables, func(n *graph.RouteTable) string { return n.ID }, id)
}

func group(t *testing.T, g *graph.Graph, id string) *graph.SecurityGroup {
	t.Helper()
	return find(t, g.Groups, func(n *graph.SecurityGroup) string { return n.ID }, id)
}

func acl(t *testing.T, g *graph.Graph, id string) *graph.NetworkACL {
	t.Helper()
	return find(t, g.ACLs, func(n *graph.NetworkACL) string { return n.ID }, id)
}

func endpoint(t *testing.T, g *graph.Graph, id string) *graph.Endpoint {
	t.Helper()
	return find(t, g.Endpoints, func(n *graph.Endpoint) string { return n.ID }, id)
}

// role is the role that the stacks of roles have.
func role(t *testing.T, g *graph.Graph) *graph.Role {
	t.Helper()
	return find(t, g.Roles, func(n *graph.Role) string { return n.ID }, "aws_iam_role.x")
}

func workload(t *testing.T, g *graph.Graph, id string) *graph.Workload {
	t.Helper()
	return find(t, g.Workloads, func(n *graph.Workload) string { return n.ID }, id)
}
