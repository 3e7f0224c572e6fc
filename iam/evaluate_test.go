package iam

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	account = "111122223333"
	roleARN = "arn:aws:iam::111122223333:role/exec"
	repoARN = "arn:aws:ecr:eu-west-1:111122223333:repository/app"
)

var caller = Identity{ARN: roleARN, Account: account}

func mustParse(tb testing.TB, text string) *Document {
	tb.Helper()
	doc, err := Parse("policy", holes(text))
	require.NoError(tb, err, text)
	return doc
}

// allow writes a document with one statement.
func allow(elements string) string {
	return `{"Version":"2012-10-17","Statement":{"Effect":"Allow",` + elements + `}}`
}

func deny(elements string) string {
	return `{"Version":"2012-10-17","Statement":{"Effect":"Deny",` + elements + `}}`
}

func pullOf(action, resource string) Request {
	return Request{Identity: caller, Action: action, Resource: resource}
}

func TestEvaluateStatement(t *testing.T) {
	for name, test := range map[string]struct {
		policy, action, resource string
		want                     Tri
	}{
		"exact":          {allow(`"Action":"ecr:BatchGetImage","Resource":"` + repoARN + `"`), "ecr:BatchGetImage", repoARN, True},
		"case of action": {allow(`"Action":"ECR:batchgetimage","Resource":"*"`), "ecr:BatchGetImage", repoARN, True},
		"case of resource": {
			allow(`"Action":"ecr:*","Resource":"arn:aws:ecr:*:*:repository/App"`),
			"ecr:BatchGetImage", repoARN, False,
		},
		"list":          {allow(`"Action":["ecr:Get*","ecr:Batch*"],"Resource":["x","*"]`), "ecr:BatchGetImage", repoARN, True},
		"other action":  {allow(`"Action":"ecr:Get*","Resource":"*"`), "ecr:BatchGetImage", repoARN, False},
		"other service": {allow(`"Action":"ecr-public:*","Resource":"*"`), "ecr:BatchGetImage", repoARN, False},
		"NotAction":     {allow(`"NotAction":["iam:*","s3:*"],"Resource":"*"`), "ecr:BatchGetImage", repoARN, True},
		"NotAction hit": {allow(`"NotAction":["ecr:Batch*"],"Resource":"*"`), "ecr:BatchGetImage", repoARN, False},
		"NotResource":   {allow(`"Action":"*","NotResource":"arn:aws:ecr:*:*:repository/web"`), "ecr:BatchGetImage", repoARN, True},
		"NotResource hit": {
			allow(`"Action":"*","NotResource":"arn:aws:ecr:*:*:repository/a*"`),
			"ecr:BatchGetImage", repoARN, False,
		},
		"other repository": {
			allow(`"Action":"ecr:*","Resource":"arn:aws:ecr:*:*:repository/web"`),
			"ecr:BatchGetImage", repoARN, False,
		},
		"other account": {
			allow(`"Action":"ecr:*","Resource":"arn:aws:ecr:*:444455556666:repository/*"`),
			"ecr:BatchGetImage", repoARN, False,
		},
		"token on a repository": {
			allow(`"Action":"ecr:*","Resource":"arn:aws:ecr:*:*:repository/*"`),
			"ecr:GetAuthorizationToken", "*", False,
		},
		"token on everything": {allow(`"Action":"ecr:*","Resource":"*"`), "ecr:GetAuthorizationToken", "*", True},
		"token deny on repositories": {
			`{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
			{"Effect":"Deny","Action":"*","Resource":"arn:aws:ecr:*"}]}`,
			"ecr:GetAuthorizationToken", "*", True,
		},
		"deny wins": {
			`{"Statement":[{"Effect":"Deny","Action":"ecr:BatchGetImage","Resource":"*"},
			{"Effect":"Allow","Action":"*","Resource":"*"}]}`,
			"ecr:BatchGetImage", repoARN, False,
		},
		"no statements":  {`{"Version":"2012-10-17","Statement":[]}`, "ecr:BatchGetImage", repoARN, False},
		"last key wins":  {allow(`"Action":"s3:*","Action":"ecr:*","Resource":"*"`), "ecr:BatchGetImage", repoARN, True},
		"hole resource":  {allow(`"Action":"ecr:*","Resource":"<1>"`), "ecr:BatchGetImage", repoARN, Unknown},
		"hole value":     {allow(`"Action":"ecr:*","Resource":<1>`), "ecr:BatchGetImage", repoARN, Unknown},
		"hole beside *":  {allow(`"Action":"ecr:*","Resource":[<1>,"*"]`), "ecr:BatchGetImage", repoARN, True},
		"hole action":    {allow(`"Action":["<1>","s3:*"],"Resource":"*"`), "ecr:BatchGetImage", repoARN, Unknown},
		"hole NotAction": {allow(`"NotAction":["<1>"],"Resource":"*"`), "ecr:BatchGetImage", repoARN, Unknown},
		"hole, but other account": {
			allow(`"Action":"ecr:*","Resource":"arn:aws:ecr:<1>:444455556666:repository/*"`),
			"ecr:BatchGetImage", repoARN, False,
		},
		"hole effect":      {`{"Statement":{"Effect":"<1>","Action":"*","Resource":"*"}}`, "ecr:BatchGetImage", repoARN, Unknown},
		"hole statement":   {`{"Statement":[<1>]}`, "ecr:BatchGetImage", repoARN, Unknown},
		"hole document":    {`<1>`, "ecr:BatchGetImage", repoARN, Unknown},
		"hole in deny":     {`{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},<1>]}`, "ecr:BatchGetImage", repoARN, Unknown},
		"hole but denied":  {`{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"},<1>]}`, "ecr:BatchGetImage", repoARN, False},
		"hole condition":   {allow(`"Action":"*","Resource":"*","Condition":<1>`), "ecr:BatchGetImage", repoARN, Unknown},
		"hole member":      {allow(`"Action":"*","Resource":"*"<1>`), "ecr:BatchGetImage", repoARN, Unknown},
		"member, no match": {allow(`"Action":"s3:*","Resource":"*"<1>`), "ecr:BatchGetImage", repoARN, False},
	} {
		t.Run(name, func(t *testing.T) {
			d := Evaluate([]*Document{mustParse(t, test.policy)}, pullOf(test.action, test.resource))
			assert.Equal(t, test.want, d.Effect())
		})
	}
}

