package cloudformation

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

func TestPlaces(t *testing.T) {
	t.Parallel()
	yaml := one(t, `Parameters: {P: {Type: String}}
Conditions:
  Off: !Equals [a, b]
Resources:
  R:
    Type: AWS::B::C
    Properties:
      Plain: some words  # a comment
      Quoted: "a \" b"
      Single: 'it''s'
      Block: |
        one
        two

      Tagged: !Sub '${P}x'
      Long:
        Fn::Sub: '${P}'
      Flow: [1, {a: 2}, "x"] # the end
      List:
        - a
        - b: 1
          c: é ü
        - !If [Off, x, y]
        - !Ref AWS::NoValue
        - last
      Choice: !If [Off, {A: 1}, {A: 2}]
      Anchor: &x {d: 1}
      Alias: *x
      Umlaut: {ä: ö, b: c}
`)
	json := one(t, `{"Resources": {
 "R": {"Type": "AWS::B::C", "Properties": {
  "ä": "\u00e9", "A": {"B": [1, true,
   null]}}}}}
`)
	path := cty.GetAttrPath
	for _, c := range []struct {
		root *parser.Root
		path cty.Path
		want string
	}{
		{yaml, nil, "5,3-4"},
		{yaml, path("Nothing"), "5,3-4"},
		{yaml, path("Plain"), "8,14-24"},
		{yaml, path("Quoted"), "9,15-23"},
		{yaml, path("Single"), "10,15-22"},
		{yaml, path("Block"), "11,14-13,12"},
		{yaml, path("Tagged"), "15,15-27"},
		{yaml, path("Long"), "17,9-24"},
		{yaml, path("Flow"), "18,13-29"},
		{yaml, path("Flow").IndexInt(1).GetAttr("a"), "18,21-22"},
		{yaml, path("List"), "20,9-25,15"},
		{yaml, path("List").IndexInt(1), "21,11-22,17"},
		{yaml, path("List").IndexInt(1).GetAttr("c"), "22,14-17"},
		{yaml, path("List").IndexInt(2), "23,24-25"},
		{yaml, path("List").IndexInt(3), "25,11-15"},
		{yaml, path("Choice"), "26,33-39"},
		{yaml, path("Choice").GetAttr("A"), "26,37-38"},
		{yaml, path("Alias").GetAttr("d"), "27,22-23"},
		{yaml, path("Umlaut").GetAttr("ä"), "29,19-20"},
		{yaml, path("Umlaut").GetAttr("b"), "29,25-26"},
		{json, nil, "2,2-5"},
		{json, path("ä"), "3,8-16"},
		{json, path("A"), "3,23-4,10"},
		{json, path("A").GetAttr("B").IndexInt(1), "3,33-37"},
		{json, path("A").GetAttr("C"), "3,23-4,10"},
	} {
		at := find(t, c.root, "R").At(c.path)
		assert.Equal(t, "t.yaml:"+c.want, at.String(), "%#v", c.path)
		source := c.root.Files["t.yaml"].Bytes
		assert.LessOrEqual(t, at.End.Byte, len(source))
	}
	at := find(t, yaml, "R").At(path("List").IndexInt(1).GetAttr("c"))
	assert.Equal(t, "é ü", string(at.SliceBytes(yaml.Files["t.yaml"].Bytes)))
}

