package pull

import (
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// stackNames are the types of CloudFormation that get a name of the form STACK-LOGICALID-RANDOM
// where the template gives none, by the attribute that stands for it; true where names are lower
// case.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
var stackNames = map[string]bool{
	"AWS::IAM::Role Ref":                        false,
	"AWS::IAM::User Ref":                        false,
	"AWS::IAM::Group Ref":                       false,
	"AWS::IAM::InstanceProfile Ref":             false,
	"AWS::IAM::ManagedPolicy ManagedPolicyName": false,
	"AWS::ECR::Repository Ref":                  true,
	"AWS::S3::Bucket Ref":                       true,
}

// providerNames are the types of Terraform that get a name of the form PREFIX and 26 digits where
// the configuration gives none.
// https://pkg.go.dev/github.com/hashicorp/terraform-plugin-sdk/v2/helper/id#PrefixedUniqueId
var providerNames = map[string]bool{
	"aws_iam_role": true, "aws_iam_policy": true, "aws_iam_instance_profile": true,
	"aws_iam_user": true, "aws_iam_group": true, "aws_s3_bucket": true,
}

const (
	// keptOfLogicalID is how many letters of a logical id a name that CloudFormation makes up has at
	// least: it shortens what would be too long from the end.
	keptOfLogicalID = 8
	// randomOfStack and randomOfProvider are how long the made-up end of a name is at least.
	randomOfStack, randomOfProvider = 12, 26
)

// secretTypes are those whose ARN ends in what Secrets Manager makes up.
var secretTypes = map[string]bool{
	"aws_secretsmanager_secret": true, "AWS::SecretsManager::Secret": true,
}

// form says what a name that is made up looks like, so that it is not taken for one that somebody
// wrote.
func (c *cutter) form(hole int) string {
	o, ok := c.origins.Whole(parser.TokenOf(hole))
	if ok && o.Why == madeSuffix {
		return strings.Repeat("?", len(suffix))
	}
	if !ok || o.Kind != parser.Reference || o.Shape != "" {
		return ""
	}
	r := c.resource(o.Address)
	if r == nil || r.Mode == parser.Data {
		return ""
	}
	if o.Attr == "suffix" && secretTypes[r.Type] {
		return strings.Repeat("?", len(suffix)) // two secrets of one name there are not
	}
	if c.graph.Root.Language != parser.CloudFormation {
		if providerNames[r.Type] && (o.Attr == "name" || o.Attr == "the end of its name") {
			return "*" + strings.Repeat("?", randomOfProvider)
		}
		return ""
	}
	lower, named := stackNames[r.Type+" "+o.Attr]
	if !named {
		return ""
	}
	logical := o.Address[strings.LastIndexByte(o.Address, '/')+1:]
	logical = logical[:min(len(logical), keptOfLogicalID)]
	if lower {
		logical = strings.ToLower(logical)
	}
	return "*-" + logical + "*-*" + strings.Repeat("?", randomOfStack)
}
