package graph

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// stateReaders read the state machines of Step Functions. A serverless state machine is one when
// the template has been read.
var stateReaders = []reader{
	join("aws_sfn_state_machine", (*builder).joinMachine),

	join("AWS::StepFunctions::StateMachine", (*builder).joinMachine).spelled(spelling{
		"definition": "Definition|DefinitionString",
	}),
}

// The calls that start tasks, as Resource of a state and as universal target name them.
const (
	runsTask   = "ecs:runTask"
	submitsJob = "batch:submitJob"
)

// startingCall returns which call a resource such as ecs:runTask.sync or aws-sdk:batch:submitJob
// means; "" for others.
// https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html
// https://docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html
func startingCall(resource string) string {
	resource, _, _ = strings.Cut(strings.TrimPrefix(resource, "aws-sdk:"), ".")
	if resource == runsTask || resource == submitsJob {
		return resource
	}
	return ""
}

// machine is a state machine in the reading.
type machine struct {
	b   *builder
	res *parser.Resource
	o   block
}

// joinMachine makes a workload of each state that runs a task or submits a job, at any depth.
// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
func (b *builder) joinMachine(o block) {
	m := machine{b: b, res: o.res, o: o}
	definition, why := m.definition()
	if why != nil {
		m.lost(why)
		return
	}
	m.states(definition, o.site("definition").Path)
}

// lost notes that tasks may be started that cannot be seen.
func (m machine) lost(why *parser.Origin) {
	m.b.lose(m.o, "tasks that the state machine may start", why)
}

// definition reads the definition, an object or its text, with what is substituted into it.
func (m machine) definition() (map[string]any, *parser.Origin) {
	o := m.o
	d := o.get("definition")
	if d.known && d.v.IsNull() {
		if stored := o.get("definition_s3_location"); !stored.null() {
			why := "lies in a bucket"
			if name, ok := scalar(stored); ok && !parser.Holed(name) {
				why = "lies in " + name + ", which is not in the tree"
			}
			return nil, &parser.Origin{
				What: "definition of " + m.res.Address, Why: why,
				Hint: "check the template before it is packaged",
			}
		}
		return nil, &parser.Origin{
			What: "definition of " + m.res.Address, Why: "is not there",
		}
	}
	substitute := m.substitutions()
	if d.known && !d.v.Type().IsPrimitiveType() {
		fields, ok := substituted(m.b.plainValue(d), substitute).(map[string]any)
		if !ok {
			return nil, nonsense(o.site("definition"), "is not an object")
		}
		return fields, nil
	}
	text := o.raw("definition", "")
	if text.Why != nil {
		return nil, text.Why
	}
	return m.b.machineText(substitute(text.V), text.Site)
}

// machineText reads the text of a definition.
func (b *builder) machineText(text string, site Site) (map[string]any, *parser.Origin) {
	document, why := b.document(text, site, "Definition of a state machine is not JSON")
	if why != nil {
		return nil, why
	}
	var fields map[string]any
	if json.Unmarshal([]byte(document), &fields) == nil && fields != nil {
		return fields, nil
	}
	if holes := b.origins.In(document); len(holes) > 0 {
		return nil, &holes[0]
	}
	b.fault(site, "Definition of a state machine is not an object",
		"Step Functions wants a JSON object with States.")
	return nil, nonsense(site, "is not an object")
}

// placeholder is what DefinitionSubstitutions replace.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
// aws-resource-stepfunctions-statemachine.html.
var placeholder = regexp.MustCompile(`\$\{([A-Za-z0-9_.\-]+)\}`)

// substitutions returns what puts the substitutions into a text. A placeholder that nothing is
// given for is not known.
func (m machine) substitutions() func(string) string {
	const attr = "definition_substitutions"
	if !m.b.cloudFormation {
		return func(text string) string { return text }
	}
	d := m.o.get(attr)
	given, _ := m.b.plainValue(d).(map[string]any)
	return func(text string) string {
		if !strings.Contains(text, "${") {
			return text
		}
		return placeholder.ReplaceAllStringFunc(text, func(whole string) string {
			if !d.known {
				return m.b.origins.Token(*d.why)
			}
			switch value := given[whole[2:len(whole)-1]].(type) {
			case nil:
			case string:
				return value
			default:
				if written, err := json.Marshal(value); err == nil {
					return string(written)
				}
			}
			return m.b.origins.Token(parser.Origin{
				What: whole + " in the definition of " + m.res.Address,
				Why:  "is replaced by nothing in DefinitionSubstitutions",
			})
		})
	}
}