func TestLoops(t *testing.T) {
	t.Parallel()
	root := one(t, `
Transform: AWS::LanguageExtensions
Parameters: {Names: {Type: CommaDelimitedList, Default: "a-1,b"}}
Resources:
  Fn::ForEach::Queues:
    - Name
    - !Ref Names
    - Queue&{Name}:
        Type: AWS::SQS::Queue
        Properties:
          QueueName: !Sub 'q-${Name}'
          Tags:
            - {Key: !Ref Name, Value: '${Name}'}
  Fn::ForEach::Outer:
    - X
    - [p, q]
    - Fn::ForEach::Inner:
        - Y
        - [r, s]
        - 'T${X}${Y}': {Type: 'AWS::SNS::Topic', Properties: {TopicName: !Join ['-', [!Ref X, !Ref Y]]}}
  User: {Type: 'AWS::SNS::Topic', Properties: {TopicName: !GetAtt Queueb.QueueName}}
`)
	assert.Equal(t, []string{"Queuea1", "Queueb", "Tpr", "Tps", "Tqr", "Tqs", "User"}, addresses(root))
	assert.Equal(t, "q-a-1", values(t, root, "Queuea1")["QueueName"])
	assert.Equal(t, []any{map[string]any{"Key": "a-1", "Value": "a-1"}}, values(t, root, "Queuea1")["Tags"])
	assert.Equal(t, "q-s", values(t, root, "Tqs")["TopicName"])
	assert.Equal(t, "q-b", values(t, root, "User")["TopicName"])
}

func TestLoopOverTheUnknown(t *testing.T) {
	t.Parallel()
	root := one(t, `
Parameters: {Names: {Type: CommaDelimitedList}}
Resources:
  Net: {Type: 'AWS::EC2::VPC'}
  Fn::ForEach::Subnets:
    - Name
    - !Ref Names
    - Subnet${Name}: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Net, AvailabilityZone: !Ref Name}}
`)
	assert.Equal(t, []string{"Net", "Subnet[*]"}, addresses(root))
	require.NotNil(t, find(t, root, "Subnet[*]").Maybe)
	assert.Equal(t, map[string]any{"$ref": "Net.Ref"}, values(t, root, "Subnet[*]")["VpcId"])
	assert.Equal(t, map[string]any{"$unknown": "parameter Names has no default"},
		values(t, root, "Subnet[*]")["AvailabilityZone"])
}

func TestIncludes(t *testing.T) {
	t.Parallel()
	roots, diags := load(t, `
-- t.yaml --
Resources:
  A:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: a
      Fn::Transform: {Name: AWS::Include, Parameters: {Location: parts/more.yaml}}
  B:
    Type: AWS::SQS::Queue
    Properties:
      Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://bucket/absent.yaml}}
  Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://bucket/resources.yaml}}
-- parts/more.yaml --
DelaySeconds: 5
-- resources.yaml --
C: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !GetAtt A.QueueName}}
`)
	require.Empty(t, said(diags))
	root := roots[0]
	assert.Empty(t, said(root.Diags))
	assert.Equal(t, []string{"A", "B", "C"}, addresses(root))
	assert.Equal(t, map[string]any{"QueueName": "a", "DelaySeconds": 5.0}, values(t, root, "A"))
	assert.Contains(t, values(t, root, "B")["$unknown"], "which is not in the tree")
}

