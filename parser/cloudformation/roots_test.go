package cloudformation

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

func paths(roots []*parser.Root) []string {
	all := make([]string, 0, len(roots))
	for _, r := range roots {
		all = append(all, r.Path)
	}
	return all
}

func addresses(root *parser.Root) []string {
	all := make([]string, 0, len(root.Resources))
	for _, r := range root.Resources {
		all = append(all, r.Address)
	}
	return all
}

const small = "Resources: {Net: {Type: 'AWS::EC2::VPC'}}\n"

func TestWhatIsATemplate(t *testing.T) {
	t.Parallel()
	roots, diags := load(t, `
-- a.yaml --
`+small+`
-- b.yml --
`+small+`
-- c.json --
{"Resources": {"Net": {"Type": "AWS::EC2::VPC"}}}
-- d.template --
`+small+`
-- e.cfn --
`+small+`
-- f.YAML --
`+small+`
-- macro.yaml --
Transform: Mine
Resources: {A: {Type: Mine::A::B}}
-- custom.yaml --
Resources: {A: {Type: 'Custom::Thing'}}
-- x.txt --
`+small+`
-- main.tf.json --
{"Resources": {"Net": {"Type": "AWS::EC2::VPC"}}}
-- kube.yaml --
apiVersion: v1
kind: Deployment
spec: {Resources: {}}
-- compose.yml --
services: {a: {image: b}}
-- broken.yaml --
a: [b
 c: }
-- helm.yaml --
{{- if .Values.Resources }}
Transform: {{ .Values.x }}
{{- end }}
-- package.json --
{"name": "x", "Resources": 1}
-- schema.json --
{"definitions": {"Resources": {"Type": "AWS::EC2::VPC"}}}
-- list.json --
["AWS::EC2::VPC"]
-- node_modules/a.yaml --
`+small+`
-- .hidden/a.yaml --
`+small+`
-- empty.yaml --
-- empty.json --
`)
	assert.Empty(t, said(diags))
	assert.Equal(t, []string{
		"a.yaml", "b.yml", "c.json", "d.template", "e.cfn", "f.YAML", "macro.yaml",
	}, paths(roots))
}

func TestIgnoredFiles(t *testing.T) {
	t.Parallel()
	dir := write(t, `
-- .gitignore --
cdk.out
packaged.yaml
-- template.yaml --
`+small+`
-- packaged.yaml --
`+small+`
-- cdk.out/App.template.json --
{"Resources": {"Net": {"Type": "AWS::EC2::VPC"}}}
-- cdk.out/manifest.json --
{"Resources": {"Net": {"Type": "AWS::EC2::VPC"}}, "artifacts": {"App": {
  "type": "aws:cloudformation:stack", "environment": "aws://123456789012/eu-west-1",
  "properties": {"templateFile": "App.template.json", "stackName": "live-app"}}}}
-- cdk.out/tree.json --
{"Resources": {"Net": {"Type": "AWS::EC2::VPC"}}}
-- cdk.out/App.assets.json --
{"files": {}}
-- cdk.out/asset.12/template.yaml --
`+small+`
-- cdk.out/assembly-Prod/Prod.template.json --
{"Resources": {"Net": {"Type": "AWS::EC2::VPC"}}}
`)
	require.NoError(t, os.Mkdir(filepath.Join(dir, ".git"), 0o755))
	roots, diags := Load(context.Background(), Options{Dir: dir, Paths: []string{"."}})
	assert.Empty(t, said(diags))
	assert.Equal(t, []string{
		"cdk.out/App.template.json", "cdk.out/assembly-Prod/Prod.template.json", "template.yaml",
	}, paths(roots))
	assert.Equal(t, parser.Provider{
		Region: "eu-west-1", Account: "123456789012", Partition: "aws",
	}, find(t, roots[0], "Net").Provider, "the manifest says where the stack is deployed")
}