// substituted puts substitutions into every text of a document.
func substituted(v any, substitute func(string) string) any {
	switch v := v.(type) {
	case string:
		return substitute(v)
	case map[string]any:
		fields := make(map[string]any, len(v))
		for name, inner := range v {
			fields[name] = substituted(inner, substitute)
		}
		return fields
	case []any:
		items := make([]any, 0, len(v))
		for _, inner := range v {
			items = append(items, substituted(inner, substitute))
		}
		return items
	}
	return v
}

// states walks the states of a definition, of a branch or of an iteration.
func (m machine) states(in map[string]any, path cty.Path) {
	const key = "States"
	states, ok := in[key].(map[string]any)
	if !ok {
		m.unseen(in[key])
		return
	}
	path = step(path, key)
	for _, name := range slices.Sorted(maps.Keys(states)) {
		at := slices.Concat(path, cty.Path{cty.IndexStep{Key: cty.StringVal(m.b.plain(name))}})
		state, ok := states[name].(map[string]any)
		if !ok {
			m.unseen(states[name])
			continue
		}
		m.state(name, state, at)
		m.inside(state, at)
	}
}

// inside walks the states inside of a state: of its branches, or of what it does for each item.
func (m machine) inside(state map[string]any, path cty.Path) {
	for _, name := range []string{"ItemProcessor", "Iterator"} {
		switch inner := state[name].(type) {
		case map[string]any:
			m.states(inner, step(path, name))
		case string:
			m.unseen(inner)
		}
	}
	branches, ok := state["Branches"].([]any)
	if !ok {
		m.unseen(state["Branches"])
	}
	for i, branch := range branches {
		if inner, ok := branch.(map[string]any); ok {
			m.states(inner, append(step(path, "Branches"), cty.IndexStep{Key: number(i)}))
			continue
		}
		m.unseen(branch)
	}
}

// unseen notes a part of a definition that is a token.
func (m machine) unseen(part any) {
	if text, ok := part.(string); ok {
		if holes := m.b.origins.In(text); len(holes) > 0 {
			m.lost(&holes[0])
		}
	}
}

// state makes a workload of a state that runs a task or submits a job.
func (m machine) state(name string, state map[string]any, path cty.Path) {
	resource, _ := state["Resource"].(string)
	resource = m.b.origins.Expand(resource)
	parts, ok := parseARN(resource)
	if !ok || parts.service != "states" {
		if origin, whole := m.b.origins.Whole(resource); whole && mayStart(state) {
			m.lost(&origin)
		}
		return
	}
	call := startingCall(parts.resource)
	if call == "" {
		return
	}
	params := m.parameters(name, state, path)
	s := starter{kind: WorkloadState, part: "state " + name, params: params, home: params}
	if call == runsTask {
		s.cluster = "cluster"
		m.b.runTask(s, overrides(params))
		return
	}
	s.cluster = "job_queue"
	m.b.submitJob(s)
}

// mayStart reports whether the parameters of a state name a task or job definition.
func mayStart(state map[string]any) bool {
	for _, name := range []string{"Parameters", "Arguments"} {
		fields, _ := state[name].(map[string]any)
		for key := range fields {
			key, _ = strings.CutSuffix(key, ".$")
			if key == "TaskDefinition" || key == "JobDefinition" {
				return true
			}
		}
	}
	return false
}

// parameters returns the parameters of a state: Parameters, or Arguments where JSONata is spoken.
// A state with neither hands on its input.
func (m machine) parameters(name string, state map[string]any, path cty.Path) block {
	of := "state " + m.b.plain(name) + " of " + m.res.Address
	for _, key := range []string{"Parameters", "Arguments"} {
		if fields, ok := state[key]; ok {
			return m.b.request(m.res, step(path, key), fields, of)
		}
	}
	return block{b: m.b, res: m.res, path: path, names: requestNames, why: &parser.Origin{
		What: "parameters of " + of, Why: "are the input of the state",
	}}
}

// step returns a path one level down.
func step(path cty.Path, name string) cty.Path {
	return slices.Concat(path, cty.Path{cty.GetAttrStep{Name: name}})
}
