package terraform

import (
	"context"
	"fmt"
	"regexp"
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

// planIdentity is the identity that a text is; shared if it is that of several.
type planIdentity struct {
	address, attr string
	rank          int
	shared        bool
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
	result.Opaque = opaqueResources(root.ev)
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
				if hidden != nil && hidden != false {
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

// madeUp are identities that AWS makes up, so that the text alone says what is meant. Source:
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
var madeUp = regexp.MustCompile(`^([a-z]{1,12}-[0-9a-f]{8}([0-9a-f]{9})?|arn:aws[a-z-]*:.+` +
	`|[0-9]{12}\.dkr\.ecr\..+)$`)

// identities returns what identifies the resources by its text. An id of a resource goes before its
// other identities, a managed one before one that is only read.
func (p *Plan) identities() map[string]planIdentity {
	found := map[string]planIdentity{}
	for _, one := range p.instances {
		schema := schemaOf(planSchemaName(one))
		if schema == nil {
			continue
		}
		for name, v := range one.values {
			text, ok := v.(string)
			if !ok || !identities[name] || !madeUp.MatchString(text) || !ownIdentity(schema, name) ||
				name == "id" && namedBy[one.typ] != "" {
				continue
			}
			identity := planIdentity{address: one.address(), attr: name, rank: identityRank(one, name)}
			if old, taken := found[text]; taken {
				identity = identity.or(old)
			}
			found[text] = identity
		}
	}
	return found
}

// or returns which of two identities with the same text is meant by it.
func (i planIdentity) or(old planIdentity) planIdentity {
	switch {
	case i.rank != old.rank:
		if i.rank < old.rank {
			return i
		}
	case i.address == old.address:
		if i.attr < old.attr {
			return i
		}
	case i.rank >= dataRank: // both read the same
		if i.address < old.address {
			return i
		}
	default:
		old.shared = true
	}
	return old
}

// dataRank is added to the rank of what is only read.
const dataRank = 3

func planSchemaName(one *planned) string {
	if one.mode == "data" {
		return "data." + one.typ
	}
	return one.typ
}

// ownIdentity reports whether an attribute is made up by AWS for the resource itself.
func ownIdentity(schema *blockSchema, name string) bool {
	attr, ok := schema.attrs[name]
	return ok && attr.computed && (!attr.argument || name == "id")
}

func identityRank(one *planned, name string) int {
	rank := 2
	switch name {
	case "id":
		rank = 0
	case "arn":
		rank = 1
	}
	if one.mode == "data" {
		rank += dataRank
	}
	return rank
}

// identifies reports whether an attribute is an identity that AWS made up for the resource, so that
// a token stands for it.
func (p *planRoot) identifies(r *resourceInstance, a planAttr, v any) bool {
	text, ok := v.(string)
	if !ok || text == "" || !identities[a.name] || r.schema == nil || !ownIdentity(r.schema, a.name) {
		return false
	}
	return a.name == "id" || a.name == "arn" || madeUp.MatchString(text)
}

// identity returns the token that stands for an identity of a resource. An identity that another
// one has first (a table that is the main table of its network) is that one's.
func (p *planRoot) identity(r *resourceInstance, name, text string) cty.Value {
	known, ok := p.real[text]
	if ok && !known.shared && known.attr == "id" && known.address != r.address && name != "id" {
		return cty.StringVal(p.token(known, text))
	}
	return cty.StringVal(r.token(name, text))
}

func (p *planRoot) token(identity planIdentity, text string) string {
	return p.ev.origins.Token(parser.Origin{
		Kind: parser.Reference, Address: identity.address, Attr: identity.attr, Shape: text,
	})
}

// linked returns the token of the resource that a text is the identity of, or the text.
func (p *planRoot) linked(r *resourceInstance, text string) string {
	identity, ok := p.real[text]
	if !ok || identity.shared || identity.address == r.address {
		return text
	}
	return p.token(identity, text)
}

// provider returns the provider configuration of an instance.
func (p *planRoot) provider(one *planned) *providerState {
	if state, ok := p.providers[one.provider]; ok {
		return state
	}
	state := &providerState{defaultTags: cty.MapValEmpty(cty.String)}
	p.providers[one.provider] = state
	if config, ok := p.plan.providers[one.provider]; ok {
		state.region = p.constantText(config.Module, config.Expressions["region"])
		state.account = p.pinned(config)
	}
	region, account := p.plan.observed(one.provider)
	if state.region == "" {
		state.region = region
	}
	if state.account == "" {
		state.account = account
	}
	_, label, _ := strings.Cut(one.provider, ":")
	if label == "" {
		label = one.provider
	}
	label = "provider " + label
	if state.region == "" {
		state.region = p.ev.origins.Token(parser.Origin{
			Kind: parser.Region, Address: label, What: "the region of " + label,
			Why: "is not in the plan or state", Range: p.decl,
		})
	}
	if state.account == "" {
		state.account = p.ev.origins.Token(parser.Origin{
			Kind: parser.Account, Address: label, What: "the account of " + label,
			Why: "is not in the plan or state", Range: p.decl,
		})
	}
	return state
}

// home returns where an instance lives: as its ARN says, or its provider configuration.
func (one *planned) home(provider *providerState) *providerState {
	arn, _ := one.values["arn"].(string)
	parts := strings.SplitN(arn, ":", 6)
	if one.mode != "managed" || len(parts) != 6 || parts[4] == "" || parts[4] == provider.account {
		return provider
	}
	own := *provider
	own.account = parts[4]
	if parts[3] != "" {
		own.region = parts[3]
	}
	return &own
}

// pinned returns the account that a provider configuration is bound to.
func (p *planRoot) pinned(config planProvider) string {
	ids, ok := p.constant(config.Module, config.Expressions["allowed_account_ids"], 0).([]any)
	if ok && len(ids) == 1 {
		return textForm(ids[0])
	}
	for _, kind := range []string{"assume_role", "assume_role_with_web_identity"} {
		blocks, _ := config.Expressions[kind].([]any)
		for _, block := range blocks {
			arn := p.constantText(config.Module, object(block)["role_arn"])
			if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 {
				return parts[4]
			}
		}
	}
	return ""
}

// observed returns the region and account of the ARNs of what a provider configuration manages,
// where they all agree; empty where they do not. The empty key stands for every configuration.
func (p *Plan) observed(key string) (region, account string) {
	regions, accounts := map[string]bool{}, map[string]bool{}
	for _, one := range p.instances {
		if key == "" || one.provider == key {
			one.seen(regions, accounts)
		}
	}
	return only(regions), only(accounts)
}

// seen adds the region and account that the values of an instance show.
func (one *planned) seen(regions, accounts map[string]bool) {
	if one.mode != "managed" {
		if id, ok := one.values["account_id"].(string); ok && one.typ == "aws_caller_identity" {
			accounts[id] = true
		}
		return
	}
	arn, _ := one.values["arn"].(string)
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || one.unknown["arn"] == true {
		return
	}
	if given, ok := one.values["region"].(string); (!ok || given == parts[3]) && parts[3] != "" {
		regions[parts[3]] = true
	}
	if parts[4] != "" && parts[4] != "aws" {
		accounts[parts[4]] = true
	}
}

// only returns the one text of a set; empty where there are none or several.
func only(set map[string]bool) string {
	if len(set) != 1 {
		return ""
	}
	return sortedKeys(set)[0]
}
