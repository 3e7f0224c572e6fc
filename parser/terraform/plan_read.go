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
	// partial says why something of what there is may be missing; it is empty where nothing is.
	partial   string
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
	prior                      bool // as it was before the plan
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
	Complete      *bool                          `json:"complete"`
	Errored       bool                           `json:"errored"`
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
	Previous string `json:"previous_address"`
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
		err = errors.New("holds no resources, or destroys them all")
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
