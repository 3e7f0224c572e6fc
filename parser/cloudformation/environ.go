package cloudformation

import (
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// newEnviron returns where the stack of a template is deployed: as its rules or the options say,
// as the assembly that it belongs to says, or tokens.
func (ev *evaluator) newEnviron(t *template, address string) *environ {
	given := ev.given.pinned
	pins := t.stack
	for _, pin := range []struct{ from, to *string }{
		{&given.account, &pins.account}, {&given.region, &pins.region}, {&given.name, &pins.name},
	} {
		if *pin.from != "" {
			*pin.to = *pin.from
		}
	}
	env := &environ{region: pins.region, account: pins.account, name: pins.name}
	if env.region == "" {
		env.region = ev.origins.Token(parser.Origin{
			Kind: parser.Region, Address: t.path, What: "the region of the stack",
			Why: "is not in the template", Hint: "pass it with --parameter AWS::Region=VALUE",
		})
	}
	if env.account == "" {
		env.account = ev.origins.Token(parser.Origin{
			Kind: parser.Account, Address: t.path, What: "the account of the stack",
			Why: "is not in the template", Hint: "pass it with --parameter AWS::AccountId=VALUE",
		})
	}
	if env.name == "" {
		env.name = ev.stackName(t, address)
	}
	env.id = ev.origins.Token(parser.Origin{
		Kind: parser.Reference, Address: address, Attr: "AWS::StackId", What: "AWS::StackId",
		Why: "is known only when the stack is created",
		Shape: "arn:" + partitionOf(env.region) + ":cloudformation:" + env.region + ":" +
			env.account + ":stack/" + env.name + "/" + ev.origins.Token(parser.Origin{
			Kind: parser.Reference, Address: address, Attr: "AWS::StackId suffix",
			What: "AWS::StackId", Why: "is known only when the stack is created",
		}),
	})
	env.partition = partitionOf(env.region)
	env.suffix = suffixOf(env.partition)
	return env
}

// stackName returns the token for the name of a stack.
func (ev *evaluator) stackName(t *template, address string) string {
	made := ev.origins.Add(parser.Origin{
		Kind: parser.Reference, Address: address, Attr: "AWS::StackName",
		What: "the name of the stack of " + t.path, Why: "is given when the stack is created",
		Hint: "pass it with --parameter AWS::StackName=VALUE",
	})
	ev.simple[made] = true
	return parser.TokenOf(made)
}

// inside returns the environ of a stack nested in another: the same but for its name.
func (env *environ) inside(ev *evaluator, t *template, r *resource) *environ {
	inner := *env
	inner.name = ev.stackName(t, r.address())
	inner.id = r.token("Ref")
	return &inner
}

func (env *environ) provider() parser.Provider {
	return parser.Provider{Region: env.region, Account: env.account, Partition: env.partition}
}

// partitions are those that the names of regions tell.
// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
var partitions = []struct{ prefix, name, suffix string }{
	{"cn-", "aws-cn", "amazonaws.com.cn"},
	{"us-gov-", "aws-us-gov", "amazonaws.com"},
	{"us-isob-", "aws-iso-b", "sc2s.sgov.gov"},
	{"us-iso-", "aws-iso", "c2s.ic.gov"},
	{"eu-isoe-", "aws-iso-e", "cloud.adc-e.uk"},
	{"us-isof-", "aws-iso-f", "csp.hci.ic.gov"},
	{"eusc-", "aws-eusc", "amazonaws.eu"},
}

// partitionOf returns the partition of a region: aws where the region is not known.
func partitionOf(region string) string {
	for _, p := range partitions {
		if strings.HasPrefix(region, p.prefix) {
			return p.name
		}
	}
	return "aws"
}

// suffixOf returns the domain of a partition.
func suffixOf(partition string) string {
	for _, p := range partitions {
		if p.name == partition {
			return p.suffix
		}
	}
	return "amazonaws.com"
}
