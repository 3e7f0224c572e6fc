package terraform

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// resourceNode is a resource or data source in a module instance.
type resourceNode struct {
	scope *scope
	cfg   *Resource
	name  string // TYPE.NAME or data.TYPE.NAME
	set   *instanceSet
	busy  bool
}

func (n *resourceNode) label() string { return n.name }

// schemaName returns the name of its schema.
func (n *resourceNode) schemaName() string {
	if n.cfg.Mode == "data" {
		return "data." + n.cfg.Type
	}
	return n.cfg.Type
}

// instances returns the instances that count or for_each make.
func (n *resourceNode) instances() *instanceSet {
	if n.set != nil {
		return n.set
	}
	ev := n.scope.ev
	if n.busy {
		id, _ := ev.firstHole(ev.cyclic(n.scope.config + n.name))
		origin := ev.origins.Get(id)
		it := &iteration{suffix: "[*]", maybe: &origin}
		return &instanceSet{kind: manyTimes, why: id, list: []target{n.instance(it)}}
	}
	n.busy = true
	ev.aside(func() { n.set = n.expand() })
	n.busy = false
	return n.set
}

func (n *resourceNode) expand() *instanceSet {
	kind, list := n.scope.env().repetitions(n.cfg.Count, n.cfg.ForEach, n.cfg.Enabled)
	if kind == manyTimes {
		kind, list = n.scope.ev.beside.resolved(n.scope.address+n.name, list)
	}
	set := &instanceSet{kind: kind, list: make([]target, len(list))}
	for i, it := range list {
		set.list[i] = n.instance(it)
		if kind == byKey {
			set.keys = append(set.keys, it.key.AsString())
		}
	}
	if kind == manyTimes {
		set.why = n.scope.ev.origins.Add(*list[0].maybe)
	}
	return set
}

func (n *resourceNode) instance(it *iteration) *resourceInstance {
	return &resourceInstance{
		node: n, iter: it, address: n.scope.address + n.name + it.suffix,
	}
}

// resourceInstance is one instance of a resource or data source.
type resourceInstance struct {
	node    *resourceNode
	iter    *iteration
	address string

	schema   *blockSchema
	provider *providerState
	region   string
	fields   map[string]cty.Value // the arguments
	computed map[string]cty.Value // what a data source answers, and what was asked for
	site     *site
	whole    cty.Value
	busy     bool
	replaced *parser.Origin // why a pipeline may put something else in its place
	unlinked string         // why a data source was taken for nothing that another root declares
	asMade   bool           // a data source means what AWS makes in every account
	state    *scope         // the configuration whose state a data source reads
	// perhaps are the resources of other roots that a data source may mean, and was not taken for.
	perhaps []*candidate
	// hangs are those that the data source which it waits for may mean; nil: it waits for none.
	hangs *hanging

	planned *planned // what a plan or state holds of it; set where there is no source
	plan    *planRoot
}

func (r *resourceInstance) env() *env { return &env{scope: r.node.scope, iter: r.iter} }

func (r *resourceInstance) ev() *evaluator { return r.node.scope.ev }

// evaluate evaluates the arguments at the first call; it is false while that is under way.
func (r *resourceInstance) evaluate() bool {
	if r.fields != nil {
		return true
	}
	if r.busy {
		return false
	}
	r.busy = true
	r.ev().aside(r.arguments)
	r.busy = false
	return true
}

func (r *resourceInstance) arguments() {
	if r.planned != nil {
		r.plannedArguments()
		return
	}
	cfg := r.node.cfg
	r.schema = schemaOf(r.node.schemaName())
	body := r.ev().nativeBody(cfg.Config, r.schema)
	r.site = &site{body: body, at: cfg.Decl}
	fields := r.env().fields(r.site, r.schema, true)
	r.complete(fields)
	r.ignore(fields)
	r.provider = r.node.scope.provider(cfg)
	r.region = r.provider.region
	if v, ok := fields["region"]; ok && strings.HasPrefix(cfg.Type, "aws_") {
		if text, ok := r.ev().textOf(v); ok && text != "" {
			r.region = text
		}
	}
	r.computed = map[string]cty.Value{}
	r.fields = fields
	if cfg.Mode == "data" {
		r.answer()
	}
}

// textOf returns a string value as text, an unknown one as a token; it is false for null and for
// what is no string.
func (ev *evaluator) textOf(v cty.Value) (string, bool) {
	plain, _ := v.Unmark()
	if !plain.IsKnown() {
		id, _ := ev.findHole(v)
		return parser.TokenOf(id), true
	}
	if plain.IsNull() || plain.Type() != cty.String {
		return "", false
	}
	return plain.AsString(), true
}

