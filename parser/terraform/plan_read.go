package terraform

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// Plan is what a plan or a state in JSON holds: the instances of resources with their values and,
// in a plan, what its configuration refers to.
//
// Sources: https://developer.hashicorp.com/terraform/internals/json-format (format version 1), and
// for a state as Terraform keeps it
// https://github.com/hashicorp/terraform/tree/v1.11.4/internal/states/statefile (version 4).
type Plan struct {
	// Path names the file as the user gave it; "-" is standard input.
	Path string
	// Folder is where the file lies, relative to the working folder; empty for standard input.
	Folder string

	instances []*planned
	config    *planModule // nil in a state
	providers map[string]planProvider
	variables map[string]struct{ Value any }
}

// planned is one instance of a resource or data source.
type planned struct {
	module, mode, typ, name string
	key                     any    // json.Number, string, or nil
	provider                string // the key of its provider configuration
	// values holds the attributes, unknown the same with true for what is not known, sensitive the
	// same with true for what is not to be shown.
	values, unknown, sensitive map[string]any
	depends                    []string
	created                    bool // it does not exist yet
}

// planModule is a module as the configuration of a plan shows it: expressions without their
// operators, by what they refer to.
type planModule struct {
	Resources []planResource            `json:"resources"`
	Calls     map[string]planCall       `json:"module_calls"`
	Outputs   map[string]planOutput     `json:"outputs"`
	Variables map[string]map[string]any `json:"variables"`
}

type planOutput struct {
	Expression any      `json:"expression"`
	DependsOn  []string `json:"depends_on"`
}

type planResource struct {
	Mode        string         `json:"mode"`
	Type        string         `json:"type"`
	Name        string         `json:"name"`
	Provider    string         `json:"provider_config_key"`
	Expressions map[string]any `json:"expressions"`
	Count       any            `json:"count_expression"`
	ForEach     any            `json:"for_each_expression"`
	DependsOn   []string       `json:"depends_on"`
}

type planCall struct {
	Expressions map[string]any `json:"expressions"`
	Module      *planModule    `json:"module"`
	Count       any            `json:"count_expression"`
	ForEach     any            `json:"for_each_expression"`
	DependsOn   []string       `json:"depends_on"`
}

type planProvider struct {
	Module      string         `json:"module_address"`
	Expressions map[string]any `json:"expressions"`
}

// planDocument is a plan, a state as `terraform show -json` prints it, or one as it is kept.
type planDocument struct {
	FormatVersion string                         `json:"format_version"`
	Version       json.Number                    `json:"version"`
	Values        *planValues                    `json:"values"`
	PriorState    struct{ Values *planValues }   `json:"prior_state"`
	Changes       []planChange                   `json:"resource_changes"`
	Variables     map[string]struct{ Value any } `json:"variables"`
	Configuration struct {
		Providers map[string]planProvider `json:"provider_config"`
		Root      *planModule             `json:"root_module"`
	} `json:"configuration"`
	Resources []keptResource `json:"resources"`
}

type planValues struct {
	Root *planStateModule `json:"root_module"`
}

type planStateModule struct {
	Address   string              `json:"address"`
	Resources []planStateInstance `json:"resources"`
	Children  []*planStateModule  `json:"child_modules"`
}

type planStateInstance struct {
	Mode      string         `json:"mode"`
	Type      string         `json:"type"`
	Name      string         `json:"name"`
	Index     any            `json:"index"`
	Provider  string         `json:"provider_name"`
	Values    map[string]any `json:"values"`
	Sensitive any            `json:"sensitive_values"`
	DependsOn []string       `json:"depends_on"`
	Deposed   string         `json:"deposed_key"`
}

type planChange struct {
	Module   string `json:"module_address"`
	Mode     string `json:"mode"`
	Type     string `json:"type"`
	Name     string `json:"name"`
	Index    any    `json:"index"`
	Deposed  string `json:"deposed"`
	Provider string `json:"provider_name"`
	Change   struct {
		Actions   []string `json:"actions"`
		Before    any      `json:"before"`
		After     any      `json:"after"`
		Unknown   any      `json:"after_unknown"`
		Sensitive any      `json:"after_sensitive"`
	} `json:"change"`
}

type keptResource struct {
	Module    string `json:"module"`
	Mode      string `json:"mode"`
	Type      string `json:"type"`
	Name      string `json:"name"`
	Provider  string `json:"provider"`
	Instances []struct {
		Key        any            `json:"index_key"`
		Attributes map[string]any `json:"attributes"`
		Sensitive  []any          `json:"sensitive_attributes"`
		Depends    []string       `json:"dependencies"`
		Deposed    string         `json:"deposed"`
	} `json:"instances"`
}

// The limits of what is read of plans and states.
const (
	planFormat   = 1  // the major version of the format of plans and shown states
	stateVersion = 4  // the version of a state as it is kept
	maxPlanNest  = 64 // modules inside each other
)

// errNotPlan says that a text is something else.
var errNotPlan = errors.New("is neither a plan nor a state of Terraform")

