package terraform

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// planRoot makes a root of a plan or state alone.
type planRoot struct {
	plan *Plan
	ev   *evaluator
	decl hcl.Range
	// byLabel holds the instances of each resource by module instance and label, in their order;
	// modules the module instances that have some.
	byLabel map[string][]*resourceInstance
	modules map[string]bool
	// real holds what identifies a resource by its text: vpc-0a1b2c3d, an ARN.
	real      map[string]planIdentity
	providers map[string]*providerState
	needs     *planNeeds
}

// evaluate makes a root of what the plan or state holds by itself. A fault of the program becomes a
// diagnostic of the root.
func (p *Plan) evaluate(ctx context.Context, opts Options) (result *parser.Root) {
	defer func() {
		if fault := recover(); fault != nil {
			result = &parser.Root{
				Path: p.Path, Language: parser.Terraform, Origins: parser.NewOrigins(),
				Diags: hcl.Diagnostics{{
					Severity: hcl.DiagError, Summary: "Internal error",
					Detail: fmt.Sprintf("%s cannot be evaluated: %v.", p.Path, fault),
				}},
			}
		}
	}()
	tree := &Tree{modules: map[string]*Module{}}
	root := &planRoot{
		plan: p, ev: newEvaluator(ctx, tree, opts, p.Path), byLabel: map[string][]*resourceInstance{},
		modules: map[string]bool{"": true}, providers: map[string]*providerState{},
		decl: hcl.Range{Filename: p.Path, Start: hcl.InitialPos, End: hcl.InitialPos},
	}
	root.real = p.identities()
	root.needs = newPlanNeeds(p)
	result = &parser.Root{
		Path: p.Path, Language: parser.Terraform, Origins: root.ev.origins,
		Files: map[string]*hcl.File{},
	}
	root.instances()
	result.Resources = root.resources()
	result.Opaque = append(opaqueResources(root.ev), root.unplanned(result.Resources)...)
	sort.SliceStable(result.Opaque, func(i, j int) bool {
		return result.Opaque[i].Address < result.Opaque[j].Address
	})
	sortDiags(root.ev.diags)
	result.Diags = root.ev.diags
	return result
}

// instances makes the instances of every resource.
func (p *planRoot) instances() {
	scopes := map[string]*scope{}
	nodes := map[string]*resourceNode{}
	for _, one := range p.plan.instances {
		s := scopes[one.module]
		if s == nil {
			s = p.ev.newScope(&Module{})
			s.address = one.prefix()
			s.config = strings.TrimSuffix(one.config(), one.label())
			scopes[one.module] = s
			p.enter(one.module)
		}
		label := one.module + "\x00" + one.label()
		n := nodes[label]
		if n == nil {
			n = &resourceNode{scope: s, name: one.label(), set: &instanceSet{}, cfg: &Resource{
				Mode: one.mode, Type: one.typ, Name: one.name, Decl: p.decl,
			}}
			nodes[label], s.resources[one.label()] = n, n
		}
		r := n.instance(&iteration{suffix: one.suffix()})
		r.planned, r.plan = one, p
		n.set.list = append(n.set.list, r)
		p.byLabel[label] = append(p.byLabel[label], r)
	}
}

// enter notes a module instance and those around it.
func (p *planRoot) enter(module string) {
	outer := ""
	for _, step := range moduleSteps(module) {
		outer = modulePath(outer, step.name) + step.key
		p.modules[outer] = true
	}
}

// resources returns every instance, sorted by address.
func (p *planRoot) resources() []*parser.Resource {
	var list []*parser.Resource
	for _, label := range sortedKeys(p.byLabel) {
		for _, r := range p.byLabel[label] {
			one := r.planned
			result := r.result(one.config(), p.needs.of(one))
			result.Locate = nil
			result.Imported = !one.created && one.mode == "managed"
			for name, hidden := range one.sensitive {
				if countHoles(hidden) > 0 { // of a collection it is a mask of the same form
					result.Sensitive = append(result.Sensitive, name)
				}
			}
			slices.Sort(result.Sensitive)
			list = append(list, result)
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].Address < list[j].Address })
	return list
}

// plannedArguments is arguments for an instance of a plan or state.
func (r *resourceInstance) plannedArguments() {
	one, p := r.planned, r.plan
	r.schema = schemaOf(r.node.schemaName())
	r.provider = one.home(p.provider(one))
	r.region = r.provider.region
	if region, ok := one.values["region"].(string); ok && region != "" {
		r.region = region
	}
	exprs := planExprs{}
	if m := p.moduleOf(one.module); m != nil {
		for i := range m.Resources {
			if m.Resources[i].label() == one.label() {
				exprs = planExprs{of: m.Resources[i].Expressions, known: true}
			}
		}
	}
	r.computed = map[string]cty.Value{}
	s := planSlot{p: p, r: r, one: one, path: r.address}
	fields := s.block(r.schema, one.values, one.unknown, exprs)
	if one.mode == "managed" && one.typ == "aws_iam_role" {
		p.wholeRole(s, fields)
	}
	r.fields = fields
	if one.mode == "data" && one.typ == "aws_iam_policy_document" && one.unknown["json"] == true {
		for name, v := range r.policyDocument() {
			r.computed[name] = v
		}
	}
}