// field returns an argument; null when it is left out.
func (r *resourceInstance) field(name string) cty.Value {
	if v, ok := r.fields[name]; ok {
		return v
	}
	return cty.NullVal(cty.DynamicPseudoType)
}

// text returns an argument as text with tokens; it is false when it is left out.
func (r *resourceInstance) text(name string) (string, bool) {
	return r.ev().textOf(r.field(name))
}

// attr implements target: what a reference to the attribute yields.
func (r *resourceInstance) attr(name string, at hcl.Range) cty.Value {
	if !r.evaluate() {
		return r.ev().cyclic(r.address)
	}
	if v, ok := r.computed[name]; ok {
		return v
	}
	if name == "outputs" && r.state != nil {
		r.computed[name] = r.outputs()
		return r.computed[name]
	}
	v, ok := r.fields[name]
	if ok && (!v.IsKnown() || !v.IsNull()) {
		return r.reference(name, v)
	}
	v = r.absent(name, ok, at)
	r.computed[name] = v
	return v
}

// reference returns an argument as other blocks see it: what is left out inside nested blocks may
// be filled in by AWS.
func (r *resourceInstance) reference(name string, v cty.Value) cty.Value {
	if r.schema == nil {
		return v
	}
	n, ok := r.schema.blocks[name]
	if !ok || !v.IsKnown() {
		return v
	}
	if v.LengthInt() == 0 {
		switch {
		case n.block.fills(): // AWS may fill in the block itself
			return r.unknown(name, cty.DynamicPseudoType)
		case n.mode == '1':
			return cty.NullVal(cty.DynamicPseudoType)
		}
		return v
	}
	elements := v.AsValueSlice()
	for i, element := range elements {
		plain, marks := element.Unmark()
		if id, maybe := leastHole(marks); maybe { // how many there are is not known either
			return r.ev().unknown(cty.DynamicPseudoType, id)
		}
		elements[i] = r.filled(plain, n.block)
	}
	if n.mode == '1' {
		return elements[0]
	}
	return cty.TupleVal(elements)
}

// filled returns a nested block with an unknown for each argument that AWS fills in.
func (r *resourceInstance) filled(v cty.Value, schema *blockSchema) cty.Value {
	if schema == nil {
		return v
	}
	fields := make(map[string]cty.Value, len(schema.attrs))
	for it := v.ElementIterator(); it.Next(); {
		key, field := it.Element()
		fields[key.AsString()] = field
	}
	for _, name := range schema.names {
		old, ok := fields[name]
		if attr := schema.attrs[name]; attr.computed && (!ok || old.IsKnown() && old.IsNull()) {
			fields[name] = r.unknown(name, attr.typ)
		}
	}
	return cty.ObjectVal(fields)
}

// absent returns an attribute that is not configured: an identity, what the provider fills in, or
// null.
func (r *resourceInstance) absent(name string, argument bool, _ hcl.Range) cty.Value {
	if v, ok := r.identity(name); ok {
		return v
	}
	if r.schema == nil {
		if argument {
			return cty.NullVal(cty.DynamicPseudoType)
		}
		return r.unknown(name, cty.DynamicPseudoType)
	}
	if _, block := r.schema.blocks[name]; block {
		return cty.EmptyTupleVal
	}
	attr, known := r.schema.attrs[name]
	switch {
	case !known:
		return r.unknown(name, cty.DynamicPseudoType)
	case attr.computed || attr.typ.IsPrimitiveType(): // the provider may have a default
		return r.unknown(name, attr.typ)
	}
	return cty.NullVal(attr.typ)
}

// unknown returns an attribute that only AWS knows.
func (r *resourceInstance) unknown(name string, t cty.Type) cty.Value {
	origin := parser.Origin{
		Address: r.address, Attr: name, What: r.address + "." + name,
		Why: "is known only after apply", Range: r.node.cfg.Decl,
	}
	if r.node.cfg.Mode != "managed" {
		origin.What, origin.Why = r.address, "is read at plan time"
		origin.Hint = "pass the value as a variable with --var or --var-file"
	}
	if r.node.cfg.Type == "terraform_remote_state" {
		origin.Why = "is the state of another configuration"
	}
	if r.unlinked != "" {
		origin.Why += ": " + r.unlinked
	}
	return r.ev().unknown(t, r.ev().origins.Add(origin))
}
