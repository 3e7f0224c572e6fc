package lint

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/stretchr/testify/assert"
	"go.yaml.in/yaml/v4"

	"github.com/ecrlint/ecrlint/report"
)

// holdOpening holds a report after a gate was opened against the one before: no pull that worked
// fails, and there is no new error, unless it showed already as one that another masked.
func holdOpening(t *testing.T, before, after *report.Report, said string) {
	t.Helper()
	known := map[string]bool{}
	for _, finding := range before.Findings {
		known[finding.Fingerprint] = finding.Severity == report.Error || len(finding.MaskedBy) > 0
	}
	for _, finding := range after.Findings {
		assert.True(t, finding.Severity != report.Error || known[finding.Fingerprint],
			"%s\nadds %s: %s", said, finding.Rule, finding.Message)
	}
	verdicts := worst(after)
	for workload, was := range worst(before) {
		is, found := verdicts[workload]
		assert.True(t, found && bad(is) <= bad(was), "%s\n%s: %s, then %s", said, workload, was, is)
	}
}

// opening opens gates of one type of resource: it changes the block, or adds what stands beside it.
// %NAME% is the name of the resource.
type opening struct {
	kind   string
	block  func(body *hclwrite.Body) bool // changes the block itself
	beside string                         // stands beside it
}

// openings open gates of a Terraform stack.
var openings = []opening{
	{kind: "aws_security_group", block: func(body *hclwrite.Body) bool {
		return addRule(body, "egress") && addRule(body, "ingress")
	}},
	{kind: "aws_network_acl", block: func(body *hclwrite.Body) bool {
		return addEntry(body, "egress") && addEntry(body, "ingress")
	}},
	{kind: "aws_iam_role", beside: `
resource "aws_iam_role_policy" "opened" {
  role   = aws_iam_role.%NAME%.id
  policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"
}
`},
	{kind: "aws_network_acl", beside: `
resource "aws_network_acl_rule" "opened" {
  for_each       = { in = false, out = true }
  network_acl_id = aws_network_acl.%NAME%.id
  egress         = each.value
  rule_number    = 1
  protocol       = "-1"
  rule_action    = "allow"
  cidr_block     = "0.0.0.0/0"
}
`},
	{kind: "aws_vpc_endpoint", block: without("policy")},
	{kind: "aws_vpc_endpoint_policy", block: func(body *hclwrite.Body) bool {
		body.SetAttributeRaw("policy", raw(`"{\"Statement\":[{\"Effect\":\"Allow\",`+
			`\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}"`))
		return true
	}},
	{kind: "aws_iam_role", block: without("permissions_boundary")},
	{kind: "aws_vpc", block: func(body *hclwrite.Body) bool {
		body.SetAttributeRaw("enable_dns_support", raw("true"))
		return true
	}},
	{kind: "aws_ecs_service", block: func(body *hclwrite.Body) bool {
		network := body.FirstMatchingBlock("network_configuration", nil)
		if network == nil {
			return false
		}
		network.Body().SetAttributeRaw("assign_public_ip", raw("true"))
		return true
	}},
}

// addRule adds an inline rule that lets everything through, where the group has such rules.
func addRule(body *hclwrite.Body, direction string) bool {
	if body.FirstMatchingBlock(direction, nil) == nil {
		return body.GetAttribute(direction) == nil
	}
	rule := body.AppendNewBlock(direction, nil).Body()
	rule.SetAttributeRaw("protocol", raw(`"-1"`))
	rule.SetAttributeRaw("from_port", raw("0"))
	rule.SetAttributeRaw("to_port", raw("0"))
	rule.SetAttributeRaw("cidr_blocks", raw(`["0.0.0.0/0"]`))
	rule.SetAttributeRaw("ipv6_cidr_blocks", raw(`["::/0"]`))
	return true
}

// addEntry adds an inline entry that comes first, where the ACL has such entries.
func addEntry(body *hclwrite.Body, direction string) bool {
	if body.FirstMatchingBlock(direction, nil) == nil {
		return body.GetAttribute(direction) == nil
	}
	entry := body.AppendNewBlock(direction, nil).Body()
	entry.SetAttributeRaw("rule_no", raw("1"))
	entry.SetAttributeRaw("action", raw(`"allow"`))
	entry.SetAttributeRaw("protocol", raw(`"-1"`))
	entry.SetAttributeRaw("from_port", raw("0"))
	entry.SetAttributeRaw("to_port", raw("0"))
	entry.SetAttributeRaw("cidr_block", raw(`"0.0.0.0/0"`))
	return true
}

// without removes an attribute that closes gates.
func without(name string) func(*hclwrite.Body) bool {
	return func(body *hclwrite.Body) bool { return body.RemoveAttribute(name) != nil }
}

// Opening a gate of a Terraform stack closes no other.
func TestOpeningAGate(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	number := 0
	for _, s := range fixtures(t) {
		list := opened(t, s, &number)
		if len(list) == 0 {
			continue
		}
		b.place(s)
		before := b.before(s)
		for _, c := range list {
			b.doing = s.name + " " + c.place
			b.write(c.file, c.text)
			after := b.judge()
			b.write(c.file, s.files[c.file])
			holdOpening(t, before, after, b.doing)
		}
	}
}

// sampled reports whether a test runs over a change of this number: more of them than taken does.
func sampled(number int) bool { return taken(number * (sample / 8)) }

