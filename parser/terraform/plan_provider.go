package terraform

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// provider returns the provider configuration of an instance.
func (p *planRoot) provider(one *planned) *providerState {
	if state, ok := p.providers[one.provider]; ok {
		return state
	}
	state := &providerState{defaultTags: cty.MapValEmpty(cty.String)}
	p.providers[one.provider] = state
	if config, ok := p.plan.providers[one.provider]; ok {
		state.region = p.constantText(config.Module, config.Expressions["region"])
		state.account = p.pinned(config)
	}
	region, account := p.plan.observed(one.provider)
	if state.region == "" {
		state.region = region
	}
	if state.account == "" {
		state.account = account
	}
	_, label, _ := strings.Cut(one.provider, ":")
	if label == "" {
		label = one.provider
	}
	label = "provider " + label
	if state.region == "" {
		state.region = p.ev.origins.Token(parser.Origin{
			Kind: parser.Region, Address: label, What: "the region of " + label,
			Why: "is not in the plan or state", Range: p.decl,
		})
	}
	if state.account == "" {
		state.account = p.ev.origins.Token(parser.Origin{
			Kind: parser.Account, Address: label, What: "the account of " + label,
			Why: "is not in the plan or state", Range: p.decl,
		})
	}
	return state
}

// home returns where an instance lives: as its ARN says, or its provider configuration.
func (one *planned) home(provider *providerState) *providerState {
	arn, _ := one.values["arn"].(string)
	parts := strings.SplitN(arn, ":", 6)
	if one.mode != "managed" || len(parts) != 6 || parts[4] == "" ||
		parts[4] == provider.account && (parts[3] == "" || parts[3] == provider.region) {
		return provider
	}
	own := *provider
	own.account = parts[4]
	if parts[3] != "" {
		own.region = parts[3]
	}
	return &own
}

// pinned returns the account that a provider configuration is bound to.
func (p *planRoot) pinned(config planProvider) string {
	ids, ok := p.constant(config.Module, config.Expressions["allowed_account_ids"], 0).([]any)
	if ok && len(ids) == 1 {
		return textForm(ids[0])
	}
	for _, kind := range []string{"assume_role", "assume_role_with_web_identity"} {
		blocks, _ := config.Expressions[kind].([]any)
		if len(blocks) == 0 { // of several, each is assumed with the one before
			continue
		}
		arn := p.constantText(config.Module, object(blocks[len(blocks)-1])["role_arn"])
		if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 {
			return parts[4]
		}
		return ""
	}
	return ""
}

// observed returns the region and account of the ARNs of what a provider configuration manages,
// where they all agree; empty where they do not. The empty key stands for every configuration.
func (p *Plan) observed(key string) (region, account string) {
	regions, accounts := map[string]bool{}, map[string]bool{}
	for _, one := range p.instances {
		if key == "" || one.provider == key {
			one.seen(regions, accounts)
		}
	}
	return only(regions), only(accounts)
}

// seen adds the region and account that the values of an instance show.
func (one *planned) seen(regions, accounts map[string]bool) {
	if one.mode != "managed" {
		if id, ok := one.values["account_id"].(string); ok && one.typ == "aws_caller_identity" {
			accounts[id] = true
		}
		return
	}
	arn, _ := one.values["arn"].(string)
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || one.unknown["arn"] == true {
		return
	}
	if given, ok := one.values["region"].(string); (!ok || given == parts[3]) && parts[3] != "" {
		regions[parts[3]] = true
	}
	if parts[4] != "" && parts[4] != "aws" {
		accounts[parts[4]] = true
	}
}

// only returns the one text of a set; empty where there are none or several.
func only(set map[string]bool) string {
	if len(set) != 1 {
		return ""
	}
	return sortedKeys(set)[0]
}
