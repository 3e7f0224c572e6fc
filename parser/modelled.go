package parser

import "github.com/hashicorp/hcl/v2"

// Modelled is a call of a module whose source is not at hand and that a model stands in for: what
// the resources below it hold comes from the model.
type Modelled struct {
	// Address is the call's, with its instance key: module.vpc.
	Address string
	// Model names the model: "terraform-aws-modules/vpc/aws (4.0.0 to 7.0.0)".
	Model string
	Range hcl.Range // where the call stands
	// Leads names, for route tables by their type and name within the module, the argument that
	// gives them a default route when it is true.
	Leads map[string]string
	// Output finds the output that gives the attribute of a resource below the module.
	Output func(address, attribute string) (Output, bool)
	// Argument finds the argument that an attribute of a resource below the module is given by,
	// as it is; empty where there is none.
	Argument func(address, attribute string) string
}

// Output is an output of a module, or one item of a list that it gives.
type Output struct {
	Name string
	// Index is the item's, and Len the number of items; Len is 0 for what is no list.
	Index, Len int
}
