package cloudformation

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// frame is a template around an expression.
const frame = `
Parameters:
  Text: {Type: String, Default: word}
  Empty: {Type: String, Default: ""}
  Count: {Type: Number, Default: 3}
  Words: {Type: CommaDelimitedList, Default: "a, b,c"}
  Zones: {Type: "List<AWS::EC2::AvailabilityZone::Name>", Default: "eu-west-1a,eu-west-1b"}
  Missing: {Type: String}
  MissingList: {Type: CommaDelimitedList}
  Choice: {Type: String, AllowedValues: [yes-please, no-thanks]}
  Only: {Type: String, AllowedValues: [single]}
  Vpc: {Type: "AWS::EC2::VPC::Id"}
  Ami: {Type: "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", Default: /aws/x}
  Router: {Type: "AWS::SSM::Parameter::Value<String>", Default: /aws/service/aws-for-fluent-bit/2.32.0}
  Routers: {Type: "AWS::SSM::Parameter::Value<List<String>>", Default: /aws/service/aws-for-fluent-bit/2.32.0}
  Secret: {Type: String, NoEcho: true, Default: hush}
Mappings:
  Map:
    eu-west-1: {Ami: ami-1, Same: x, List: [p, q]}
    us-east-1: {Ami: ami-2, Same: x, List: [p, q]}
  Env: {word: {Size: 7, Flag: true}}
Conditions:
  Yes: !Equals [!Ref Text, word]
  No: !Not [!Condition Yes]
  Maybe: !Equals [!Ref Missing, x]
  Never: !And [!Condition Maybe, !Condition No]
  Always: !Or [!Condition Maybe, Condition: Yes]
  Numbers: !Equals [!Ref Count, "3"]
  Booleans: !Equals ["true", true]
  Unlisted: !Equals [!Ref Choice, neither]
  Listed: !Equals [!Ref Choice, no-thanks]
  NoVpc: !Equals [!Ref Vpc, ""]
Resources:
  Role: {Type: "AWS::IAM::Role", Properties: {RoleName: app, Path: /team/}}
  Unnamed: {Type: "AWS::IAM::Role"}
  Repo: {Type: "AWS::ECR::Repository", Properties: {RepositoryName: shop/app}}
  Net: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.0.0.0/16}}
  Group: {Type: "AWS::EC2::SecurityGroup", Properties: {VpcId: !Ref Net}}
  Queue: {Type: "AWS::SQS::Queue"}
  Bucket: {Type: "AWS::S3::Bucket", Properties: {BucketName: !Ref Missing}}
  X:
    Type: Some::Made::Up
    Properties:
      V: `

// evaluated returns the value of an expression as JSON; left out where there is none.
func evaluated(t *testing.T, expression string, change ...func(*Options)) string {
	t.Helper()
	expression = strings.ReplaceAll(expression, "\n", "\n        ")
	root := one(t, frame+expression+"\n", change...)
	v, ok := values(t, root, "X")["V"]
	if !ok {
		return "left out"
	}
	out, err := json.Marshal(v)
	require.NoError(t, err)
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(string(out))
}

