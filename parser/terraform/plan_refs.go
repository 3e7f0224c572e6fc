package terraform

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// A plan shows of an expression only what it refers to. What is unknown in its result can be taken
// from there where nothing else can be meant: as many identities are referred to as elements are
// unknown, and the attribute is one that holds identities and is not put together from them.

// linking are attributes that hold the identity of a resource, beside those whose names say so.
var linking = map[string]bool{
	"role": true, "roles": true, "cluster": true, "cluster_name": true, "subnets": true,
	"security_groups": true, "vpc_zone_identifier": true, "task_definition": true,
	"repository": true, "repository_name": true, "policy_arn": true, "capacity_providers": true,
	"capacity_provider": true, "iam_instance_profile": true, "instance_profile": true,
	"launch_configuration": true, "service": true, "job_queue": true, "job_definition": true,
	"compute_environments": true, "compute_environment": true, "arn": true, "resource_arn": true,
	"instance_role": true, "service_role": true, "kms_key": true, "task_role": true,
	"network_interface": true, "instance": true, "autoscaling_group_name": true, "rule": true,
	"value_from": true, "vpc_security_group_ids": true, "bucket": true, "zone_id": true,
	"credentials_parameter": true, "execution_role": true, "id": true,
}

// linksByName reports whether an attribute holds identities.
func linksByName(name string) bool {
	if linking[name] {
		return true
	}
	for _, end := range []string{"_id", "_ids", "_arn", "_arns"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

// planTrail follows the references of one attribute.
type planTrail struct {
	p     *planRoot
	attr  string
	one   *planned // whose attribute it is
	keyed bool     // count.index or each.key is among the references
	found []cty.Value
	steps int
}

// maxTrail bounds how many references are followed for an attribute.
const maxTrail = 1_000

// follow returns the values that an attribute refers to, if they are as many as wanted.
func (p *planRoot) follow(s planSlot, a planAttr, want int) []cty.Value {
	if a.expr == nil || !linksByName(a.name) {
		return nil
	}
	t := &planTrail{p: p, attr: a.name, one: s.one}
	if !t.expression(s.one.module, a.expr) || len(t.found) != want {
		return nil
	}
	return t.found
}

// expression follows the references of an expression in a module instance; false where they lead to
// what the plan does not tell.
func (t *planTrail) expression(module string, expr any) bool {
	refs, keyed := topReferences(expr)
	t.keyed = t.keyed || keyed
	for _, ref := range refs {
		if t.steps++; t.steps > maxTrail || !t.reference(module, ref) {
			return false
		}
	}
	return true
}

// topReferences returns the references of an expression, without those that others begin with, and
// whether it uses the key of the instance that it is for.
func topReferences(expr any) (list []hcl.Traversal, keyed bool) {
	texts := referenceTexts(expr)
	seen := map[string]bool{}
	for i, text := range texts {
		if i > 0 && prefixOf(text, texts[i-1]) || seen[text] {
			seen[text] = true
			texts[i] = firstOf(text, texts[i-1], i > 0 && prefixOf(text, texts[i-1]))
			continue
		}
		seen[text] = true
		ref, diags := hclsyntax.ParseTraversalAbs([]byte(text), "", hcl.InitialPos)
		if diags.HasErrors() {
			continue
		}
		if text == "count.index" || text == "each.key" {
			keyed = true
			continue
		}
		list = append(list, ref)
	}
	return list, keyed
}

// firstOf keeps the longer of two references where one begins with the other, so that the next one
// is held against it.
func firstOf(text, before string, within bool) string {
	if within {
		return before
	}
	return text
}

// prefixOf reports whether a reference is what a longer one begins with.
func prefixOf(text, longer string) bool {
	rest, ok := strings.CutPrefix(longer, text)
	return ok && rest != "" && (rest[0] == '.' || rest[0] == '[')
}

// reference follows one reference.
func (t *planTrail) reference(module string, ref hcl.Traversal) bool {
	switch ref.RootName() {
	case "path", "terraform":
		return true // known, and so not what is unknown
	case "count", "each", "local", "self", "ephemeral":
		return false
	case "var":
		return t.variable(module, ref)
	case "module":
		return t.output(module, ref)
	}
	return t.resource(module, ref)
}

// variable follows a variable into the call of the module. Those of the root are known.
func (t *planTrail) variable(module string, ref hcl.Traversal) bool {
	if module == "" {
		return true
	}
	name, ok := attrName(ref, 1)
	call, outer, found := t.p.callOf(module)
	if !ok || !found || len(ref) > 2 {
		return false
	}
	expr, given := call.Expressions[name]
	if !given {
		return true // its default, which is a constant
	}
	keyed := t.keyed
	decided := t.expression(outer, expr)
	if t.keyed && !keyed { // the key of the module, not of the resource
		return false
	}
	return decided
}

// output follows an output of a module.
func (t *planTrail) output(module string, ref hcl.Traversal) bool {
	name, ok := attrName(ref, 1)
	if !ok {
		return false
	}
	inner, rest := modulePath(module, name), ref[2:]
	if len(rest) > 0 {
		if key, ok := rest[0].(hcl.TraverseIndex); ok {
			inner += keyOf(key)
			rest = rest[1:]
		}
	}
	m := t.p.moduleOf(inner)
	output, ok := attrName(rest, 0)
	if m == nil || !ok || !t.p.modules[inner] || len(rest) > 1 {
		return false
	}
	keyed := t.keyed
	decided := t.expression(inner, m.Outputs[output].Expression)
	return decided && t.keyed == keyed
}

func modulePath(module, name string) string {
	if module == "" {
		return "module." + name
	}
	return module + ".module." + name
}

func keyOf(index hcl.TraverseIndex) string {
	if index.Key.Type() == cty.String {
		return "[" + quoteKey(index.Key.AsString()) + "]"
	}
	return "[" + strings.TrimPrefix(keyName(index.Key), "#") + "]"
}

func attrName(ref hcl.Traversal, i int) (string, bool) {
	if i >= len(ref) {
		return "", false
	}
	step, ok := ref[i].(hcl.TraverseAttr)
	return step.Name, ok
}

// resource follows a reference to a resource or data source.
func (t *planTrail) resource(module string, ref hcl.Traversal) bool {
	typ, mode, rest := ref.RootName(), "managed", ref[1:]
	if typ == "data" {
		var ok bool
		if typ, ok = attrName(rest, 0); !ok {
			return false
		}
		mode, rest = "data", rest[1:]
	}
	name, ok := attrName(rest, 0)
	if !ok {
		return false
	}
	rest = rest[1:]
	instances, rest := t.instances(module+"\x00"+planLabel(mode, typ, name), rest)
	attr := ""
	if len(rest) > 0 {
		if attr, ok = attrName(rest, 0); !ok || len(rest) > 1 {
			return false
		}
	}
	for _, r := range instances {
		if r.planned == t.one {
			return false
		}
		t.add(r, attr)
	}
	return len(instances) > 0
}

// instances returns the instances of a resource that a reference is about.
func (t *planTrail) instances(
	label string, rest hcl.Traversal,
) ([]*resourceInstance, hcl.Traversal) {
	all := t.p.byLabel[label]
	if len(rest) > 0 {
		if index, ok := rest[0].(hcl.TraverseIndex); ok {
			return withKey(all, keyOf(index)), rest[1:]
		}
	}
	if t.keyed && t.one.key != nil && sameKeys(all, t.p.byLabel[t.one.module+"\x00"+t.one.label()]) {
		return withKey(all, t.one.suffix()), rest
	}
	return all, rest
}

func withKey(all []*resourceInstance, suffix string) []*resourceInstance {
	for _, r := range all {
		if r.planned.suffix() == suffix {
			return []*resourceInstance{r}
		}
	}
	return nil
}

// sameKeys reports whether two resources have instances of the same keys.
func sameKeys(a, b []*resourceInstance) bool {
	return len(a) == len(b) && !slices.ContainsFunc(b, func(r *resourceInstance) bool {
		return withKey(a, r.planned.suffix()) == nil
	})
}

// add adds what an attribute of an instance holds, as far as it is not plain: that is known, and so
// it is not what is unknown.
func (t *planTrail) add(r *resourceInstance, attr string) {
	if attr == "" {
		attr = "id"
		if strings.HasSuffix(t.attr, "arn") || strings.HasSuffix(t.attr, "arns") {
			attr = "arn"
		}
	}
	if t.attr == "task_definition" && attr == "revision" {
		attr = "arn" // FAMILY:REVISION
	}
	t.spread(r.attr(attr, r.node.cfg.Decl), 0)
}

func (t *planTrail) spread(v cty.Value, depth int) {
	plain, _ := v.Unmark()
	switch {
	case !plain.IsKnown():
		t.found = append(t.found, v)
	case plain.IsNull():
	case plain.Type() == cty.String && parser.Holed(plain.AsString()):
		t.found = append(t.found, v)
	case depth == 0 && (ordered(plain.Type()) || plain.Type().IsSetType()):
		for _, element := range elements(plain) {
			t.spread(element, depth+1)
		}
	}
}