func TestNamedFile(t *testing.T) {
	t.Parallel()
	archive := `
-- a.yaml --
Resources: {Net: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !ImportValue vpc}}}
-- b.yaml --
Resources: {Net: {Type: 'AWS::EC2::VPC'}}
Outputs: {Vpc: {Value: !Ref Net, Export: {Name: vpc}}}
-- notes.yaml --
AWSTemplateFormatVersion: [
-- other.yaml --
a: b
-- sub/c.yaml --
` + small
	only := func(names ...string) func(*Options) {
		return func(o *Options) { o.Paths = names }
	}
	roots, diags := load(t, archive, only("a.yaml"))
	assert.Empty(t, said(diags), "what stands beside a file that is named is not reported")
	assert.Equal(t, []string{"a.yaml"}, paths(roots))
	assert.Equal(t, map[string]any{"$ref": "b/Net.Ref"}, values(t, roots[0], "Net")["VpcId"])

	_, diags = load(t, archive, only("other.yaml"))
	assert.Contains(t, said(diags), "No template")
	_, diags = load(t, archive, only("absent.yaml"))
	assert.Contains(t, said(diags), "No such file or folder")
	roots, _ = load(t, archive, only("sub"))
	assert.Equal(t, []string{"sub/c.yaml"}, paths(roots))
}

const pair = `
-- parent.yaml --
Parameters:
  Cidr: {Type: String, Default: 10.1.0.0/16}
Resources:
  Network:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: %s
      Parameters:
        Cidr: !Ref Cidr
  App:
    Type: AWS::EC2::Instance
    Properties:
      SubnetId: !Select [0, !Split [',', !GetAtt Network.Outputs.Subnets]]
      Tags: [{Key: cidr, Value: !GetAtt Network.Outputs.Cidr}]
-- templates/net.yaml --
Parameters:
  Cidr: {Type: String}
Resources:
  Vpc: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: !Ref Cidr}}
  A: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Vpc}}
  B: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Vpc}}
Outputs:
  Subnets: {Value: !Join [',', [!Ref A, !Ref B]]}
  Cidr: {Value: !GetAtt Vpc.CidrBlock}
`

func TestNestedStacks(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]string{
		"a path":                       "templates/net.yaml",
		"a path with a dot":            "./templates/net.yaml",
		"a URL with the tail":          "https://s3.amazonaws.com/bucket/v1/templates/net.yaml",
		"a URL with the file":          "https://bucket.s3.eu-west-1.amazonaws.com/net.yaml",
		"a URL with parts not known":   "!Sub 'https://${AWS::AccountId}.s3.${AWS::Region}.amazonaws.com/templates/net.yaml'",
		"a prefix that is not known":   "!Sub 'https://x.s3.amazonaws.com/${AWS::StackName}templates/net.yaml'",
		"a URL of a version":           "https://b.s3.amazonaws.com/templates/net.yaml?versionId=1",
		"a path from the same folders": "templates/../templates/net.yaml",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			roots, diags := load(t, strings.Replace(pair, "%s", url, 1))
			require.Empty(t, said(diags))
			require.Equal(t, []string{"parent.yaml"}, paths(roots))
			root := roots[0]
			assert.Empty(t, said(root.Diags))
			assert.Equal(t, []string{"App", "Network", "Network/A", "Network/B", "Network/Vpc"},
				addresses(root))
			assert.Equal(t, "10.1.0.0/16", values(t, root, "Network/Vpc")["CidrBlock"])
			app := find(t, root, "App")
			assert.Equal(t, map[string]any{"$ref": "Network/A.Ref"}, values(t, root, "App")["SubnetId"])
			assert.Equal(t, []string{"Network", "Network/A", "Network/B", "Network/Vpc"}, app.Needs)
			inner := find(t, root, "Network/A")
			assert.Equal(t, "templates/net.yaml", inner.Decl.Filename)
			require.Len(t, inner.Callers, 1)
			assert.Equal(t, "parent.yaml", inner.Callers[0].Filename)
			assert.Empty(t, root.Opaque)
		})
	}
}

