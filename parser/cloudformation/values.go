package cloudformation

import (
	"fmt"
	"path"
	"strings"

	"github.com/ecrlint/ecrlint/parser"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser/source"
)

// readValues reads files of parameters and assignments.
func (t *tree) readValues(files []string, parameters []Assignment) {
	for _, name := range files {
		shown, bytes, err := t.src.ReadGiven(name)
		if err != nil {
			t.diags = append(t.diags, fault(top(shown), "Unreadable parameters", err.Error()+"."))
			continue
		}
		d, failed := parse(shown, bytes)
		if failed != nil {
			at := d.file.pos(failed.line, failed.column)
			r := top(shown)
			r.Start, r.End = at, at
			t.diags = append(t.diags, fault(r, "Unreadable parameters", "The file is neither JSON "+
				"nor YAML: "+failed.what+"."))
			continue
		}
		t.diags = append(t.diags, d.diags...)
		t.readParameterFile(d)
	}
	for _, assignment := range parameters {
		t.values[assignment.Name] = assignment.Value
	}
}

// readParameterFile reads a list of {ParameterKey, ParameterValue}, as the AWS CLI takes it, an
// object with the key Parameters, as CodePipeline takes it, or an object of values; also a list of
// Name=Value.
func (t *tree) readParameterFile(d *document) {
	switch {
	case d.root.is(object):
		values := d.root
		if inner := d.root.get("Parameters"); inner.is(object) {
			values = inner
		} else if inner.is(list) {
			d.root = inner
			t.readParameterFile(d)
			return
		}
		for i, key := range values.keys {
			t.setValue(key.text, values.items[i])
		}
	case d.root.is(list):
		for _, item := range d.root.items {
			name := item.get("ParameterKey")
			if pair, value, ok := strings.Cut(item.text, "="); item.is(text) && ok {
				t.values[pair] = value
			} else if name.is(text) {
				t.setValue(name.text, item.get("ParameterValue"))
			} else {
				t.diags = append(t.diags, fault(item.span(), "Invalid parameters",
					"An object with ParameterKey and ParameterValue is expected here."))
			}
		}
	default:
		t.diags = append(t.diags, fault(top(d.file.path), "Invalid parameters",
			"The file holds neither a list of parameters nor an object of them."))
	}
}

// setValue notes a value; a list is written with commas.
func (t *tree) setValue(name string, n *node) {
	switch {
	case n.scalar():
		t.values[name] = n.plain()
	case n.is(list):
		words := make([]string, len(n.items))
		for i, item := range n.items {
			words[i] = item.plain()
		}
		t.values[name] = strings.Join(words, ",")
	case n != nil && n.kind != nothing:
		t.diags = append(t.diags, fault(n.span(), "Invalid parameters",
			fmt.Sprintf("The value of %s is neither text nor a list of texts.", name)))
	}
}

// checkValues warns of values for parameters that no template has: most likely a slip.
func (t *tree) checkValues() {
	declared := map[string]bool{
		"AWS::AccountId": true, "AWS::Region": true, "AWS::StackName": true,
	}
	for _, tpl := range t.templates {
		for _, key := range tpl.parameters.pairs() {
			declared[key.text] = true
		}
	}
	for _, assignment := range t.opts.Parameters {
		if declared[assignment.Name] || len(t.templates) == 0 {
			continue
		}
		detail := fmt.Sprintf("--parameter gives a value to %q, which no template declares",
			assignment.Name)
		if nearest := parser.Nearest(assignment.Name, sortedKeys(declared)); nearest != "" {
			detail += fmt.Sprintf("; did you mean %q?", nearest)
		} else {
			detail += "."
		}
		t.diags = append(t.diags, &hcl.Diagnostic{
			Severity: hcl.DiagWarning, Summary: "Unknown parameter", Detail: detail,
		})
	}
}

// passed returns the values that the options give to the parameters of a template.
func (t given) passed(tpl *template) map[string]cty.Value {
	passed := map[string]cty.Value{}
	if len(t.values) > 0 && tpl.parameters.is(object) {
		for _, key := range tpl.parameters.keys {
			if value, ok := t.values[key.text]; ok {
				passed[key.text] = cty.StringVal(clean(value))
			}
		}
	}
	return passed
}

