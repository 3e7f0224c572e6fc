package terraform

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// providerState is a provider configuration as far as it says where resources live.
type providerState struct {
	region, account string
	defaultTags     cty.Value
	// credentials names what the provider is given to log in with; empty: what the shell has.
	credentials string
	// allowed and forbidden are the accounts that the account is among, and not among.
	allowed, forbidden []string
}

// provider returns the provider configuration of a resource.
func (s *scope) provider(r *Resource) *providerState {
	name := r.ProviderName
	if name == "" {
		name, _, _ = strings.Cut(r.Type, "_")
	}
	return s.providerNamed(dotted(name, r.ProviderAlias))
}

// providerNamed returns the configuration that a local name (aws, aws.west) stands for: that of
// this module, that which the call passes, or, for one without alias, that of the caller.
func (s *scope) providerNamed(name string) *providerState {
	if p, ok := s.providers[name]; ok {
		return p
	}
	var p *providerState
	switch {
	case s.ownProvider(name) != nil:
		p = s.configured(name, s.ownProvider(name))
	case s.parent == nil:
		p = s.configured(name, &ProviderConfig{Name: name})
	default:
		p = s.inherited(name)
	}
	s.providers[name] = p
	return p
}

func (s *scope) ownProvider(name string) *ProviderConfig {
	for _, p := range s.module.Providers {
		if dotted(p.Name, p.Alias) == name && (p.Config != nil || s.parent == nil) {
			return p
		}
	}
	return nil
}

func (s *scope) inherited(name string) *providerState {
	if outer, ok := s.call.cfg.Providers[name]; ok {
		return s.parent.providerNamed(outer)
	}
	if strings.Contains(name, ".") { // an alias that nobody passes: Terraform refuses it
		return s.configured(name, &ProviderConfig{Name: name})
	}
	return s.parent.providerNamed(s.localName(name))
}

// localName returns what the caller calls the provider that this module calls so.
func (s *scope) localName(name string) string {
	source, ok := s.module.Required[name]
	if !ok || s.parent.module.Required[name] == source {
		return name
	}
	for outer, other := range s.parent.module.Required {
		if other == source {
			return outer
		}
	}
	return name
}

// configured evaluates a provider block. What nothing pins is one token for the configuration.
func (s *scope) configured(name string, p *ProviderConfig) *providerState {
	ev := s.ev
	label := s.address + "provider." + name
	state := &providerState{defaultTags: cty.MapValEmpty(cty.String)}
	if p.Config != nil && p.ForEach == nil {
		ev.aside(func() { s.readProvider(state, p) })
	}
	if !s.home.foreign {
		ev.beside.home(s, name, state)
	}
	s.told(state, label)
	s.home.settle(state)
	if state.region == "" {
		state.region = ev.origins.Token(unpinned(parser.Region, "region", label, p))
	}
	if state.account == "" {
		state.account = ev.origins.Token(unpinned(parser.Account, "account", label, p))
	}
	return state
}

// unpinned is the origin of a region or account that nothing pins.
func unpinned(kind parser.OriginKind, what, label string, p *ProviderConfig) parser.Origin {
	return parser.Origin{
		Kind: kind, Address: label, What: "the " + what + " of " + label,
		Why: "is not in the configuration", Range: p.Decl,
	}
}

// readProvider evaluates what pins region and account. A value that is not known stays the token
// of its own reason, so that it is the same text wherever else it is used.
func (s *scope) readProvider(state *providerState, p *ProviderConfig) {
	body := s.ev.nativeBody(p.Config, providerSchemaOf)
	if v, ok := s.providerArgument(body, "region"); ok {
		state.region, _ = s.ev.textOf(v)
	}
	state.allowed, state.forbidden = s.providerAccounts(body, "allowed_account_ids"),
		s.providerAccounts(body, "forbidden_account_ids")
	if len(state.allowed) == 1 {
		state.account = state.allowed[0]
	}
	state.credentials = s.credentials(body)
	var last *hclsyntax.Block // of several roles, each is assumed with the one before
	for _, block := range body.Blocks {
		switch block.Type {
		case "assume_role", "assume_role_with_web_identity":
			state.credentials += aRole + " " + s.role(block) + " "
			if last == nil || block.Type == "assume_role" {
				last = block
			}
		case "default_tags":
			if v, ok := s.providerArgument(block.Body, "tags"); ok {
				state.defaultTags = v
			}
		}
	}
	if last != nil {
		s.assumed(state, last)
	}
}