// LooksLikePlan reports whether a text is a plan or state in JSON, or was meant to be one: it may
// be cut off or of a version that cannot be read.
func LooksLikePlan(text []byte) bool {
	text = trimPlan(text)
	if bytes.HasPrefix(text, []byte("PK\x03\x04")) {
		return bytes.Contains(text, []byte("tfplan")) && bytes.Contains(text, []byte("tfstate"))
	}
	if !bytes.HasPrefix(text, []byte("{")) {
		return false
	}
	var top map[string]json.RawMessage
	if err := json.Unmarshal(text, &top); err != nil {
		has := func(key string) bool { return bytes.Contains(text, []byte(`"`+key+`"`)) }
		return has("format_version") && (has("planned_values") || has("resource_changes") ||
			has("values")) || has("lineage") && has("terraform_version")
	}
	has := func(key string) bool { _, ok := top[key]; return ok }
	return has("format_version") && (has("planned_values") || has("values") ||
		has("resource_changes") || has("terraform_version") || len(top) == 1) ||
		has("version") && has("lineage") && (has("resources") || has("modules"))
}

// trimPlan takes off a byte order mark and white space.
func trimPlan(text []byte) []byte {
	return bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")))
}

// ReadPlan reads a plan or state. The error of a text that is none says what it is.
func ReadPlan(path, folder string, text []byte) (*Plan, hcl.Diagnostics) {
	p := &Plan{Path: path, Folder: folder}
	err := p.read(trimPlan(text))
	severity, summary := hcl.DiagError, "Plan or state cannot be read"
	switch {
	case err == nil && len(p.instances) > 0:
		return p, nil
	case err == nil:
		severity, summary = hcl.DiagWarning, "No configuration"
		err = errors.New("holds no resources")
	default:
		p = nil
	}
	name := path
	if path == "-" {
		name = "standard input"
	}
	at := hcl.Range{Filename: path, Start: hcl.InitialPos, End: hcl.InitialPos}
	return p, hcl.Diagnostics{{
		Severity: severity, Summary: summary, Subject: &at,
		Detail: fmt.Sprintf("%s: %s.", name, err),
	}}
}

func (p *Plan) read(text []byte) error {
	switch {
	case len(text) == 0:
		return errors.New("is empty")
	case bytes.HasPrefix(text, []byte("PK\x03\x04")):
		return errors.New("is a plan in Terraform's own form; " +
			"pass what `terraform show -json` prints of it")
	}
	var doc planDocument
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&doc); err != nil {
		return brokenPlan(err)
	}
	if decoder.More() {
		return errors.New("holds more than one JSON object")
	}
	major, _, _ := strings.Cut(doc.FormatVersion, ".")
	format, err := strconv.Atoi(major)
	switch {
	case doc.FormatVersion != "" && (err != nil || format > planFormat):
		return fmt.Errorf("has format version %.20q, ecrlint reads versions 0 and 1", doc.FormatVersion)
	case doc.FormatVersion != "":
		p.shown(&doc)
		return nil
	case doc.Version.String() == strconv.Itoa(stateVersion):
		p.kept(doc.Resources)
		return nil
	case doc.Version != "":
		return fmt.Errorf("is a state of version %.20s, ecrlint reads version %d", doc.Version,
			stateVersion)
	}
	return errNotPlan
}

// brokenPlan says in few words what is wrong with JSON.
func brokenPlan(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return fmt.Errorf("%s is of the wrong type", wrong.Field)
	}
	return fmt.Errorf("is no JSON: %w", err)
}

// shown reads a plan, or a state as it is shown.
func (p *Plan) shown(doc *planDocument) {
	p.variables = doc.Variables
	if doc.Values != nil { // a state
		p.state(doc.Values.Root, func(string) bool { return true }, 0)
		return
	}
	p.config, p.providers = doc.Configuration.Root, doc.Configuration.Providers
	for i := range doc.Changes {
		p.change(&doc.Changes[i])
	}
	if doc.PriorState.Values != nil {
		p.state(doc.PriorState.Values.Root, func(mode string) bool { return mode == "data" }, 0)
		p.dropTwice()
	}
	p.useKeys()
}

// dropTwice drops what a prior state holds of data sources that are read anew.
func (p *Plan) dropTwice() {
	seen := map[string]bool{}
	kept := p.instances[:0]
	for _, one := range p.instances {
		address := one.address()
		if seen[address] {
			continue
		}
		seen[address] = true
		kept = append(kept, one)
	}
	p.instances = kept
}

// change reads what becomes of an instance.
func (p *Plan) change(c *planChange) {
	after, ok := c.Change.After.(map[string]any)
	gone := len(c.Change.Actions) == 1 &&
		(c.Change.Actions[0] == "delete" || c.Change.Actions[0] == "forget")
	if !ok || gone || c.Deposed != "" || c.Type == "" || c.Name == "" || c.Mode == "ephemeral" {
		return
	}
	p.instances = append(p.instances, &planned{
		module: c.Module, mode: c.Mode, typ: c.Type, name: c.Name, key: c.Index,
		provider: c.Provider, values: after, unknown: object(c.Change.Unknown),
		sensitive: object(c.Change.Sensitive), created: c.Change.Before == nil,
	})
}