// environments finds out where the stacks of templates are deployed: as the assembly of the CDK
// that they belong to says, or as their own rules demand.
func (t *tree) environments(folders []source.Folder) {
	for _, tpl := range t.templates {
		tpl.stack = tpl.demanded()
	}
	for _, f := range folders {
		if inAssembly(f.Path) {
			t.readAssembly(f)
		}
	}
}

// readAssembly reads what the CDK writes beside templates.
func (t *tree) readAssembly(f source.Folder) {
	for _, e := range f.Entries {
		manifest := e.Name == "manifest.json"
		if e.Dir || !manifest && !strings.HasSuffix(e.Name, ".assets.json") {
			continue
		}
		name := path.Join(f.Path, e.Name)
		bytes, err := t.src.ReadFile(name)
		if err != nil || len(bytes) > maxSize {
			continue
		}
		d, failed := parse(name, bytes)
		switch {
		case failed != nil:
		case manifest:
			t.readManifest(f.Path, d.root)
		default:
			t.readAssets(f.Path, d.root)
		}
	}
}

// readAssets reads which files an assembly uploads under which names.
func (t *tree) readAssets(dir string, assets *node) {
	files := assets.get("files")
	for i, hash := range files.pairs() {
		if name := files.items[i].get("source").get("path"); name.is(text) {
			t.assets[hash.text] = path.Join(dir, name.text)
		}
	}
}

// readManifest reads the manifest of an assembly.
// Source: https://github.com/aws/aws-cdk, packages/aws-cdk-lib/cloud-assembly-schema.
func (t *tree) readManifest(dir string, manifest *node) {
	artifacts := manifest.get("artifacts")
	if !artifacts.is(object) {
		return
	}
	for _, artifact := range artifacts.items {
		kind, file := artifact.get("type"), artifact.get("properties").get("templateFile")
		if kind.is(text) && kind.text == "aws:cloudformation:stack" && file.is(text) {
			if tpl := t.template(path.Join(dir, file.text)); tpl != nil {
				tpl.deployed(artifact)
			}
		}
	}
}

// deployed notes what a manifest says about the stack of the template.
func (t *template) deployed(artifact *node) {
	if name := artifact.get("properties").get("stackName"); name.is(text) {
		t.stack.name = name.text
	}
	where := artifact.get("environment")
	if !where.is(text) {
		return
	}
	account, region, _ := strings.Cut(strings.TrimPrefix(where.text, "aws://"), "/")
	if !strings.HasPrefix(account, "unknown-") {
		t.stack.account = account
	}
	if !strings.HasPrefix(region, "unknown-") {
		t.stack.region = region
	}
}

// demanded returns where the rules of a template demand that it is deployed: assertions without a
// condition that a pseudo parameter equals a text, or is the only one of a list.
func (t *template) demanded() environment {
	var found environment
	if !t.rules.is(object) {
		return found
	}
	for _, rule := range t.rules.items {
		assertions := rule.get("Assertions")
		if rule.get("RuleCondition") != nil || !assertions.is(list) {
			continue
		}
		for _, assertion := range assertions.items {
			switch name, value := pinnedBy(assertion.get("Assert")); name {
			case "AWS::AccountId":
				found.account = value
			case "AWS::Region":
				found.region = value
			case "AWS::StackName":
				found.name = value
			}
		}
	}
	return found
}

// pinnedBy returns the pseudo parameter that an assertion pins and the value it must have.
func pinnedBy(n *node) (name, value string) {
	if !n.isCall("Equals") && !n.isCall("Contains") {
		return "", ""
	}
	args := n.args()
	if len(args) != 2 {
		return "", ""
	}
	for i := range 2 {
		ref, other := args[i], args[1-i]
		if other.is(list) && len(other.items) == 1 {
			other = other.items[0]
		}
		if ref.isCall("Ref") && other.scalar() {
			return ref.arg().text, other.text
		}
	}
	return "", ""
}
