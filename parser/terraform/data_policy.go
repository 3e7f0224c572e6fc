package terraform

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// policyDoc is a policy document in the order in which the provider writes it.
// Source: https://registry.terraform.io/providers/hashicorp/aws, data source
// aws_iam_policy_document.
type policyDoc struct {
	Version   string            `json:",omitempty"`
	ID        string            `json:"Id,omitempty"`
	Statement []policyStatement `json:",omitempty"`
}

type policyStatement struct {
	Sid          string `json:",omitempty"`
	Effect       string `json:",omitempty"`
	Action       any    `json:",omitempty"`
	NotAction    any    `json:",omitempty"`
	Resource     any    `json:",omitempty"`
	NotResource  any    `json:",omitempty"`
	Principal    any    `json:",omitempty"`
	NotPrincipal any    `json:",omitempty"`
	Condition    any    `json:",omitempty"`
}

// policyDocument renders aws_iam_policy_document.
func (r *resourceInstance) policyDocument() map[string]cty.Value {
	unknown := func(because cty.Value) map[string]cty.Value {
		v := r.ev().because(cty.String, because)
		return map[string]cty.Value{"json": v, "minified_json": v, "id": str(r.token("id", ""))}
	}
	merged := &policyDoc{}
	if lost := r.mergeDocuments(merged, "source_json", "source_policy_documents"); lost != cty.NilVal {
		return unknown(lost)
	}
	own := &policyDoc{Version: "2012-10-17"}
	if version, ok := r.text("version"); ok {
		own.Version = version
	}
	own.ID, _ = r.text("policy_id")
	statements := r.field("statement")
	if statements.IsMarked() || !statements.IsKnown() {
		return unknown(statements)
	}
	for _, v := range elements(statements) {
		plain, marks := v.Unmark()
		if _, maybe := leastHole(marks); maybe {
			return unknown(v)
		}
		own.Statement = append(own.Statement, r.statement(plain, own.Version))
	}
	merged.merge(own)
	lost := r.mergeDocuments(merged, "override_json", "override_policy_documents")
	if lost != cty.NilVal {
		return unknown(lost)
	}
	indented, err := json.MarshalIndent(merged, "", "  ")
	if err != nil {
		return nil
	}
	minified, err := json.Marshal(merged)
	if err != nil {
		return nil
	}
	return map[string]cty.Value{
		"json": str(string(indented)), "minified_json": str(string(minified)),
		"id": str(r.token("id", "")),
	}
}

// elements returns the elements of a list or set; none for null.
func elements(v cty.Value) []cty.Value {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() || !v.CanIterateElements() {
		return nil
	}
	return v.AsValueSlice()
}

// mergeDocuments merges the documents of two arguments (the former an older spelling for one). It
// returns the document that is not known, if there is one: it could say anything.
func (r *resourceInstance) mergeDocuments(into *policyDoc, one, many string) cty.Value {
	list := []cty.Value{r.field(one)}
	v := r.field(many)
	if v.IsMarked() || !v.IsKnown() {
		return v
	}
	for _, document := range append(list, elements(v)...) {
		if document.IsMarked() || !document.IsKnown() {
			return document
		}
		text, ok := r.ev().textOf(document)
		if !ok || text == "" {
			continue
		}
		if origin, is := r.ev().origins.Whole(text); is && origin.Kind == parser.Unknown {
			return document
		}
		doc, err := readPolicy(text)
		if err != nil {
			return r.ev().fail(r.argumentAt(many), "Policy is not JSON", fmt.Sprintf(
				"A document in %s of %s cannot be merged: %s.", many, r.address, err))
		}
		into.merge(doc)
	}
	return cty.NilVal
}

func (r *resourceInstance) argumentAt(name string) hcl.Range {
	return r.locate(cty.GetAttrPath(name))
}

// readPolicy reads a document that is given as text.
func readPolicy(text string) (*policyDoc, error) {
	var raw struct {
		Version   string
		ID        string `json:"Id"`
		Statement json.RawMessage
	}
	if err := json.Unmarshal([]byte(text), &raw); err != nil {
		return nil, fmt.Errorf("reading the document: %w", err)
	}
	doc := &policyDoc{Version: raw.Version, ID: raw.ID}
	if len(raw.Statement) == 0 {
		return doc, nil
	}
	if strings.HasPrefix(strings.TrimSpace(string(raw.Statement)), "[") {
		if err := json.Unmarshal(raw.Statement, &doc.Statement); err != nil {
			return nil, fmt.Errorf("reading the statements: %w", err)
		}
		return doc, nil
	}
	var single policyStatement
	if err := json.Unmarshal(raw.Statement, &single); err != nil {
		return nil, fmt.Errorf("reading the statement: %w", err)
	}
	doc.Statement = []policyStatement{single}
	return doc, nil
}

