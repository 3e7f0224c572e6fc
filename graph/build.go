package graph

import (
	"github.com/ecrlint/ecrlint/parser"
	"github.com/hashicorp/hcl/v2"
)

// Builder builds graphs. The zero Builder knows no AWS-managed policy: attachments of such policies
// are then unresolved.
type Builder struct {
	// ManagedPolicy returns the document of the AWS-managed policy with the ARN, which is always
	// spelled with the partition aws.
	ManagedPolicy func(arn string) (document string, ok bool)
}

// Build builds the graph of a root with the zero Builder.
func Build(root *parser.Root) (*Graph, hcl.Diagnostics) {
	return Builder{}.Build(root)
}

// Build makes nodes of the root's resources and links them. The diagnostics name values that make
// no sense where they stand (a CIDR that is none: a warning) and documents that AWS would not
// accept (a policy or container definition that is not JSON: an error).
func (b Builder) Build(root *parser.Root) (*Graph, hcl.Diagnostics) {
	w := newBuilder(b, root)
	for i := range readers {
		if w.cloudFormation && readers[i].names != nil {
			w.spellings[readers[i].kind] = readers[i].names
		}
	}
	for i := range readers {
		if declare := readers[i].declare; declare != nil {
			w.each(readers[i].kind, declare)
		}
	}
	for i := range readers {
		if link := readers[i].link; link != nil {
			w.each(readers[i].kind, link)
		}
	}
	w.finish()
	return w.graph, w.diags
}

// reader says how one type of resource becomes nodes: declare makes the node, link fills it in when
// all nodes exist. A data source's kind begins with "data.".
type reader struct {
	kind          string
	declare, link func(*builder, block)
	names         spelling
}

// spelled says what CloudFormation calls the properties.
func (r reader) spelled(names spelling) reader {
	r.names = names
	return r
}

// node returns the reader of a type of resource that becomes a node.
func node[N any](
	kind string, declare func(*builder, block) *N, link func(*builder, block, *N),
) reader {
	r := reader{kind: kind, declare: func(b *builder, o block) {
		if n := declare(b, o); n != nil {
			b.nodes[o.res.Address] = n
		}
	}}
	if link != nil {
		r.link = func(b *builder, o block) {
			if n, ok := b.nodes[o.res.Address].(*N); ok {
				link(b, o, n)
			}
		}
	}
	return r
}

// join returns the reader of a type of resource that only ties nodes together.
func join(kind string, link func(*builder, block)) reader {
	return reader{kind: kind, link: link}
}

// declares returns the reader of a type that becomes any number of nodes.
func declares(kind string, declare func(*builder, block)) reader {
	return reader{kind: kind, declare: declare}
}

// readers is the table of all types, in the order in which they are linked.
var readers = concat(
	vpcReaders, prefixListReaders, groupReaders, gatewayReaders, instanceReaders, subnetReaders,
	routeReaders, endpointReaders, aclReaders, dnsReaders, publicAccessReaders,
	policyReaders, roleReaders, ecrReaders, secretReaders, keyReaders, parameterReaders,
	logReaders, guardDutyReaders, organizationReaders, hostReaders,
	clusterReaders, taskReaders, batchReaders, serviceReaders,
)

func concat(tables ...[]reader) []reader {
	var all []reader
	for _, table := range tables {
		all = append(all, table...)
	}
	return all
}

// builder is the state of one Build.
type builder struct {
	Builder
	root    *parser.Root
	origins *parser.Origins
	graph   *Graph
	diags   hcl.Diagnostics

	resources map[string]*parser.Resource   // by address
	kinds     map[string][]*parser.Resource // by type, data sources with "data." before it
	nodes     map[string]any                // by address
	names     map[name][]any                // what is known by a name
	held      map[int]*parser.Origin

	cloudFormation bool                // the language of the root
	spellings      map[string]spelling // of CloudFormation, by type
	camels         map[string]string
	identities     map[identity]int // what CloudFormation's references stand for

	network networkState
	access  accessState
	compute computeState
	batch   batchState
}

func newBuilder(options Builder, root *parser.Root) *builder {
	b := &builder{
		Builder: options, root: root, origins: root.Origins, graph: &Graph{Root: root},
		resources: make(map[string]*parser.Resource, len(root.Resources)),
		kinds:     map[string][]*parser.Resource{},
		nodes:     make(map[string]any, len(root.Resources)),
		names:     map[name][]any{},
		held:      map[int]*parser.Origin{},
		spellings: map[string]spelling{}, camels: map[string]string{},
		cloudFormation: root.Language == parser.CloudFormation,
	}
	b.network.rules = map[string]*GroupRule{}
	b.network.mains = map[*VPC]int{}
	b.access.ofRole = map[*Role]*roleState{}
	b.access.managed = map[string]*managedPolicy{}
	if b.origins == nil {
		b.origins = parser.NewOrigins()
	}
	for _, r := range root.Resources {
		kind := r.Type
		if r.Mode == parser.Data {
			kind = "data." + kind
		}
		b.resources[r.Address] = r
		b.kinds[kind] = append(b.kinds[kind], r)
	}
	return b
}

// each runs the function over the resources of a kind.
func (b *builder) each(kind string, read func(*builder, block)) {
	for _, r := range b.kinds[kind] {
		read(b, b.block(r))
	}
}

// node returns what every node of the resource has.
func (b *builder) node(r *parser.Resource) Node {
	return Node{
		ID: r.Address, Resource: r, Maybe: r.Maybe, Home: r.Provider, Self: b.self(r),
	}
}

// self is what the configuration writes for the resource's id: Terraform's id, what
// CloudFormation's Ref returns.
func (b *builder) self(r *parser.Resource) string {
	if !b.cloudFormation {
		if id := b.block(r).raw("id", ""); id.Known() {
			return id.V
		}
		return ""
	}
	token, _ := b.ref(r.Address)
	return b.origins.Expand(token)
}

// finish draws the conclusions that need every link, and sorts.
func (b *builder) finish() {
	b.settleDefaultEgress()
	b.spreadOpaque()
	b.finishNetwork()
	b.finishAccess()
	b.linkSecretKeys()
	b.finishCompute()
	b.findSkipped()
	b.sortGraph()
}