// A stack that is handed what is not known may be handed any value, also in the place of a default.
func TestNestedStackHandedTheUnknown(t *testing.T) {
	t.Parallel()
	const archive = `
-- main.yaml --
Parameters: {P: {Type: String}}
Conditions: {C: !Equals [!Ref P, x], Off: !Equals [a, b]}
Resources:
  Queues:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: queues.yaml, Parameters: %s}
-- queues.yaml --
Parameters: {Name: {Type: String}, Delay: {Type: Number, Default: 5}}
Resources:
  A: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !Ref Name, DelaySeconds: !Ref Delay}}
`
	for given, delay := range map[string]any{
		"{Name: a}":           "5",
		"{Name: a, Delay: 7}": "7",
		"!If [Off, {Name: a}, {Name: a, Delay: 7}]": "7",
		"!If [C, {Name: a}, {Name: a, Delay: 7}]":   nil,
		"!Ref P":            nil,
		"!Ref AWS::NoValue": "5",
		"{Name: a, Fn::Transform: {Name: Other}}": nil,
	} {
		roots, diags := load(t, fmt.Sprintf(archive, given))
		require.Empty(t, said(diags), given)
		require.Empty(t, said(roots[0].Diags), given)
		got := values(t, roots[0], "Queues/A")["DelaySeconds"]
		if delay != nil {
			assert.Equal(t, delay, got, given)
			continue
		}
		assert.Contains(t, fmt.Sprint(got), "parameter Delay of Queues", given)
	}
}

func TestNestedStackElsewhere(t *testing.T) {
	t.Parallel()
	roots, diags := load(t, strings.Replace(pair, "%s", "https://b.s3.amazonaws.com/other.yaml", 1))
	require.Empty(t, said(diags))
	require.Equal(t, []string{"parent.yaml", "templates/net.yaml"}, paths(roots))
	assert.Empty(t, said(roots[0].Diags), "a template that lies elsewhere is no fault")
	require.Len(t, roots[0].Opaque, 1)
	assert.Equal(t, "Network", roots[0].Opaque[0].Address)
	assert.Equal(t, map[string]any{
		"$unknown": "Network.Outputs.Subnets is an output of a template that is not in view",
	}, values(t, roots[0], "App")["SubnetId"])

	roots, _ = load(t, strings.Replace(pair, "%s", "./absent.yaml", 1))
	assert.Contains(t, said(roots[0].Diags), "parent.yaml:7,20-33: Template not found")
}

func TestNestedStackMayBeTwo(t *testing.T) {
	t.Parallel()
	archive := strings.Replace(pair, "%s", "https://b.s3.amazonaws.com/net.yaml", 1)
	roots, _ := load(t, archive+"-- others/net.yaml --\n"+small)
	require.Len(t, roots, 3)
	assert.Contains(t, roots[1].Opaque[0].Origin.Why, "may be others/net.yaml or templates/net.yaml")
}

func TestNestingCircle(t *testing.T) {
	t.Parallel()
	roots, _ := load(t, `
-- a.yaml --
Resources: {B: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: b.yaml}}}
-- b.yaml --
Resources: {A: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: a.yaml}}}
`)
	require.Equal(t, []string{"a.yaml"}, paths(roots), "of templates that nest each other the first")
	assert.Contains(t, said(roots[0].Diags), "Circular nesting")
}

const network = `
-- network.yaml --
Resources:
  Vpc: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Vpc}}
  B: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Vpc}}
Outputs:
  Vpc: {Value: !Ref Vpc, Export: {Name: !Sub '${AWS::StackName}-vpc'}}
  Subnets: {Value: !Join [',', [!Ref A, !Ref B]], Export: {Name: !Sub '${AWS::StackName}-subnets'}}
  Fixed: {Value: !Ref Vpc, Export: {Name: the-vpc}}
`

const service = `
-- service.yaml --
Parameters: {Network: {Type: String, Default: core}}
Resources:
  Group: {Type: 'AWS::EC2::SecurityGroup', Properties: {VpcId: !ImportValue the-vpc}}
  Service:
    Type: AWS::ECS::Service
    Properties:
      Subnets: !Split [',', Fn::ImportValue: !Sub '${Network}-subnets']
`