func object(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

// state reads the instances of a module whose mode is wanted, and of the modules inside.
func (p *Plan) state(m *planStateModule, wanted func(mode string) bool, depth int) {
	if m == nil || depth > maxPlanNest {
		return
	}
	for _, r := range m.Resources {
		if r.Type == "" || r.Name == "" || r.Deposed != "" || !wanted(r.Mode) {
			continue
		}
		p.instances = append(p.instances, &planned{
			module: m.Address, mode: r.Mode, typ: r.Type, name: r.Name, key: r.Index,
			provider: r.Provider, values: r.Values, sensitive: object(r.Sensitive),
			depends: r.DependsOn,
		})
	}
	for _, child := range m.Children {
		p.state(child, wanted, depth+1)
	}
}

// kept reads the resources of a state as it is kept.
func (p *Plan) kept(resources []keptResource) {
	for _, r := range resources {
		for _, one := range r.Instances {
			if r.Type == "" || r.Name == "" || one.Deposed != "" {
				continue
			}
			p.instances = append(p.instances, &planned{
				module: r.Module, mode: r.Mode, typ: r.Type, name: r.Name, key: one.Key,
				provider: r.Provider, values: one.Attributes,
				sensitive: sensitivePaths(one.Sensitive), depends: one.Depends,
			})
		}
	}
}

// sensitivePaths reads the paths of sensitive values as far as the attributes that hold them.
func sensitivePaths(paths []any) map[string]any {
	found := map[string]any{}
	for _, path := range paths {
		steps, _ := path.([]any)
		if len(steps) == 0 {
			continue
		}
		if name, ok := object(steps[0])["value"].(string); ok {
			found[name] = true
		}
	}
	return found
}

// useKeys gives each instance the key of its provider configuration.
func (p *Plan) useKeys() {
	keys := map[string]string{}
	var walk func(m *planModule, config string, depth int)
	walk = func(m *planModule, config string, depth int) {
		if m == nil || depth > maxPlanNest {
			return
		}
		for i := range m.Resources {
			keys[config+m.Resources[i].label()] = m.Resources[i].Provider
		}
		for name, call := range m.Calls {
			walk(call.Module, config+"module."+name+".", depth+1)
		}
	}
	walk(p.config, "", 0)
	for _, one := range p.instances {
		if key := keys[one.config()]; key != "" {
			one.provider = key
		}
	}
}

// label is TYPE.NAME or data.TYPE.NAME.
func (r *planResource) label() string { return planLabel(r.Mode, r.Type, r.Name) }

func planLabel(mode, typ, name string) string {
	if mode == "managed" || mode == "" {
		return typ + "." + name
	}
	return mode + "." + typ + "." + name
}

// suffix is what the address of the instance ends in.
func (one *planned) suffix() string { return planKey(one.key) }

func planKey(key any) string {
	switch key := key.(type) {
	case json.Number:
		return "[" + key.String() + "]"
	case string:
		return "[" + quoteKey(key) + "]"
	}
	return ""
}

// prefix is what stands before the address in its module.
func (one *planned) prefix() string {
	if one.module == "" {
		return ""
	}
	return one.module + "."
}

func (one *planned) label() string { return planLabel(one.mode, one.typ, one.name) }

func (one *planned) address() string { return one.prefix() + one.label() + one.suffix() }

// config is the address without instance keys.
func (one *planned) config() string {
	config := ""
	for _, step := range moduleSteps(one.module) {
		config += "module." + step.name + "."
	}
	return config + one.label()
}

// moduleStep is one part of the address of a module instance.
type moduleStep struct{ name, key string } // key with its brackets

// moduleSteps cuts the address of a module instance: module.a["x.y"].module.b[0].
func moduleSteps(address string) []moduleStep {
	var steps []moduleStep
	for address != "" && len(steps) < maxPlanNest {
		address = strings.TrimPrefix(address, ".")
		rest, ok := strings.CutPrefix(address, "module.")
		if !ok {
			return steps
		}
		end := strings.IndexAny(rest, ".[")
		if end < 0 {
			return append(steps, moduleStep{name: rest})
		}
		step := moduleStep{name: rest[:end]}
		address = rest[end:]
		if address[0] == '[' {
			length := keyLength(address)
			step.key, address = address[:length], address[length:]
		}
		steps = append(steps, step)
	}
	return steps
}

// keyLength is the length of the instance key in brackets that a text begins with.
func keyLength(text string) int {
	quoted := false
	for i := 1; i < len(text); i++ {
		switch {
		case quoted && text[i] == '\\':
			i++
		case text[i] == '"':
			quoted = !quoted
		case !quoted && text[i] == ']':
			return i + 1
		}
	}
	return len(text)
}