// What cannot be merged may bring any key, so nothing of its object is known; what is whole beside
// it is as it was.
func TestMergedFunctions(t *testing.T) {
	t.Parallel()
	roots, diags := load(t, `
-- t.yaml --
Parameters: {P: {Type: String}}
Conditions: {Off: !Equals [a, b]}
Resources:
  A:
    Type: AWS::SQS::Queue
    Properties: {<<: !Ref P, QueueName: a}
  B:
    Type: AWS::SQS::Queue
    Properties: {<<: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: more.yaml}}}, QueueName: b}
  C:
    Type: AWS::SQS::Queue
    <<: !Ref P
  D:
    Type: AWS::SQS::Queue
    Fn::Transform: {Name: AWS::Include, Parameters: {Location: whole.yaml}}
  E: {<<: !Ref P}
  F:
    Type: AWS::SQS::Queue
    Properties: &f {QueueName: f}
  G:
    Type: AWS::SQS::Queue
    Properties: {<<: [*f, {DelaySeconds: 3}], VisibilityTimeout: 4}
  H:
    Type: AWS::SQS::Queue
    Properties: {QueueName: !GetAtt E.QueueName}
  I: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: typed.yaml}}}
  J:
    DependsOn: A
    Condition: Off
    Fn::Transform: {Name: AWS::Include, Parameters: {Location: typed.yaml}}
  K:
    DependsOn: A
    Fn::Transform: {Name: AWS::Include, Parameters: {Location: typed.yaml}}
-- typed.yaml --
Type: AWS::SQS::Queue
Properties: {QueueName: i}
-- more.yaml --
DelaySeconds: 5
-- whole.yaml --
Properties: {QueueName: d}
`)
	root := roots[0]
	invalid := "Invalid merge; A function cannot be merged into an object."
	assert.Equal(t, 3, strings.Count(said(diags), invalid), said(diags))
	assert.Empty(t, said(root.Diags))
	assert.Equal(t, []string{"A", "B", "C", "D", "F", "G", "H", "I", "K"}, addresses(root))
	for _, id := range []string{"A", "C"} {
		assert.Contains(t, values(t, root, id)["$unknown"], "brings keys that are not known", id)
	}
	assert.Equal(t, map[string]any{"QueueName": "b", "DelaySeconds": 5.0}, values(t, root, "B"))
	assert.Equal(t, map[string]any{"QueueName": "d"}, values(t, root, "D"))
	assert.Equal(t, map[string]any{"QueueName": "f", "DelaySeconds": 3.0, "VisibilityTimeout": 4.0},
		values(t, root, "G"))
	assert.Equal(t, map[string]any{"QueueName": "i"}, values(t, root, "I"))
	require.Len(t, root.Opaque, 1)
	assert.Equal(t, "E", root.Opaque[0].Address)
}

func TestIncludedMappings(t *testing.T) {
	t.Parallel()
	source := `
-- t.yaml --
Mappings:
  Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://bucket/FILE}}
  Own: {a: {b: c}}
Resources:
  Q: {Type: 'AWS::SQS::Queue', Properties: {A: !FindInMap [Own, a, b], B: !FindInMap [Other, a, b]}}
-- maps.yaml --
Other: {a: {b: d}}
`
	roots, diags := load(t, strings.Replace(source, "FILE", "maps.yaml", 1))
	require.Empty(t, append(diags, roots[0].Diags...))
	assert.Equal(t, map[string]any{"A": "c", "B": "d"}, values(t, roots[0], "Q"))
	roots, _ = load(t, strings.Replace(source, "FILE", "absent.yaml", 1))
	require.Empty(t, roots[0].Diags)
	assert.Equal(t, map[string]any{"$unknown": "a mapping may be made by a macro"},
		values(t, roots[0], "Q")["B"])
}

func TestServerless(t *testing.T) {
	t.Parallel()
	roots, diags := load(t, `
-- t.yaml --
Transform: AWS::Serverless-2016-10-31
Globals: {StateMachine: {Tags: {a: b}}}
Resources:
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      Name: flow
      DefinitionUri: flow.asl.json
      Policies:
        - AmazonECS_FullAccess
        - Statement: [{Effect: Allow, Action: 'ecs:RunTask', Resource: '*'}]
        - S3ReadPolicy: {BucketName: x}
      Events:
        Nightly: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
        Api: {Type: Api, Properties: {Path: /}}
  Given:
    Type: AWS::Serverless::StateMachine
    Properties: {Role: !GetAtt Role.Arn, Definition: {States: {}}}
  Role: {Type: 'AWS::IAM::Role'}
  Fn: {Type: 'AWS::Serverless::Function', Properties: {Runtime: python3.12}}
  Uses: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !Ref FnRole, Tags: !GetAtt FlowRole.Arn}}
-- flow.asl.json --
{"StartAt": "Run", "States": {"Run": {"Type": "Task"}}}
`)
	require.Empty(t, said(diags))
	root := roots[0]
	assert.Empty(t, said(root.Diags), "names that the transform makes are no fault")
	assert.Equal(t, []string{"Flow", "FlowNightly", "FlowRole", "Fn", "Given", "Role", "Uses"}, addresses(root))
	flow := find(t, root, "Flow")
	assert.Equal(t, "AWS::StepFunctions::StateMachine", flow.Type)
	assert.Equal(t, map[string]any{
		"StateMachineName": "flow", "RoleArn": map[string]any{"$ref": "FlowRole.Arn"},
		"Definition": map[string]any{"StartAt": "Run", "States": map[string]any{"Run": map[string]any{"Type": "Task"}}},
		"Tags":       map[string]any{"a": "b"},
	}, values(t, root, "Flow"))
	assert.Equal(t, "t.yaml:7,13-17", flow.At(cty.GetAttrPath("StateMachineName")).String())
	role := values(t, root, "FlowRole")
	assert.Equal(t, []any{"arn:aws:iam::aws:policy/AmazonECS_FullAccess"}, role["ManagedPolicyArns"])
	assert.Len(t, role["Policies"], 2)
	assert.Equal(t, "rate(1 day)", values(t, root, "FlowNightly")["ScheduleExpression"])
	assert.Equal(t, map[string]any{"$ref": "Role.Arn"}, values(t, root, "Given")["RoleArn"])
	assert.Equal(t, map[string]any{"$ref": "FlowRole.Arn"}, values(t, root, "Uses")["Tags"])
}

