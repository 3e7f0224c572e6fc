package policy

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/ecrlint/ecrlint/pull"
)

// Fault is what is wrong with a rule of the user's own.
type Fault struct {
	// Rule is its id; empty where What names the file and line instead.
	Rule string
	// What says what is wrong.
	What string
}

// readAll reads elements. What a rule of the user's own says in a wrong form is left out, as a
// fault; an element of a built-in rule never is.
func (e *Engine) readAll(terms []*ast.Term, doc *pull.Document, into *judgement) []element {
	if len(terms) == 0 {
		return nil
	}
	elements := make([]element, 0, len(terms))
	for _, term := range terms {
		one, what := e.readElement(term)
		if what != "" && e.index[one.Rule].BuiltIn {
			what = ""
			e.complete(&one, doc)
		}
		if what == "" {
			elements = append(elements, one)
			continue
		}
		if fault := (Fault{one.Rule, what}); !slices.Contains(into.faults, fault) {
			into.faults = append(into.faults, fault)
		}
	}
	slices.SortStableFunc(elements, func(a, b element) int {
		return cmp.Compare(slices.Index(legOrder, a.Leg), slices.Index(legOrder, b.Leg))
	})
	return elements
}

// legOrder is the order in which the legs of a pull are taken: what is found on several of them
// shows on the first one.
var legOrder = []string{"credentials", "authorize", "manifest", "fetch", "layers"}

// readElement reads one element and says what is wrong with it by the contract of a rule.
func (e *Engine) readElement(term *ast.Term) (one element, wrong string) {
	one.Rule = ruleOf(term)
	value, err := ast.JSON(term.Value)
	if err != nil {
		return one, "an element cannot be written as JSON"
	}
	text, err := json.Marshal(value)
	if err != nil {
		return one, "an element cannot be written as JSON"
	}
	if err := json.Unmarshal(text, &one); err != nil {
		return one, fmt.Sprintf("an element is not of the form of a finding: %v", err)
	}
	if one.Severity == "" {
		one.Severity = e.index[one.Rule].Severity
	}
	switch {
	case one.Message == "":
		wrong = "an element needs a message"
	case one.At == "" && one.Resource == "":
		wrong = "an element needs at or resource"
	case !validSeverity(one.Severity):
		wrong = fmt.Sprintf("severity %q is none of error, warning, info", one.Severity)
	}
	return one, wrong
}

// ruleOf returns the id that verdict.rego gives to each element.
func ruleOf(term *ast.Term) string {
	object, ok := term.Value.(ast.Object)
	if !ok {
		return ""
	}
	if rule := object.Get(ast.StringTerm("rule")); rule != nil {
		if id, ok := rule.Value.(ast.String); ok {
			return string(id)
		}
	}
	return ""
}

// complete gives an element what it lacks: the workload's place, the title and severity of its
// rule.
func (e *Engine) complete(one *element, doc *pull.Document) {
	rule := e.index[one.Rule]
	if one.Message == "" {
		one.Message = rule.Title
	}
	if one.At == "" && one.Resource == "" {
		one.At, one.Resource = doc.Workload.At, doc.Workload.ID
	}
	if !validSeverity(one.Severity) {
		one.Severity = rule.Severity
	}
}
