package terraform

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

var callSchema = &hcl.BodySchema{
	Attributes: []hcl.AttributeSchema{
		{Name: "source"},
		{Name: "version"},
		{Name: "count"},
		{Name: "for_each"},
		{Name: "depends_on"},
		{Name: "providers"},
	},
	Blocks: []hcl.BlockHeaderSchema{{Type: "lifecycle"}, {Type: "_"}},
}

// addCall adds a module block.
func (b *builder) addCall(block *hcl.Block) {
	name := block.Labels[0]
	if !b.named("module", name, block.LabelRanges[0]) {
		return
	}
	content, config, diags := block.Body.PartialContent(callSchema)
	b.Diags = append(b.Diags, diags...)
	call := &Call{
		Name:    name,
		Config:  escaped(content, config),
		Count:   expression(content, "count"),
		ForEach: expression(content, "for_each"),
		Decl:    block.DefRange,
		Broken:  b.broken(block.DefRange),
	}
	call.DependsOn = b.dependsOn(content)
	b.repetition(content, &call.ForEach)
	b.callSource(call, content)
	b.callProviders(call, content)
	for _, inner := range content.Blocks.OfType("lifecycle") {
		lifecycle, diags := inner.Body.Content(lifecycleSchema)
		b.Diags = append(b.Diags, diags...)
		call.Enabled = expression(lifecycle, "enabled")
	}
	known, exists := b.Calls[name]
	switch {
	case b.overriding && !exists:
		b.unbased("module", name, block.DefRange)
	case b.overriding:
		overrideCall(known, call)
	case exists:
		b.duplicate("module", name, block.DefRange, known.Decl)
	default:
		if _, ok := content.Attributes["source"]; !ok && !call.Broken {
			b.fail("Missing required argument", fmt.Sprintf("The call of module %q has no source.",
				name), block.DefRange)
		}
		b.Calls[name] = call
	}
}

// unreadVersion is the version of a call that has one, but no literal string (OpenTofu).
const unreadVersion = "?"

// callSource reads source and version.
func (b *builder) callSource(call *Call, content *hcl.BodyContent) {
	if attr, ok := content.Attributes["source"]; ok {
		call.Source, _ = literal(attr.Expr)
		call.Source = strings.TrimSpace(call.Source)
		call.SourceAt = attr.Expr.Range()
	}
	if attr, ok := content.Attributes["version"]; ok {
		if call.Version, ok = literal(attr.Expr); !ok {
			call.Version = unreadVersion
		}
	}
}

// callProviders reads the providers argument.
func (b *builder) callProviders(call *Call, content *hcl.BodyContent) {
	attr, ok := content.Attributes["providers"]
	if !ok {
		return
	}
	pairs, diags := hcl.ExprMap(attr.Expr)
	b.Diags = append(b.Diags, diags...)
	call.Providers = map[string]string{}
	for _, pair := range pairs {
		child, alias := b.providerRef(pair.Key)
		mine, myAlias := b.providerRef(pair.Value)
		if child != "" && mine != "" {
			call.Providers[dotted(child, alias)] = dotted(mine, myAlias)
		}
	}
}

// dotted joins a provider's name and alias.
func dotted(name, alias string) string {
	if alias == "" {
		return name
	}
	return name + "." + alias
}

var providerSchema = &hcl.BodySchema{
	Attributes: []hcl.AttributeSchema{{Name: "alias"}, {Name: "version"}, {Name: "for_each"}},
	Blocks:     []hcl.BlockHeaderSchema{{Type: "_"}},
}

// addProvider adds a provider block.
func (b *builder) addProvider(block *hcl.Block) {
	content, config, diags := block.Body.PartialContent(providerSchema)
	b.Diags = append(b.Diags, diags...)
	p := &ProviderConfig{
		Name:    block.Labels[0],
		Config:  escaped(content, config),
		ForEach: expression(content, "for_each"),
		Decl:    block.DefRange,
	}
	if attr, ok := content.Attributes["alias"]; ok {
		if p.Alias, ok = b.alias(attr.Expr); !ok {
			return
		}
	}
	for _, known := range b.Providers {
		if known.Name != p.Name || known.Alias != p.Alias {
			continue
		}
		if b.overriding {
			known.Config = overrideBody(known.Config, p.Config)
		} else {
			b.duplicate("provider configuration", dotted(p.Name, p.Alias), p.Decl, known.Decl)
		}
		return
	}
	if b.overriding && p.Alias != "" { // without a block the default configuration is an empty one
		b.unbased("provider configuration", dotted(p.Name, p.Alias), p.Decl)
		return
	}
	b.Providers = append(b.Providers, p)
}

// alias reads the alias of a provider configuration.
func (b *builder) alias(expr hcl.Expression) (string, bool) {
	alias, ok := literal(expr)
	if !ok {
		b.fail("Invalid provider alias", "An alias is a name in quotes.", expr.Range())
		return "", false
	}
	return alias, b.named("provider alias", alias, expr.Range())
}

var settingsSchema = &hcl.BodySchema{
	Attributes: []hcl.AttributeSchema{
		{Name: "required_version"}, {Name: "experiments"}, {Name: "language"},
	},
	Blocks: []hcl.BlockHeaderSchema{
		{Type: "backend", LabelNames: []string{"type"}},
		{Type: "cloud"},
		{Type: "required_providers"},
		{Type: "provider_meta", LabelNames: []string{"provider"}},
		{Type: "encryption"},
	},
}

// addSettings adds a terraform block.
func (b *builder) addSettings(block *hcl.Block) {
	content, diags := block.Body.Content(settingsSchema)
	b.Diags = append(b.Diags, diags...)
	for _, kind := range []string{"backend", "cloud"} {
		for _, inner := range content.Blocks.OfType(kind) {
			b.Backend = &Backend{Type: "cloud", Config: inner.Body, Decl: inner.DefRange}
			if kind == "backend" {
				b.Backend.Type = inner.Labels[0]
			}
		}
	}
	for _, inner := range content.Blocks.OfType("required_providers") {
		if b.requiredAt != nil && !b.overriding {
			b.fail("Duplicate required providers configuration", fmt.Sprintf("A module may have "+
				"one required_providers block; there is one already at %s.", b.requiredAt),
				inner.DefRange)
		} else if b.requiredAt == nil {
			b.requiredAt = &inner.DefRange
		}
		attrs, diags := inner.Body.JustAttributes()
		b.Diags = append(b.Diags, diags...)
		for name, attr := range attrs {
			b.Required[name] = providerSource(name, attr.Expr)
		}
	}
}

// providerSource returns the source address of a requirement: hashicorp/NAME unless it says.
func providerSource(name string, expr hcl.Expression) string {
	address := "hashicorp/" + name
	pairs, diags := hcl.ExprMap(expr)
	if diags.HasErrors() {
		return address // only a version
	}
	for _, pair := range pairs {
		key := hcl.ExprAsKeyword(pair.Key)
		if key == "" {
			key, _ = literal(pair.Key)
		}
		if source, ok := literal(pair.Value); ok && key == "source" {
			address = source
		}
	}
	address = strings.TrimPrefix(address, "registry.terraform.io/")
	address = strings.TrimPrefix(address, "registry.opentofu.org/")
	if !strings.Contains(address, "/") {
		address = "hashicorp/" + address
	}
	return strings.ToLower(address)
}