func TestDoubts(t *testing.T) {
	doc := mustParse(t, allow(`"Action":"ecr:*","Resource":"arn:aws:ecr:eu-west-1:<7>:repository/app"`))
	assert.Empty(t, holesIn("<7>"))
	doc.Statements[0].Resource[0] = "arn:aws:ecr:eu-west-1:" + token(7) + ":repository/app"
	d := Evaluate([]*Document{doc}, pullOf("ecr:BatchGetImage", repoARN))
	require.Len(t, d.Allows, 1)
	assert.Equal(t, []Doubt{{Hole: 7, IsHole: true}}, d.Allows[0].Doubts)
	assert.Equal(t, "policy", d.Allows[0].Document)

	req := pullOf("ecr:BatchGetImage", "arn:aws:ecr:eu-west-1:"+token(7)+":repository/app")
	d = Evaluate([]*Document{doc}, req)
	assert.Equal(t, True, d.Effect())
	assert.Empty(t, d.Allows[0].Doubts)

	doc = mustParse(t, allow(`"Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:Foo":"x"}}`))
	d = Evaluate([]*Document{doc}, req)
	assert.Equal(t, []Doubt{{Key: "aws:foo"}}, d.Allows[0].Doubts)
}

func TestVariables(t *testing.T) {
	statement := `"Statement":{"Effect":"Allow","Action":"*",
		"Resource":"arn:aws:ecr:*:*:repository/${aws:PrincipalTag/team}/*"}}`
	request := func(context map[string][]string) Request {
		req := pullOf("ecr:BatchGetImage", "arn:aws:ecr:eu-west-1:111122223333:repository/red/app")
		req.Context = context
		return req
	}
	for name, test := range map[string]struct {
		policy  string
		context map[string][]string
		want    Tri
	}{
		"value":       {`{"Version":"2012-10-17",` + statement, map[string][]string{"aws:principaltag/team": {"red"}}, True},
		"other value": {`{"Version":"2012-10-17",` + statement, map[string][]string{"aws:principaltag/team": {"blue"}}, False},
		"star is no wildcard": {
			`{"Version":"2012-10-17",` + statement,
			map[string][]string{"aws:principaltag/team": {"*"}},
			False,
		},
		"absent":      {`{"Version":"2012-10-17",` + statement, map[string][]string{"aws:principaltag/team": {}}, False},
		"not known":   {`{"Version":"2012-10-17",` + statement, nil, Unknown},
		"old version": {`{"Version":"2008-10-17",` + statement, map[string][]string{"aws:principaltag/team": {"red"}}, False},
		"no version":  {`{` + statement, map[string][]string{"aws:principaltag/team": {"red"}}, False},
		"hole version": {
			`{"Version":"<1>",` + statement,
			map[string][]string{"aws:principaltag/team": {"red"}},
			Unknown,
		},
		"default": {
			allow(`"Action":"*","Resource":"*/${aws:PrincipalTag/team, 'red'}/app"`),
			map[string][]string{"aws:principaltag/team": {}},
			True,
		},
		"escaped star": {allow(`"Action":"*","Resource":"arn:${*}"`), nil, False},
		"not closed":   {allow(`"Action":"*","Resource":"arn:*${aws"`), nil, False},
		"excluded by the text around it": {
			allow(`"Action":"*","Resource":"arn:aws:s3:::${aws:username}"`), nil, False,
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := Evaluate([]*Document{mustParse(t, test.policy)}, request(test.context))
			assert.Equal(t, test.want, d.Effect())
		})
	}
}

func BenchmarkEvaluate(b *testing.B) {
	doc := mustParse(b, allow(`"Action":["ecr:GetAuthorizationToken","ecr:BatchGetImage"],"Resource":["`+repoARN+`","arn:aws:ecr:*:*:repository/*"]`))
	docs := []*Document{doc}
	for b.Loop() {
		if Evaluate(docs, pullOf("ecr:BatchGetImage", repoARN)).Effect() != True {
			b.Fatal("not allowed")
		}
	}
}

// A bucket of AWS's own is not one whose name AWS has made up for somebody.
func TestElsewhere(t *testing.T) {
	doc := mustParse(t, `{"Statement":{"Effect":"Allow","Principal":"*",
		"Action":"s3:GetObject","Resource":"arn:aws:s3:::<1>/*"}}`)
	request := Request{
		Action: "s3:GetObject", Resource: "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/x",
		Unique: func(int) bool { return true },
	}
	assert.Equal(t, Unknown, Evaluate([]*Document{doc}, request).Allowed)
	request.Elsewhere = true
	assert.Equal(t, False, Evaluate([]*Document{doc}, request).Allowed)
	request.Unique = func(int) bool { return false }
	assert.Equal(t, Unknown, Evaluate([]*Document{doc}, request).Allowed)
}
