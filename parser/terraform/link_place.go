package terraform

import (
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// backendKeys are the arguments that say together where a state is kept, by the type of the
// backend. Names of buckets and storage accounts are unique in the world.
// Source: https://developer.hashicorp.com/terraform/language/backend
var backendKeys = map[string][]string{
	"s3": {"bucket", "key"}, "gcs": {"bucket", "prefix"},
	"azurerm": {"storage_account_name", "container_name", "key"},
	"local":   {"path"},
	"remote":  {"hostname", "organization", "workspace"},
}

// place is where a state is kept: the arguments of its backend. A value that is not known is not
// among them.
type place struct {
	root, kind string
	values     map[string]string
	// unknown holds the arguments that are given and not known.
	unknown map[string]bool
	// prefix stands before the workspaces of a remote backend that is not tied to one.
	prefix string
	// chosen says that it is one of several, and that the values of variables are chosen with it.
	chosen bool
}

// set notes an argument.
func (p *place) set(ev *evaluator, name string, v cty.Value) {
	text, ok := ev.textOf(v)
	switch plain, _ := v.Unmark(); {
	case ok && !parser.Holed(ev.origins.Expand(text)):
		p.values[name] = ev.origins.Expand(text)
	case !plain.IsKnown() || ok || !plain.IsNull():
		p.unknown[name] = true
	}
}

// finish fills in what a backend takes where an argument is left out.
func (p *place) finish() {
	switch p.kind {
	case "cloud":
		p.kind = "remote"
	case "local":
		name, given := p.values["path"]
		if !given && !p.unknown["path"] {
			name, given = "terraform.tfstate", true
		}
		if given && !path.IsAbs(name) {
			p.values["path"] = path.Join(p.root, name)
		}
	case "gcs":
		if _, given := p.values["prefix"]; !given && !p.unknown["prefix"] {
			p.values["prefix"] = ""
		}
		p.values["prefix"] = strings.Trim(p.values["prefix"], "/")
	case "s3":
		if key, given := p.values["key"]; given {
			p.values["key"] = strings.TrimPrefix(key, "/")
		}
	}
	if _, given := p.values["hostname"]; p.kind == "remote" && !given && !p.unknown["hostname"] {
		p.values["hostname"] = "app.terraform.io"
	}
}

// missing returns an argument that says where the state is and is not known; empty for none.
func (p *place) missing() string {
	for _, name := range backendKeys[p.kind] {
		if _, known := p.values[name]; !known || p.unknown[name] {
			return name
		}
	}
	return ""
}

// same compares where two states are kept, and returns the workspace of the other configuration
// that has the one that is asked for.
func (p *place) same(asked *place, workspace string) (string, bool) {
	const prefix = "workspace_key_prefix" // of s3, before the workspaces that are not the default
	if p.kind != asked.kind || p.values[prefix] != asked.values[prefix] || p.unknown[prefix] ||
		asked.unknown[prefix] {
		return "", false
	}
	for _, name := range backendKeys[p.kind] {
		value, known := p.values[name]
		if name == "workspace" && p.prefix != "" {
			rest, found := strings.CutPrefix(asked.values[name], p.prefix)
			if !found || rest == "" {
				return "", false
			}
			workspace = rest
			continue
		}
		if !known || value != asked.values[name] {
			return "", false
		}
	}
	return workspace, true
}

// describe names the place for a report.
func (p *place) describe() string {
	words := make([]string, 0, 3)
	for _, name := range backendKeys[p.kind] {
		if value := p.values[name]; value != "" && name != "hostname" {
			words = append(words, strings.ReplaceAll(name, "_", " ")+" "+value)
		}
	}
	return p.kind + " backend with " + strings.Join(words, " and ")
}

// places returns where the state of the root may be kept: one place for each file of backend
// values, or the one that it says itself.
func (ev *evaluator) places() []*place {
	root, s := ev.root, ev.scopes[0]
	m := s.module
	if len(m.Lost) > 0 {
		return nil
	}
	if m.Backend == nil {
		p := newPlace(root, "local")
		p.finish()
		return []*place{p}
	}
	own := s.backend(m.Backend)
	own.finish()
	var found []*place
	files := ev.backendBodies([]string{root}, m.Backend)
	if own.missing() == "" {
		found = append(found, own)
	} else if len(files) == 0 {
		files = ev.backendFiles(m.Backend)
	}
	for _, body := range files {
		p := s.backend(m.Backend)
		p.read(s, body)
		p.finish()
		found = append(found, p)
	}
	if len(found) == 0 {
		return []*place{own}
	}
	apart := slices.ContainsFunc(found, func(p *place) bool {
		return p.describe() != found[0].describe()
	})
	for _, p := range found {
		p.chosen = apart && ev.chosen()
	}
	return found
}

func newPlace(root, kind string) *place {
	return &place{
		root: root, kind: kind, values: map[string]string{}, unknown: map[string]bool{},
	}
}

// backend evaluates a backend block.
func (s *scope) backend(b *Backend) *place {
	p := newPlace(s.home.dir, b.Type)
	p.read(s, b.Config)
	return p
}

// read reads the arguments of a backend.
func (p *place) read(s *scope, config hcl.Body) {
	body := s.ev.nativeBody(config, backendSchema)
	attrs := func(body *hclsyntax.Body, prefix string) {
		for _, name := range sortedKeys(body.Attributes) {
			attr := body.Attributes[name]
			e := s.env()
			v := e.quietly(func() cty.Value { return e.eval(s.ev.syntax(attr.Expr)) })
			p.set(s.ev, prefix+name, v)
		}
	}
	attrs(body, "")
	for _, block := range body.Blocks {
		if block.Type == "workspaces" {
			attrs(block.Body, "workspaces.")
		}
	}
	p.workspaces()
}

// workspaces reads which workspaces of an organization a remote backend is tied to.
func (p *place) workspaces() {
	if name, ok := p.values["workspaces.name"]; ok {
		p.values["workspace"] = name
	}
	p.prefix = p.values["workspaces.prefix"]
}

// backendSchema are the arguments of backends that say where the state is, for JSON.
var backendSchema = &blockSchema{
	attrs: map[string]attrSchema{
		"bucket": {argument: true}, "key": {argument: true}, "prefix": {argument: true},
		"path": {argument: true}, "organization": {argument: true}, "hostname": {argument: true},
		"storage_account_name": {argument: true}, "container_name": {argument: true},
		"workspace_key_prefix": {argument: true},
	},
	names: []string{
		"bucket", "container_name", "hostname", "key", "organization", "path", "prefix",
		"storage_account_name", "workspace_key_prefix",
	},
	blocks: map[string]nestedSchema{"workspaces": {mode: 'l', block: &blockSchema{
		attrs: map[string]attrSchema{"name": {argument: true}, "prefix": {argument: true}},
		names: []string{"name", "prefix"},
	}}},
}
