// Package parser says what every configuration language yields: resources with evaluated
// attributes, where each value is written, and why a value is not known. It knows no AWS.
package parser

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// Language is the configuration language that a root is written in.
type Language string

// The languages.
const (
	Terraform      Language = "terraform"
	CloudFormation Language = "cloudformation"
)

// Mode tells a resource that the configuration manages from one that it only reads.
type Mode int

// The modes of a resource.
const (
	Managed Mode = iota
	Data
)

// Root is one deployable unit: a Terraform root module or a top-level template.
type Root struct {
	// Path names the root in reports: its folder (or template) relative to the working
	// folder, with forward slashes; "." for the working folder itself.
	Path     string
	Language Language
	// Environment names the set of values that the root was read with; empty where it was read with
	// no other than those of the command line.
	Environment string
	// Resources holds every instance, sorted by address.
	Resources []*Resource
	// Opaque holds what creates resources that cannot be seen from here.
	Opaque []Opaque
	// Origins resolves the tokens and marks that the values of this root carry.
	Origins *Origins
	// Modelled holds the calls of modules that models stand in for, sorted by address.
	Modelled []Modelled
	// Assumes holds what is taken for granted in all of it, in sentences without a full stop.
	Assumes []string
	// Files holds the sources, keyed by the Filename of the ranges, for code frames.
	Files map[string]*hcl.File
	Diags hcl.Diagnostics
	// Links holds what was found in other roots, sorted by Data.
	Links []Link
	// Facts are what the user says of it.
	Facts Facts
	// Uses reports whether a file, by its path relative to the working folder, is a part of what was
	// read: another content of it could make another root. The file may be gone. nil: not known.
	Uses func(path string) bool
}

// Link is a data source that was taken for what another root declares.
type Link struct {
	// Data is the Config address of the data source, From the root that declares it.
	Data, From string
	// To names what it was taken for ("aws_vpc.main", "the state"), Root the root that has it.
	To, Root string
	// By says what both have in common ("its tag Name = core").
	By string
}

// Resource is one instance of a resource or data source.
type Resource struct {
	// Address is what `terraform plan` prints (module.app["eu"].aws_ecs_service.this[0]), or a
	// logical id. An instance that stands for an unknown number of them ends in [*].
	Address string
	// Config is Address without any instance key: module.app.aws_ecs_service.this.
	Config string
	Mode   Mode
	Type   string
	// Attrs is an object. An argument that is left out is null. Nested blocks are lists of
	// objects, in order, also where the schema has one or a set; a block that is not given is
	// an empty list. Strings may hold tokens (see Origins). A value that is not known is an
	// unknown value marked with Hole. An object marked with Maybe may or may not exist.
	Attrs cty.Value
	// Maybe is set when it is not known whether the instance exists.
	Maybe *Origin
	// Replaced is set when the task definition that this is, or that this names, is the first of
	// its kind only: others may take its place, which the configuration does not hold.
	Replaced *Origin
	// Imported says that an import block adopts the resource: it exists already.
	Imported bool
	// Foreign says that the resource belongs to another root and is here because this one refers
	// to it, or it to this one: what it starts is judged in its own root.
	Foreign bool
	// Sensitive names the attributes whose values are judged and never printed, sorted.
	Sensitive []string
	// Unlinked says why a data source was taken for nothing that another root declares; empty where
	// nobody looked.
	Unlinked string
	// AsMade says that a data source means what AWS makes in every account: the default VPC or what
	// is in it, which nothing here declares.
	AsMade bool
	// Construct is the path that the AWS CDK has noted for the resource; empty where it has not.
	Construct string
	// Provider says where the resource lives.
	Provider Provider
	// Needs holds the Config addresses of the resources and data sources that this one waits
	// for, by reference or depends_on, through modules, locals and outputs: its transitive
	// dependencies, sorted.
	Needs []string
	// Callers holds the module calls that lead here, innermost first.
	Callers []hcl.Range
	// Decl is the range of the block's header; Locate gives the range of a value inside.
	Decl   hcl.Range
	Locate func(path cty.Path) hcl.Range
}

// At returns where the value at the path is written; the nearest enclosing block or the
// resource's header where the value itself is left out.
func (r *Resource) At(path cty.Path) hcl.Range {
	if r.Locate == nil {
		return r.Decl
	}
	return r.Locate(path)
}

// Provider is the provider configuration or stack environment of a resource. Each string is
// known text or a token: the region or account that nothing pins is one token for the whole
// provider configuration.
type Provider struct {
	Region    string
	Account   string
	Partition string
}

// Opaque is a module whose source is not on disk, or a resource such as a CloudFormation stack:
// it may create anything for the resources that it is handed.
type Opaque struct {
	Address string
	// Origin says what it is, why it cannot be seen, and what would tell.
	Origin Origin
	// Handed holds the Address of each resource whose identity is among its inputs, sorted.
	Handed []string
	// Apart says that it is known to add nothing to what it is handed.
	Apart bool
	// Foreign says that it belongs to another root, as of a Resource.
	Foreign bool
}
