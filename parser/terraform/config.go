// Package terraform reads Terraform and OpenTofu configurations as Terraform 1.11 does, offline:
// files, modules, variables, expressions, functions. It knows AWS only as far as evaluation needs
// (which attributes a resource computes, and what a few data sources would answer).
package terraform

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/parser/terraform/registry"
)

// Module is one module directory: its files parsed, override files merged. A Module is read once
// however often it is called and is not changed afterwards.
type Module struct {
	// Dir is the directory relative to the working folder, with forward slashes (".", "infra/net").
	Dir       string
	Files     map[string]*hcl.File // by Filename of the ranges: Dir joined with the base name
	Variables map[string]*Variable
	Locals    map[string]*hcl.Attribute
	Outputs   map[string]*Output
	// Resources holds managed resources as TYPE.NAME, data sources as data.TYPE.NAME, and
	// ephemeral resources as ephemeral.TYPE.NAME.
	Resources map[string]*Resource
	Calls     map[string]*Call
	Providers []*ProviderConfig
	// Required maps a local provider name to its source address (aws -> hashicorp/aws).
	Required map[string]string
	Imports  []*Import
	// Backend says where the state is kept; nil: in a file beside the configuration.
	Backend *Backend
	// Broken holds the places that could not be read: what they declare is missing here, wholly
	// or in part. Diags says why.
	Broken []hcl.Range
	// Lost holds those of them that may hide whole declarations. In the others the block that is
	// broken is known, and says so itself.
	Lost  []hcl.Range
	Diags hcl.Diagnostics
	// Model is set for a module that stands in for one that is not on disk.
	Model *registry.Model
}

// Variable is a variable block. Validation is not evaluated.
type Variable struct {
	Name     string
	Type     hcl.Expression // nil: any
	Default  hcl.Expression // nil: none
	Nullable hcl.Expression // nil: true
	Decl     hcl.Range
}

// Output is an output block.
type Output struct {
	Name      string
	Value     hcl.Expression
	DependsOn []hcl.Traversal
	Decl      hcl.Range
}

// Resource is a resource, data or ephemeral block. Config is the body without the meta-arguments.
type Resource struct {
	Mode      string // managed, data, ephemeral
	Type      string
	Name      string
	Config    hcl.Body
	Count     hcl.Expression
	ForEach   hcl.Expression
	Enabled   hcl.Expression // OpenTofu's lifecycle argument; nil: true
	DependsOn []hcl.Traversal
	// Provider is the local provider reference (aws, or aws.west); empty when left out.
	ProviderName, ProviderAlias string
	Decl                        hcl.Range // the header
	Body                        hcl.Range // the whole block
	// Broken is set when a part of the block could not be read, so that arguments may be missing.
	Broken bool
	// IgnoreAll and Ignored are lifecycle ignore_changes.
	IgnoreAll bool
	Ignored   []string
}

// Call is a module block. Config is the body without the meta-arguments.
type Call struct {
	Name      string
	Source    string // "" when it is not a literal string
	SourceAt  hcl.Range
	Version   string // a constraint, or unreadVersion
	Config    hcl.Body
	Count     hcl.Expression
	ForEach   hcl.Expression
	Enabled   hcl.Expression // OpenTofu's lifecycle argument; nil: true
	DependsOn []hcl.Traversal
	// Providers maps the child's provider (aws, aws.west) to the caller's.
	Providers map[string]string
	Decl      hcl.Range
	// Broken is set when a part of the block could not be read, so that arguments may be missing.
	Broken bool
}

// ProviderConfig is a provider block.
type ProviderConfig struct {
	Name   string // aws
	Alias  string
	Config hcl.Body
	// ForEach makes one configuration an element (OpenTofu); nil: there is one.
	ForEach hcl.Expression
	Decl    hcl.Range
}

// Backend is a backend block, or a cloud block (Type is then "cloud").
type Backend struct {
	Type   string
	Config hcl.Body
	Decl   hcl.Range
}

// Import is an import block.
type Import struct {
	To      hcl.Expression
	ID      hcl.Expression
	ForEach hcl.Expression
	Decl    hcl.Range
}