// opened returns the stack with one gate after the other opened: a share of all, by their number.
func opened(t *testing.T, s fixture, number *int) []change {
	t.Helper()
	var list []change
	for _, file := range sortedNames(s.files) {
		if !strings.HasSuffix(file, ".tf") || overrides(file) {
			continue
		}
		parse := func() *hclwrite.File {
			parsed, diags := hclwrite.ParseConfig(s.files[file], file, hcl.InitialPos)
			assert.False(t, diags.HasErrors())
			return parsed
		}
		for i, block := range parse().Body().Blocks() {
			for _, o := range openings {
				if block.Type() != "resource" || block.Labels()[0] != o.kind {
					continue
				}
				if *number++; !sampled(*number) {
					continue
				}
				if c, ok := o.open(parse(), i); ok {
					list = append(list, change{file, o.kind + "." + block.Labels()[1], c, ""})
				}
			}
		}
	}
	return list
}

// open opens the gate of a block of a file.
func (o opening) open(file *hclwrite.File, at int) ([]byte, bool) {
	block := file.Body().Blocks()[at]
	if o.block != nil {
		return file.Bytes(), o.block(block.Body()) && !bytes.Equal(file.Bytes(), nil)
	}
	if block.Body().GetAttribute("count") != nil || block.Body().GetAttribute("for_each") != nil {
		return nil, false
	}
	beside := strings.ReplaceAll(o.beside, "%NAME%", block.Labels()[1])
	return append(file.Bytes(), beside...), true
}

// templateOpenings open gates of a resource of a template; false where there is nothing to open.
var templateOpenings = map[string][]func(t *testing.T, properties *yaml.Node) bool{
	"AWS::EC2::SecurityGroup": {
		func(t *testing.T, properties *yaml.Node) bool {
			t.Helper()
			return addTo(t, properties, "SecurityGroupEgress", `{IpProtocol: "-1", CidrIp: 0.0.0.0/0}`)
		},
		func(t *testing.T, properties *yaml.Node) bool {
			t.Helper()
			return addTo(t, properties, "SecurityGroupIngress", `{IpProtocol: "-1", CidrIp: 0.0.0.0/0}`)
		},
	},
	"AWS::IAM::Role": {
		func(t *testing.T, properties *yaml.Node) bool {
			t.Helper()
			if field(properties, "Policies") == nil {
				put(t, properties, "Policies", "[]")
			}
			return addTo(t, properties, "Policies", `{PolicyName: opened, PolicyDocument: {
				Version: "2012-10-17", Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}}`)
		},
		func(_ *testing.T, properties *yaml.Node) bool {
			return drop(properties, "PermissionsBoundary")
		},
	},
	"AWS::EC2::VPCEndpoint": {
		func(_ *testing.T, properties *yaml.Node) bool { return drop(properties, "PolicyDocument") },
	},
	"AWS::EC2::NetworkAclEntry": {
		func(t *testing.T, properties *yaml.Node) bool {
			t.Helper()
			put(t, properties, "RuleAction", "allow")
			put(t, properties, "Protocol", "-1")
			put(t, properties, "CidrBlock", "0.0.0.0/0")
			return true
		},
	},
	"AWS::EC2::VPC": {
		func(t *testing.T, properties *yaml.Node) bool {
			t.Helper()
			put(t, properties, "EnableDnsSupport", "true")
			return true
		},
	},
	"AWS::ECS::Service": {
		func(t *testing.T, properties *yaml.Node) bool {
			t.Helper()
			vpc := field(field(properties, "NetworkConfiguration"), "AwsvpcConfiguration")
			if field(vpc, "Subnets") == nil {
				return false
			}
			put(t, vpc, "AssignPublicIp", "ENABLED")
			return true
		},
	},
}

// addTo adds an element to a list that is written out.
func addTo(t *testing.T, properties *yaml.Node, key, value string) bool {
	t.Helper()
	list := field(properties, key)
	if list == nil || list.Kind != yaml.SequenceNode {
		return false
	}
	extend(t, list, value)
	return true
}

// drop removes a property.
func drop(properties *yaml.Node, key string) bool {
	for i := 0; i+1 < len(properties.Content); i += 2 {
		if properties.Content[i].Value == key {
			properties.Content = slices.Delete(properties.Content, i, i+2)
			return true
		}
	}
	return false
}

// Opening a gate of a template closes no other.
func TestOpeningAGateOfATemplate(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	number := 0
	for _, s := range templateFixtures(t) {
		b.place(s.fixture)
		var before *report.Report
		for _, e := range edits(t, s, openedTemplate(t)) {
			if number++; !sampled(number) {
				continue
			}
			if before == nil {
				before = b.beforeTemplates(s)
			}
			b.doing = s.name + " " + e.place
			b.write(e.file, e.text)
			after := b.judgeTemplates(s)
			b.write(e.file, s.files[e.file])
			holdOpening(t, before, after, b.doing)
		}
	}
}

// openedTemplate opens one gate of a template.
func openedTemplate(t *testing.T) func(top *yaml.Node, number int) (string, bool) {
	t.Helper()
	return func(top *yaml.Node, number int) (string, bool) {
		resources := field(top, "Resources")
		for i := 0; resources != nil && i+1 < len(resources.Content); i += 2 {
			resource := resources.Content[i+1]
			kind, properties := field(resource, "Type"), field(resource, "Properties")
			if kind == nil || properties == nil {
				continue
			}
			ways := templateOpenings[kind.Value]
			if number >= len(ways) {
				number -= len(ways)
				continue
			}
			if !ways[number](t, properties) {
				return "", true
			}
			return resources.Content[i].Value, true
		}
		return "", false
	}
}