func TestImports(t *testing.T) {
	t.Parallel()
	roots, diags := load(t, network+service)
	require.Empty(t, said(diags))
	require.Equal(t, []string{"network.yaml", "service.yaml"}, paths(roots))
	root := roots[1]
	assert.Equal(t, []string{"Group", "Service", "network/A", "network/B", "network/Vpc"},
		addresses(root))
	assert.Equal(t, map[string]any{"$ref": "network/Vpc.Ref"}, values(t, root, "Group")["VpcId"])
	assert.Equal(t, []any{
		map[string]any{"$ref": "network/A.Ref"}, map[string]any{"$ref": "network/B.Ref"},
	}, values(t, root, "Service")["Subnets"])
	assert.True(t, find(t, root, "network/Vpc").Foreign)
	assert.False(t, find(t, root, "Service").Foreign)
	assert.Equal(t, []string{"network/A", "network/B", "network/Vpc"}, find(t, root, "Service").Needs)
	assert.Equal(t, []string{"A", "B", "Vpc"}, addresses(roots[0]),
		"a template that adds nothing to the network is none of its business")
}

func TestImportsThatAdd(t *testing.T) {
	t.Parallel()
	roots, _ := load(t, network+service+`
-- doors.yaml --
Resources:
  Door: {Type: 'AWS::EC2::VPCEndpoint', Properties: {VpcId: !ImportValue the-vpc}}
  Api: {Type: 'AWS::ECS::Service'}
`)
	require.Equal(t, []string{"doors.yaml", "network.yaml", "service.yaml"}, paths(roots))
	assert.Contains(t, addresses(roots[2]), "doors/Door", "it adds to the network that is imported")
	assert.NotContains(t, addresses(roots[2]), "doors/Api")
	assert.Contains(t, addresses(roots[1]), "doors/Door")
}

func TestAmbiguousImports(t *testing.T) {
	t.Parallel()
	twin := strings.Replace(network, "network.yaml", "other.yaml", 1)
	roots, _ := load(t, network+twin+service)
	assert.Equal(t, map[string]any{
		"$unknown": "the export the-vpc may be that of network.yaml or of other.yaml",
	}, values(t, roots[2], "Group")["VpcId"])

	less := strings.Replace(twin, "-subnets'", "-nets'", 1)
	roots, _ = load(t, network+strings.Replace(less, "Name: the-vpc", "Name: another", 1)+service)
	assert.Len(t, values(t, roots[2], "Service")["Subnets"], 2, "only one exports what is asked for")

	roots, _ = load(t, network+strings.Replace(network, "network.yaml", "network.template", 1)+service)
	assert.Equal(t, "network.yaml", find(t, roots[2], "network/Vpc").Decl.Filename,
		"of one template in two languages the one in the importer's is meant")

	roots, _ = load(t, strings.ReplaceAll(network+service, "-- ", "-- dev/")+
		strings.ReplaceAll(network+service, "-- ", "-- prod/"))
	require.Equal(t, []string{
		"dev/network.yaml", "dev/service.yaml", "prod/network.yaml", "prod/service.yaml",
	}, paths(roots))
	assert.Equal(t, "dev/network.yaml", find(t, roots[1], "network/Vpc").Decl.Filename,
		"the one in the same folder is meant")
}

func TestParameterFiles(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{
		"the CLI's":      `[{"ParameterKey": "A", "ParameterValue": "x"}, {"ParameterKey": "B", "UsePreviousValue": true}]`,
		"CodePipeline's": `{"Parameters": {"A": "x"}, "Tags": {}}`,
		"plain":          `{"A": "x"}`,
		"pairs":          `["A=x"]`,
		"YAML":           "A: x",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			roots, diags := load(t, "-- t.yaml --\n"+
				"Parameters: {A: {Type: String}, B: {Type: String, Default: b}}\n"+
				"Resources: {Q: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !Sub '${A}-${B}'}}}\n"+
				"-- params.txt --\n"+file, func(o *Options) { o.ParameterFiles = []string{"params.txt"} })
			require.Empty(t, said(diags))
			assert.Equal(t, "x-b", values(t, roots[0], "Q")["QueueName"])
		})
	}
	_, diags := load(t, "-- p.json --\n[1]\n", func(o *Options) { o.ParameterFiles = []string{"p.json"} })
	assert.Contains(t, said(diags), "p.json:1,2-3: Invalid parameters")
	_, diags = load(t, "-- p.json --\n{\n", func(o *Options) { o.ParameterFiles = []string{"p.json"} })
	assert.Contains(t, said(diags), "p.json:2,1-1: Unreadable parameters")
	_, diags = load(t, "", func(o *Options) { o.ParameterFiles = []string{"p.json"} })
	assert.Contains(t, said(diags), "does not exist")
}