// credentialArguments are what a provider logs in with.
var credentialArguments = []string{
	"access_key", "profile", "shared_config_files", "shared_credentials_file",
	"shared_credentials_files",
}

// credentials names what a provider logs in with besides what the shell has.
func (s *scope) credentials(body *hclsyntax.Body) string {
	said := ""
	for _, name := range credentialArguments {
		v, ok := s.providerArgument(body, name)
		if !ok {
			continue
		}
		if text, ok := s.ev.textOf(v); ok {
			said += name + "=" + s.ev.spelled(text) + " "
		} else if !v.IsKnown() || !v.IsNull() {
			said += name + " "
		}
	}
	return said
}

// spelled writes what is not known in a text as the names that it comes from.
func (ev *evaluator) spelled(text string) string {
	var b strings.Builder
	for _, part := range parser.Parts(ev.origins.Expand(text)) {
		if !part.Hole {
			b.WriteString(part.Text)
			continue
		}
		origin, _ := ev.origins.Lookup(part.ID)
		b.WriteString("{" + origin.What + "}")
	}
	return b.String()
}

// providerAccounts returns a list of accounts; one that is not known is a token. It is empty where
// the list is not known.
func (s *scope) providerAccounts(body *hclsyntax.Body, name string) []string {
	v, ok := s.providerArgument(body, name)
	if !ok {
		return nil
	}
	var list []string
	for _, element := range elements(v) {
		id, err := s.ev.fit(element, cty.String, false)
		if err != nil {
			return nil
		}
		text, ok := s.ev.textOf(id)
		if !ok {
			return nil
		}
		list = append(list, text)
	}
	return list
}

func (s *scope) providerArgument(body *hclsyntax.Body, name string) (cty.Value, bool) {
	attr, ok := body.Attributes[name]
	if !ok {
		return cty.NilVal, false
	}
	return s.env().eval(s.ev.syntax(attr.Expr)), true
}

// assumed reads the account from the role that the provider assumes.
func (s *scope) assumed(state *providerState, block *hclsyntax.Block) {
	v, ok := s.providerArgument(block.Body, "role_arn")
	if !ok {
		return
	}
	text, _ := s.ev.textOf(v)
	if state.account != "" {
		return
	}
	parts := strings.SplitN(s.ev.origins.Expand(text), ":", 6)
	if len(parts) == 6 && parts[0] == "arn" {
		state.account = parts[4]
	}
}

// role names the role that a block assumes.
func (s *scope) role(block *hclsyntax.Block) string {
	v, ok := s.providerArgument(block.Body, "role_arn")
	if !ok {
		return ""
	}
	text, _ := s.ev.textOf(v)
	return s.ev.spelled(text)
}

// providerSchemaOf are the parts of a provider block that are read.
var providerSchemaOf = &blockSchema{
	attrs: map[string]attrSchema{
		"region": {argument: true}, "allowed_account_ids": {argument: true},
	},
	names: []string{"allowed_account_ids", "region"},
	blocks: map[string]nestedSchema{
		"assume_role": {mode: 'l', block: &blockSchema{
			attrs: map[string]attrSchema{"role_arn": {argument: true}}, names: []string{"role_arn"},
		}},
		"default_tags": {mode: 'l', block: &blockSchema{
			attrs: map[string]attrSchema{"tags": {argument: true}}, names: []string{"tags"},
		}},
	},
}

// told takes what the user says of where the root is deployed, for what nothing else pins. A role
// that a provider assumes may be of another account.
func (s *scope) told(state *providerState, label string) {
	facts := s.ev.opts.facts(s.home.dir, s.home.environment)
	if state.region == "" && facts.Region != "" {
		state.region = facts.Region
		s.ev.assumes[toldBy("region", label, facts.Region, facts.RegionAt)] = true
	}
	if state.account == "" && facts.Account != "" && !strings.Contains(state.credentials, aRole) {
		state.account = facts.Account
		s.ev.assumes[toldBy("account", label, facts.Account, facts.AccountAt)] = true
	}
}

// aRole stands for a role among the credentials of a provider.
const aRole = "a role"

// toldBy is what is taken for granted because the user says so.
func toldBy(what, label, value string, at hcl.Range) string {
	return fmt.Sprintf("the %s of %s is %s, as %s:%d says", what, label, value, at.Filename,
		at.Start.Line)
}