// A definition may lie in a file: by its path before it is packaged, or as an asset of the CDK's.
func TestDefinitionsInFiles(t *testing.T) {
	t.Parallel()
	roots, diags := load(t, `
-- stack/t.yaml --
Resources:
  Object: {Type: 'AWS::StepFunctions::StateMachine', Properties: {DefinitionS3Location: flows/a.json}}
  Text: {Type: 'AWS::StepFunctions::StateMachine', Properties: {DefinitionS3Location: ./flows/b.json}}
  Missing: {Type: 'AWS::StepFunctions::StateMachine', Properties: {DefinitionS3Location: c.json}}
  Stored: {Type: 'AWS::StepFunctions::StateMachine', Properties: {DefinitionS3Location: {Bucket: b, Key: k.json}}}
  Url: {Type: 'AWS::StepFunctions::StateMachine', Properties: {DefinitionS3Location: 's3://b/a.json'}}
-- stack/flows/a.json --
{
  "States": {"Run": {"Type": "Task"}}
}
-- stack/flows/b.json --
{"States": {"Wait": {"Seconds": ${Seconds}}}}
-- cdk.out/App.template.json --
{"Resources": {"Flow": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionS3Location":
  {"Bucket": {"Fn::Sub": "assets-${AWS::AccountId}"}, "Key": "abc123.json"}}}}}
-- cdk.out/App.assets.json --
{"files": {"abc123": {"source": {"path": "asset.abc123.json"}}}}
-- cdk.out/asset.abc123.json --
{"States": {"Run": {"Type": "Pass"}}}
`)
	require.Empty(t, said(diags))
	require.Len(t, roots, 2)
	assert.Equal(t, map[string]any{"Definition": map[string]any{
		"States": map[string]any{"Run": map[string]any{"Type": "Pass"}},
	}}, values(t, roots[0], "Flow"))
	files := roots[1]
	assert.Empty(t, said(files.Diags))
	assert.Equal(t, map[string]any{"Definition": map[string]any{
		"States": map[string]any{"Run": map[string]any{"Type": "Task"}},
	}}, values(t, files, "Object"))
	at := find(t, files, "Object").At(cty.GetAttrPath("Definition").GetAttr("States").GetAttr("Run"))
	assert.Equal(t, "stack/flows/a.json:2,21-37", at.String())
	assert.Contains(t, files.Files, "stack/flows/a.json", "what is pointed at can be shown")
	assert.Equal(t, map[string]any{
		"DefinitionString": "{\"States\": {\"Wait\": {\"Seconds\": ${Seconds}}}}\n",
	}, values(t, files, "Text"))
	assert.Equal(t, map[string]any{"DefinitionS3Location": "c.json"}, values(t, files, "Missing"))
	assert.Equal(t, map[string]any{"DefinitionS3Location": "s3://b/a.json"}, values(t, files, "Url"))
	assert.Contains(t, values(t, files, "Stored"), "DefinitionS3Location")
}