func TestUnknownParameter(t *testing.T) {
	t.Parallel()
	_, diags := load(t, "-- t.yaml --\nParameters: {A: {Type: String}}\n"+small,
		with("A", "x"), with("B", "y"), with("AWS::Region", "eu-west-1"))
	require.Len(t, diags, 1)
	assert.Equal(t, `--parameter gives a value to "B", which no template declares.`, diags[0].Detail)
	assert.Equal(t, hcl.DiagWarning, diags[0].Severity)
}

func TestRulesPin(t *testing.T) {
	t.Parallel()
	root := one(t, `
Rules:
  Here:
    Assertions:
      - Assert: !Equals [!Ref AWS::AccountId, '123456789012']
      - Assert: {Fn::Contains: [[eu-west-1], !Ref AWS::Region]}
  Elsewhere:
    RuleCondition: !Equals [a, b]
    Assertions: [{Assert: !Equals [!Ref AWS::StackName, x]}]
Resources: {Q: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !Sub 'q-${AWS::Region}'}}}
`)
	assert.Equal(t, parser.Provider{Account: "123456789012", Region: "eu-west-1", Partition: "aws"},
		find(t, root, "Q").Provider)
	assert.Equal(t, "q-eu-west-1", values(t, root, "Q")["QueueName"])
}

func TestUnknownExistence(t *testing.T) {
	t.Parallel()
	root := one(t, `
Parameters: {P: {Type: String}}
Conditions:
  C: !Equals [!Ref P, x]
  Off: !Equals [a, b]
Resources:
  A: {Type: 'AWS::SQS::Queue', Condition: C}
  B: {Type: 'AWS::SQS::Queue', Condition: Off}
  G:
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupEgress:
        - {CidrIp: 10.0.0.0/8}
        - !If [C, {CidrIp: 0.0.0.0/0}, !Ref AWS::NoValue]
      Options: !If [C, {X: 1}, !Ref AWS::NoValue]
`)
	assert.Equal(t, []string{"A", "G"}, addresses(root))
	require.NotNil(t, find(t, root, "A").Maybe)
	assert.Equal(t, "parameter P", find(t, root, "A").Maybe.What)
	attrs := find(t, root, "G").Attrs
	egress := attrs.GetAttr("SecurityGroupEgress").AsValueSlice()
	require.Len(t, egress, 2)
	assert.False(t, egress[0].IsMarked())
	marked, _ := doubtful(egress[1])
	assert.True(t, marked)
	marked, _ = doubtful(attrs.GetAttr("Options"))
	assert.True(t, marked)

	at := find(t, root, "G").At(cty.GetAttrPath("SecurityGroupEgress").IndexInt(1).GetAttr("CidrIp"))
	assert.Equal(t, "t.yaml:14,28-37", at.String())
}

func TestRefToWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	root := one(t, `
Conditions: {Off: !Equals [a, b]}
Resources:
  A: {Type: 'AWS::SQS::Queue', Condition: Off}
  B: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !Ref A, Tags: !If [Off, !Ref A, x]}}
`)
	assert.Equal(t, map[string]any{
		"QueueName": map[string]any{"$unknown": "A is left out by its condition"}, "Tags": "x",
	}, values(t, root, "B"))
}

func TestOpaque(t *testing.T) {
	t.Parallel()
	root := one(t, `
Resources:
  Vpc: {Type: 'AWS::EC2::VPC'}
  Role: {Type: 'AWS::IAM::Role'}
  Custom: {Type: 'Custom::Maker', Properties: {Vpc: !Ref Vpc, Arn: !Sub '${Role.Arn}/x'}}
  Registry: {Type: 'Acme::Net::Door', Properties: {Vpc: !Ref Vpc}}
  Default: {Type: 'Custom::VpcRestrictDefaultSG', Properties: {Group: !GetAtt Vpc.DefaultSecurityGroup}}
`)
	require.Len(t, root.Opaque, 2)
	assert.Equal(t, []string{"Role", "Vpc"}, root.Opaque[0].Handed)
	assert.Equal(t, "Registry", root.Opaque[1].Address)
}