// merge adds the statements of another document; one with the same Sid replaces the older one.
func (d *policyDoc) merge(other *policyDoc) {
	if other.ID != "" {
		d.ID = other.ID
	}
	if other.Version != "" {
		d.Version = other.Version
	}
	for _, statement := range other.Statement {
		at := -1
		if statement.Sid != "" {
			at = slices.IndexFunc(d.Statement,
				func(old policyStatement) bool { return old.Sid == statement.Sid })
		}
		if at >= 0 {
			d.Statement[at] = statement
		} else {
			d.Statement = append(d.Statement, statement)
		}
	}
}

// statement renders a statement block.
func (r *resourceInstance) statement(v cty.Value, version string) policyStatement {
	text := func(name, otherwise string) string {
		if s, ok := r.ev().textOf(attributeOrNull(v, name)); ok {
			return s
		}
		return otherwise
	}
	list := func(name string, variables bool) any {
		return r.texts(attributeOrNull(v, name), variables && version == "2012-10-17")
	}
	return policyStatement{
		Sid: text("sid", ""), Effect: text("effect", "Allow"),
		Action: list("actions", false), NotAction: list("not_actions", false),
		Resource: list("resources", true), NotResource: list("not_resources", true),
		Principal:    r.principals(attributeOrNull(v, "principals")),
		NotPrincipal: r.principals(attributeOrNull(v, "not_principals")),
		Condition:    r.conditions(attributeOrNull(v, "condition")),
	}
}

// texts renders a list of strings: one alone as a string, several in descending order. What is not
// known is a token, which may stand for several.
func (r *resourceInstance) texts(v cty.Value, variables bool) any {
	plain, _ := v.Unmark()
	if !plain.IsKnown() {
		text, _ := r.ev().textOf(v)
		return text
	}
	var list []string
	for _, item := range elements(v) {
		text, ok := r.ev().textOf(item)
		if !ok {
			continue
		}
		if variables {
			text = strings.ReplaceAll(text, "&{", "${")
		}
		list = append(list, text)
	}
	switch len(list) {
	case 0:
		return nil
	case 1:
		return list[0]
	}
	slices.Sort(list)
	slices.Reverse(list)
	return list
}

// principals renders principals blocks. Blocks of one type are one list.
func (r *resourceInstance) principals(blocks cty.Value) any {
	byType := map[string]any{}
	list := elements(blocks)
	for _, block := range list {
		plain, _ := block.Unmark()
		kind, _ := r.ev().textOf(attributeOrNull(plain, "type"))
		ids := r.texts(attributeOrNull(plain, "identifiers"), true)
		if text, alone := ids.(string); kind == "*" && alone && len(list) == 1 &&
			(ids == "*" || parser.Holed(text)) {
			return ids
		}
		byType[kind] = joined(byType[kind], ids)
	}
	if len(byType) == 0 {
		return nil
	}
	return byType
}

// joined appends strings to strings, each alone or in a list.
func joined(a, b any) any {
	var list []string
	for _, v := range []any{a, b} {
		switch v := v.(type) {
		case string:
			list = append(list, v)
		case []string:
			list = append(list, v...)
		}
	}
	switch len(list) {
	case 0:
		return []string{}
	case 1:
		return list[0]
	}
	return list
}

// conditions renders condition blocks, by test and by variable.
func (r *resourceInstance) conditions(blocks cty.Value) any {
	byTest := map[string]map[string]any{}
	for _, block := range elements(blocks) {
		plain, _ := block.Unmark()
		test, _ := r.ev().textOf(attributeOrNull(plain, "test"))
		variable, _ := r.ev().textOf(attributeOrNull(plain, "variable"))
		if byTest[test] == nil {
			byTest[test] = map[string]any{}
		}
		values := r.texts(attributeOrNull(plain, "values"), true)
		byTest[test][variable] = joined(byTest[test][variable], values)
	}
	if len(byTest) == 0 {
		return nil
	}
	return byTest
}
