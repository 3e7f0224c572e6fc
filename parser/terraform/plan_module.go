package terraform

import (
	"encoding/json"
	"strings"
)

// callOf returns the call that makes a module instance, and the instance that it stands in.
func (p *planRoot) callOf(module string) (planCall, string, bool) {
	steps := moduleSteps(module)
	if len(steps) == 0 {
		return planCall{}, "", false
	}
	outer := ""
	for _, step := range steps[:len(steps)-1] {
		outer = modulePath(outer, step.name) + step.key
	}
	m := p.moduleOf(outer)
	if m == nil {
		return planCall{}, "", false
	}
	call, ok := m.Calls[steps[len(steps)-1].name]
	return call, outer, ok
}

// moduleOf returns the configuration of a module instance; nil where the plan does not show it.
func (p *planRoot) moduleOf(module string) *planModule {
	m := p.plan.config
	for _, step := range moduleSteps(module) {
		if m == nil {
			return nil
		}
		m = m.Calls[step.name].Module
	}
	return m
}

// constant returns the value of an expression that is constant or leads to one through variables.
func (p *planRoot) constant(module string, expr any, depth int) any {
	if v, ok := object(expr)["constant_value"]; ok {
		return v
	}
	refs := referenceTexts(expr)
	if len(refs) != 1 || depth > maxPlanNest {
		return nil
	}
	name, ok := strings.CutPrefix(refs[0], "var.")
	if !ok || strings.ContainsAny(name, ".[") {
		return nil
	}
	if module == "" {
		return p.plan.variables[name].Value
	}
	call, outer, found := p.callOf(module)
	if !found {
		return nil
	}
	if expr, given := call.Expressions[name]; given {
		return p.constant(outer, expr, depth+1)
	}
	if m := p.moduleOf(module); m != nil {
		return m.Variables[name]["default"]
	}
	return nil
}

// constantText is constant for text.
func (p *planRoot) constantText(module string, expr any) string {
	switch v := p.constant(module, expr, 0).(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// referenceTexts returns what an expression refers to, as written.
func referenceTexts(expr any) []string {
	var texts []string
	refs, _ := object(expr)["references"].([]any)
	for _, ref := range refs {
		if text, ok := ref.(string); ok {
			texts = append(texts, text)
		}
	}
	return texts
}