func TestMacro(t *testing.T) {
	t.Parallel()
	root := one(t, "Transform: [AWS::LanguageExtensions, Mine]\n"+small)
	require.Len(t, root.Opaque, 1)
	assert.Equal(t, []string{"Net"}, root.Opaque[0].Handed)
	assert.False(t, find(t, root, "Net").Attrs.IsKnown())
	assert.True(t, find(t, one(t, "Transform: AWS::LanguageExtensions\n"+small), "Net").Attrs.IsKnown())
}

// A URL that has no more than the name of a file in common with a template of the tree means that
// template only where the stack fits it.
func TestNestedStackOfOthers(t *testing.T) {
	t.Parallel()
	const archive = `
-- app/main.yaml --
Resources:
  Net:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: https://s3.amazonaws.com/other-company/%s/vpc.yaml
      Parameters: {%s}
  App: {Type: 'AWS::EC2::Instance', Properties: {SubnetId: !GetAtt Net.Outputs.%s}}
-- net/vpc.yaml --
Parameters: {Cidr: {Type: String}}
Resources:
  A: {Type: 'AWS::EC2::Subnet', Properties: {CidrBlock: !Ref Cidr}}
Outputs:
  Subnet: {Value: !Ref A}
`
	for name, c := range map[string]struct {
		folder, given, output string
		roots                 []string
		says                  string
	}{
		"it fits":               {"v1", "Cidr: 10.0.0.0/16", "Subnet", []string{"app/main.yaml"}, ""},
		"another parameter":     {"v1", "Zones: a", "Subnet", []string{"app/main.yaml", "net/vpc.yaml"}, ""},
		"a parameter too few":   {"v1", "", "Subnet", []string{"app/main.yaml", "net/vpc.yaml"}, ""},
		"another output":        {"v1", "Cidr: 10.0.0.0/16", "SubnetA", []string{"app/main.yaml"}, ""},
		"another of its folder": {"net", "Cidr: 10.0.0.0/16", "SubnetA", []string{"app/main.yaml"}, "Unknown output"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			roots, diags := load(t, fmt.Sprintf(archive, c.folder, c.given, c.output))
			require.Empty(t, diags)
			assert.Equal(t, c.roots, paths(roots))
			for _, root := range roots {
				if root.Path != "app/main.yaml" {
					continue
				}
				if c.says == "" {
					assert.Empty(t, said(root.Diags))
				} else {
					assert.Contains(t, said(root.Diags), c.says)
				}
			}
		})
	}
}

// What another template exports is looked for with the values that the templates are read with.
func TestExportsWithGivenValues(t *testing.T) {
	t.Parallel()
	const archive = `
-- net.yaml --
Parameters: {Env: {Type: String, Default: dev}}
Conditions: {Prod: !Equals [!Ref Env, prod]}
Resources:
  A: {Type: 'AWS::EC2::Subnet'}
  T: {Type: 'AWS::EC2::RouteTable'}
  R: {Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: {SubnetId: !Ref A, RouteTableId: !Ref T}}
Outputs:
  Subnet: {Value: !Ref A, Condition: Prod, Export: {Name: !Sub '${AWS::StackName}-subnet'}}
-- app.yaml --
Parameters: {Net: {Type: String}}
Resources:
  App:
    Type: AWS::EC2::Instance
    Properties: {SubnetId: {'Fn::ImportValue': !Sub '${Net}-subnet'}}
`
	for env, declared := range map[string]bool{"prod": true, "dev": false} {
		roots, diags := load(t, archive, with("Net", "core"), with("Env", env))
		require.Empty(t, diags)
		app := roots[0]
		require.Equal(t, "app.yaml", app.Path)
		subnet := values(t, app, "App")["SubnetId"]
		if !declared {
			assert.Contains(t, subnet, "$unknown", env)
			continue
		}
		assert.Equal(t, map[string]any{"$ref": "net/A.Ref"}, subnet, env)
		find(t, app, "net/R")
	}
}