func TestFunctions(t *testing.T) {
	t.Parallel()
	missing := `{"$unknown":"parameter Missing has no default"}`
	region := `{"$unknown":"the region of the stack is not in the template"}`
	account := `{"$unknown":"the account of the stack is not in the template"}`
	for name, c := range map[string]struct{ in, want string }{
		"scalars are kept as written":      {`[443, "443", true, "true", 1.5, 012, 1.10, 2012-10-17]`, `[443,"443",true,"true",1.5,"012","1.10","2012-10-17"]`},
		"booleans of YAML 1.1":             {`[yes, No, ON, off, "yes", y, True]`, `[true,false,true,false,"yes","y",true]`},
		"null is left out":                 {"null", "left out"},
		"null in a list is left out":       {"[a, null, ~]", `["a"]`},
		"ref to text":                      {"!Ref Text", `"word"`},
		"long form":                        {`{Ref: Text}`, `"word"`},
		"ref to an empty default":          {"!Ref Empty", `""`},
		"ref to a number is text":          {"!Ref Count", `"3"`},
		"ref to a list":                    {"!Ref Words", `["a","b","c"]`},
		"ref to a list of ids":             {"!Ref Zones", `["eu-west-1a","eu-west-1b"]`},
		"ref to nothing known":             {"!Ref Missing", missing},
		"ref to the only allowed value":    {"!Ref Only", `"single"`},
		"ref to a stored value":            {"!Ref Ami", `{"$unknown":"parameter Ami is read from the Parameter Store when the stack is created"}`},
		"ref to a public image":            {"!Select [1, !Split ['/', !Ref Router]]", `"aws-for-fluent-bit:2.32.0"`},
		"ref to a list of stored values":   {"!Ref Routers", `{"$unknown":"parameter Routers is read from the Parameter Store when the stack is created"}`},
		"ref to a secret is used":          {"!Ref Secret", `"hush"`},
		"ref to no value":                  {"!Ref AWS::NoValue", "left out"},
		"no value in a list":               {"[a, !Ref AWS::NoValue, b]", `["a","b"]`},
		"no value in an object":            {"{a: 1, b: !Ref AWS::NoValue}", `{"a":1}`},
		"ref to a resource":                {"!Ref Net", `{"$ref":"Net.Ref"}`},
		"partition":                        {"!Ref AWS::Partition", `"aws"`},
		"suffix":                           {"!Ref AWS::URLSuffix", `"amazonaws.com"`},
		"region":                           {"!Ref AWS::Region", region},
		"account":                          {"!Ref AWS::AccountId", account},
		"attribute":                        {"!GetAtt Role.Arn", `{"$ref":"Role.Arn"}`},
		"attribute as a list":              {"!GetAtt [Role, Arn]", `{"$ref":"Role.Arn"}`},
		"attribute in the long form":       {"{Fn::GetAtt: [Role, Arn]}", `{"$ref":"Role.Arn"}`},
		"attribute with a dot in the long": {"{Fn::GetAtt: Role.Arn}", `{"$ref":"Role.Arn"}`},
		"attribute that is a property":     {"!GetAtt Net.CidrBlock", `"10.0.0.0/16"`},
		"attribute that is a reference":    {"!GetAtt Group.VpcId", `{"$ref":"Net.Ref"}`},
		"attribute that may be empty":      {"!GetAtt Net.Ipv6CidrBlocks", `{"$unknown":"Net.Ipv6CidrBlocks is known only when the stack is created"}`},
		"sub":                              {"!Sub '${Text}-${Count}'", `"word-3"`},
		"sub with a map":                   {"!Sub ['${A}/${Text}', {A: !Ref Count}]", `"3/word"`},
		"sub literal":                      {"!Sub '${!Text}-${Text}'", `"${Text}-word"`},
		"sub of attributes":                {"!Sub 'x-${Role.Arn}'", `{"$parts":["x-",{"$ref":"Role.Arn"}]}`},
		"sub of one unknown":               {"!Sub '${Missing}'", missing},
		"sub of an unknown part":           {"!Sub 'a-${Missing}'", `{"$parts":["a-",` + missing + `]}`},
		"sub over lines":                   {"!Sub |\n  ${Text}\n  b", `"word\nb\n"`},
		"sub of a list":                    {"!Sub '${Words}'", `"a,b,c"`},
		"sub without an end":               {"!Sub 'a ${Text'", `"a ${Text"`},
		"join":                             {"!Join ['-', [a, !Ref Count, !Ref Text]]", `"a-3-word"`},
		"join of a list parameter":         {"!Join ['|', !Ref Words]", `"a|b|c"`},
		"join leaves out no value":         {"!Join [',', [a, !Ref AWS::NoValue]]", `"a"`},
		"join of an unknown list":          {"!Join [',', !Ref MissingList]", `{"$unknown":"parameter MissingList has no default"}`},
		"join with an unknown part":        {"!Join ['', [a, !Ref Missing]]", `{"$parts":["a",` + missing + `]}`},
		"split":                            {"!Split [',', 'a,b,,c']", `["a","b","","c"]`},
		"split of references":              {"!Split [',', !Join [',', [!Ref Net, !Ref Group]]]", `[{"$ref":"Net.Ref"},{"$ref":"Group.Ref"}]`},
		"split of an ARN":                  {"!Split ['/', !GetAtt Role.Arn]", `[{"$parts":["arn:aws:iam::",` + account + `,":role"]},"team","app"]`},
		"split of an unknown text":         {"!Split [',', !Ref Missing]", missing},
		"the account in an ARN":            {"!Select [4, !Split [':', !GetAtt Repo.Arn]]", account},
		"a generated name in an ARN":       {"!Select [1, !Split ['/', !GetAtt Unnamed.Arn]]", `{"$ref":"Unnamed.Ref"}`},
		"select":                           {"!Select [1, [a, b]]", `"b"`},
		"select by text":                   {"!Select ['2', !Ref Words]", `"c"`},
		"select from an unknown list":      {"!Select [0, !Ref MissingList]", `{"$unknown":"parameter MissingList has no default"}`},
		"zones":                            {"!GetAZs ''", `[{"$parts":[` + region + `,"a"]},{"$parts":[` + region + `,"b"]},{"$parts":[` + region + `,"c"]}]`},
		"zones of a region":                {"!GetAZs eu-north-1", `["eu-north-1a","eu-north-1b","eu-north-1c"]`},
		"a zone that may not exist":        {"!Select [5, !GetAZs '']", `{"$unknown":"availability zone 6 may not exist in the region"}`},
		"cidr":                             {"!Cidr [10.0.0.0/22, 3, 8]", `["10.0.0.0/24","10.0.1.0/24","10.0.2.0/24"]`},
		"cidr with text":                   {"!Cidr [!GetAtt Net.CidrBlock, '2', '12']", `["10.0.0.0/20","10.0.16.0/20"]`},
		"cidr of version 6":                {"!Cidr ['2001:db8::/56', 2, 64]", `["2001:db8::/64","2001:db8:0:1::/64"]`},
		"cidr of an unknown block":         {"!Cidr [!Ref Missing, 2, 8]", `[` + missing + `,` + missing + `]`},
		"base64":                           {"!Base64 hello", `"aGVsbG8="`},
		"base64 around sub":                {"!Base64\n  Fn::Sub: '${Text}'", `"d29yZA=="`},
		"map":                              {"!FindInMap [Map, eu-west-1, Ami]", `"ami-1"`},
		"map by parameter":                 {"!FindInMap [Env, !Ref Text, Size]", `7`},
		"map with a default":               {"!FindInMap [Map, mars, Ami, {DefaultValue: none}]", `"none"`},
		"map by an unknown region":         {"!FindInMap [Map, !Ref AWS::Region, Ami]", region},
		"map where all regions agree":      {"!FindInMap [Map, !Ref AWS::Region, Same]", `"x"`},
		"map of lists":                     {"!FindInMap [Map, !Ref AWS::Region, List]", `["p","q"]`},
		"if":                               {"!If [Yes, a, b]", `"a"`},
		"if not":                           {"!If [No, a, b]", `"b"`},
		"if without a value":               {"!If [No, a, !Ref AWS::NoValue]", "left out"},
		"if not known":                     {"!If [Maybe, a, b]", missing},
		"if not known but equal":           {"!If [Maybe, a, a]", `"a"`},
		"if not known but spelled alike":   {"!If [Maybe, true, 'true']", `true`},
		"if of objects keeps what agrees":  {"!If [Maybe, {a: 1, b: 2}, {a: 1, b: 3}]", `{"a":1,"b":` + missing + `}`},
		"if not known without a value":     {"!If [Maybe, a, !Ref AWS::NoValue]", missing},
		"if in a list":                     {"[x, !If [Yes, y, !Ref AWS::NoValue]]", `["x","y"]`},
		"if not known in a list of texts":  {"[x, !If [Maybe, y, !Ref AWS::NoValue]]", missing},
		"and that cannot be":               {"!If [Never, a, b]", `"b"`},
		"or that must be":                  {"!If [Always, a, b]", `"a"`},
		"numbers as text":                  {"!If [Numbers, a, b]", `"a"`},
		"booleans as text":                 {"!If [Booleans, a, b]", `"a"`},
		"a value that is not allowed":      {"!If [Unlisted, a, b]", `"b"`},
		"a value that is allowed":          {"!If [Listed, a, b]", `{"$unknown":"parameter Choice has no default"}`},
		"an id is never empty":             {"!If [NoVpc, a, b]", `"b"`},
		"length":                           {"!Length [a, b]", `2`},
		"length of a parameter":            {"\nFn::Length: !Ref Words", `3`},
		"json":                             {`!ToJsonString {b: [1, true], a: !Ref Text}`, `"{\"a\":\"word\",\"b\":[1,true]}"`},
		"json with a reference":            {`!ToJsonString {a: !Ref Net}`, `{"$parts":["{\"a\":\"",{"$ref":"Net.Ref"},"\"}"]}`},
		"dynamic reference":                {"'{{resolve:ssm:/x}}'", `{"$unknown":"{{resolve:ssm:/x}} is read when the stack is created"}`},
		"dynamic reference in a text":      {"!Sub 'a-{{resolve:ssm:/${Text}}}'", `{"$parts":["a-",{"$unknown":"{{resolve:ssm:/word}} is read when the stack is created"}]}`},
		"import of nothing":                {"!ImportValue net-vpc", `{"$unknown":"the export net-vpc is not declared here"}`},
		"import by an unknown name":        {"\nFn::ImportValue: !Sub '${Missing}-vpc'", `{"$unknown":"the export {parameter Missing}-vpc has a name that is not known: parameter Missing has no default"}`},
		"a macro":                          {"{Fn::Transform: {Name: Mine, Parameters: {}}}", `{"$unknown":"Fn::Transform Mine is run when the stack is created"}`},
		"a merge key":                      {"\nb: &b {x: 1, y: 2}\nc: {<<: *b, y: 3}", `{"b":{"x":1,"y":2},"c":{"x":1,"y":3}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.JSONEq(t, quoteLeftOut(c.want), quoteLeftOut(evaluated(t, c.in)))
		})
	}
}

func quoteLeftOut(s string) string {
	if s == "left out" {
		return `"left out"`
	}
	return s
}

func TestParametersGiven(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `"x"`, evaluated(t, "!Ref Missing", with("Missing", "x")))
	assert.Equal(t, `["p","q"]`, evaluated(t, "!Ref MissingList", with("MissingList", "p,q")))
	assert.Equal(t, `"a"`, evaluated(t, "!If [Maybe, a, b]", with("Missing", "x")))
	assert.Equal(t, `"ami-2"`, evaluated(t, "!FindInMap [Map, !Ref AWS::Region, Ami]",
		with("AWS::Region", "us-east-1")))
	assert.Equal(t, `"aws-cn.amazonaws.com.cn"`,
		evaluated(t, "!Sub '${AWS::Partition}.${AWS::URLSuffix}'", with("AWS::Region", "cn-north-1")))
	assert.Equal(t, `"arn:aws:iam::123456789012:role/team/app"`,
		evaluated(t, "!Join ['', !Split ['|', !GetAtt Role.Arn]]", with("AWS::AccountId", "123456789012")),
		"a shape is written out where a function looks inside")
}