func TestAssemblyAssets(t *testing.T) {
	t.Parallel()
	inner := `{"Resources": {"Net": {"Type": "AWS::EC2::VPC"}}}`
	url := `{"Fn::Sub": "https://s3.${AWS::Region}.${AWS::URLSuffix}/assets-${AWS::AccountId}/abc123.json"}`
	for name, extra := range map[string]string{
		"by the list of assets": "\n-- cdk.out/App.assets.json --\n" +
			`{"files": {"abc123": {"source": {"path": "Inner.nested.template.json"}}}}`,
		"by the metadata": "",
	} {
		metadata := ""
		if extra == "" {
			metadata = `"Metadata": {"aws:asset:path": "Inner.nested.template.json", "aws:cdk:path": "App/Inner"},`
		}
		roots, diags := load(t, "-- cdk.out/Inner.nested.template.json --\n"+inner+
			"\n-- cdk.out/App.template.json --\n"+
			`{"Resources": {"Inner": {"Type": "AWS::CloudFormation::Stack", `+metadata+
			` "Properties": {"TemplateURL": `+url+`}}}}`+extra)
		require.Empty(t, said(diags), name)
		require.Equal(t, []string{"cdk.out/App.template.json"}, paths(roots), name)
		assert.Equal(t, []string{"Inner", "Inner/Net"}, addresses(roots[0]))
		if metadata != "" {
			assert.Equal(t, "App/Inner", find(t, roots[0], "Inner").Construct)
		}
	}
}

// TestShapes: what a reference looks like when it is written out.
func TestShapes(t *testing.T) {
	t.Parallel()
	root := one(t, `
Resources:
  Role: {Type: 'AWS::IAM::Role', Properties: {RoleName: app}}
  Policy: {Type: 'AWS::IAM::ManagedPolicy', Properties: {ManagedPolicyName: p, Path: /x/}}
  Repo: {Type: 'AWS::ECR::Repository', Properties: {RepositoryName: shop/app}}
  Secret: {Type: 'AWS::SecretsManager::Secret', Properties: {Name: s}}
  Logs: {Type: 'AWS::Logs::LogGroup', Properties: {LogGroupName: /app}}
  Bucket: {Type: 'AWS::S3::Bucket', Properties: {BucketName: b}}
  Group: {Type: 'AWS::EC2::SecurityGroup', Properties: {VpcId: vpc-1}}
  X:
    Type: AWS::B::C
    Properties:
      Role: !GetAtt Role.Arn
      RoleName: !Ref Role
      Policy: !Ref Policy
      Repo: !GetAtt Repo.Arn
      Uri: !GetAtt Repo.RepositoryUri
      Logs: !GetAtt Logs.Arn
      Bucket: !GetAtt Bucket.Arn
      Group: !GetAtt Group.GroupId
`, with("AWS::Region", "eu-west-1"), with("AWS::AccountId", "123456789012"))
	attrs := find(t, root, "X").Attrs
	for name, want := range map[string]string{
		"Role":     "arn:aws:iam::123456789012:role/app",
		"RoleName": "app",
		"Policy":   "arn:aws:iam::123456789012:policy/x/p",
		"Repo":     "arn:aws:ecr:eu-west-1:123456789012:repository/shop/app",
		"Uri":      "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/app",
		"Logs":     "arn:aws:logs:eu-west-1:123456789012:log-group:/app:*",
		"Bucket":   "arn:aws:s3:::b",
	} {
		assert.Equal(t, want, root.Origins.Expand(attrs.GetAttr(name).AsString()), name)
	}
	group := attrs.GetAttr("Group").AsString()
	origin, ok := root.Origins.Whole(root.Origins.Expand(group))
	require.True(t, ok)
	assert.Equal(t, "Ref", origin.Attr, "GetAtt Group.GroupId and Ref Group are one")
	assert.NotContains(t, group, "sg-")
}
