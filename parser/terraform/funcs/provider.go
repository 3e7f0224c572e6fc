package funcs

import (
	"errors"
	"path"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// The functions that the aws provider defines.
// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/functions/arn_parse

// arnSections are the sections of an ARN after "arn", in order.
var arnSections = []string{"partition", "service", "region", "account_id", "resource"}

var arnType = cty.Object(map[string]cty.Type{
	"partition": cty.String, "service": cty.String, "region": cty.String,
	"account_id": cty.String, "resource": cty.String,
})

// splitARN returns the sections of an ARN after "arn".
func splitARN(arn string) ([]string, error) {
	if !strings.HasPrefix(arn, "arn:") {
		return nil, errors.New("arn: invalid prefix")
	}
	sections := strings.SplitN(arn, ":", len(arnSections)+1)
	if len(sections) != len(arnSections)+1 {
		return nil, errors.New("arn: not enough sections")
	}
	return sections[1:], nil
}

var arnParse = onTexts(arnType, []string{"arn"}, func(texts []string) (cty.Value, error) {
	sections, err := splitARN(texts[0])
	if err != nil {
		return cty.NilVal, err
	}
	attrs := make(map[string]cty.Value, len(sections))
	for i, name := range arnSections {
		attrs[name] = cty.StringVal(sections[i])
	}
	return cty.ObjectVal(attrs), nil
})

var arnBuild = onTexts(cty.String, arnSections, func(texts []string) (cty.Value, error) {
	return cty.StringVal("arn:" + strings.Join(texts, ":")), nil
})

// trimRolePath drops the path of a role's ARN.
var trimRolePath = onString("arn", func(arn string) (string, error) {
	sections, err := splitARN(arn)
	if err != nil {
		return "", err
	}
	if sections[1] != "iam" {
		return "", errors.New(`service must be "iam"`)
	}
	if sections[2] != "" {
		return "", errors.New("region must be empty")
	}
	if !strings.HasPrefix(sections[4], "role/") {
		return "", errors.New(`resource must begin with "role/"`)
	}
	sections[4] = "role/" + path.Base(sections[4])
	return "arn:" + strings.Join(sections, ":"), nil
})

var userAgent = function.New(&function.Spec{
	Params: []function.Parameter{
		stringParameter("product_name"),
		{Name: "product_version", Type: cty.String, AllowNull: true},
		{Name: "comment", Type: cty.String, AllowNull: true},
	},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		agent := args[0].AsString()
		if agent == "" {
			return cty.NilVal, errors.New("product_name must be set")
		}
		if !args[1].IsNull() && args[1].AsString() != "" {
			agent += "/" + args[1].AsString()
		}
		if !args[2].IsNull() && args[2].AsString() != "" {
			agent += " (" + args[2].AsString() + ")"
		}
		return cty.StringVal(agent), nil
	},
})
