package iam

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseFaults(t *testing.T) {
	for text, want := range map[string]string{
		``:                         `p: line 1, column 1: the document ends where a value should stand`,
		`[]`:                       `p: line 1, column 1: a policy document is a JSON object`,
		`"x"`:                      `p: line 1, column 1: a policy document is a JSON object`,
		`{"Version":"2012-10-17"}`: `p: line 1, column 1: the policy document has no Statement`,
		"{\n \"Statement\": [\n  {\"Effect\" \"Allow\"}]}": `p: line 3, column 13: a colon should follow the name "Effect"`,
		`{"Statement":[],}`: `p: line 1, column 17: a comma stands before the end of the object`,
		`{"Statement":[{"Effect":"Allow","Action":"*"},]}`: `p: line 1, column 47: a comma stands before the end of the list`,
		`{"Statement":[]`:                               `p: line 1, column 16: the object is not closed`,
		`{"Statement":[`:                                `p: line 1, column 15: a list is not closed`,
		`{"Statement":"x"}`:                             `p: line 1, column 14: Statement is neither an object nor a list of objects`,
		`{"Statement":["x<1>"]}`:                        `p: line 1, column 15: a statement is a JSON object`,
		`{"Statement":["x"]}`:                           `p: line 1, column 15: a statement is a JSON object`,
		`{"Statement":{}}`:                              `p: line 1, column 14: a statement is empty`,
		`{"Statement":{"Effect":"allow","Action":"*"}}`: `p: line 1, column 24: Effect is neither Allow nor Deny`,
		`{"Statement":{"Action":"*"}}`:                  `p: line 1, column 14: a statement has no Effect`,
		`{"Statement":{"Effect":"Allow"}}`:              `p: line 1, column 14: a statement has neither Action nor NotAction`,
		`{"Statement":[]} x`:                            `p: line 1, column 18: there is more text after the end of the document`,
		`{"Statement":tru}`:                             `p: line 1, column 14: "tru" is no JSON value`,
		`{"Statement":"`:                                `p: line 1, column 14: a string is not closed`,
		"{\"Sid\":\"a\nb\"}":                            `p: line 1, column 10: a string holds a line break or control character`,
		`{"Sid":"\q","Statement":[]}`:                   `p: line 1, column 8: a string holds an escape that JSON does not know`,
		`{"Statement":{"Effect":"Allow","Action":{}}}`:  `p: line 1, column 41: Action is neither a string nor a list of strings`,
		`{"Statement":{"Effect":"Allow","Action":"*","Condition":"x"}}`:          `p: line 1, column 57: Condition is not an object`,
		`{"Statement":{"Effect":"Allow","Action":"*","Condition":{"Bool":"x"}}}`: `p: line 1, column 65: the operator Bool is not an object of condition keys`,
		strings.Repeat("[", 100): `p: line 1, column 66: values nest more than 64 levels deep`,
		// what comes before the first hole is certain
		`{"Statement" <1>`: `p: line 1, column 14: a colon should follow the name "Statement"`,
	} {
		_, err := Parse("p", holes(text))
		var syntax *SyntaxError
		if text == `{"Statement" <1>` {
			require.NoError(t, err, "the hole may hold the colon")
			continue
		}
		require.ErrorAs(t, err, &syntax, text)
		assert.Equal(t, want, err.Error(), text)
	}
}

// TestParseHoles: where a hole may make a document of it, there is no error.
func TestParseHoles(t *testing.T) {
	for text, statements := range map[string]int{
		`<1>`:                    1,
		` <1> `:                  1,
		`{<1>}`:                  1,
		`{"Statement":<1>}`:      1,
		`{"Statement":"<1>"}`:    1,
		`{"Statement":[<1>]}`:    1,
		`{"Statement":[<1><2>]}`: 1,
		`{"Statement":[{"Effect":"Allow","Action":"*"}<1>]}`:                                2,
		`{"Statement":[{"Effect":"Allow","Action":"*"},<1>]}`:                               2,
		`{"Statement":[<1>{"Effect":"Allow","Action":"*"}]}`:                                2,
		`{"Statement":[<1>,{"Effect":"Allow","Action":"*"}]}`:                               2,
		`{"Statement":[{"Effect":"Allow","Action":"*"}<1>{"Effect":"Allow","Action":"*"}]}`: 3,
		`{"Statement":[{"Effect":"Allow","Action":"*"}],<1>}`:                               2,
		`{"Statement":{"Effect":"Allow",<1>}}`:                                              1,
		`{"Statement":{<1>}}`:                                                               1,
		`{"Statement":{"<1>":"Allow"}}`:                                                     1,
		`{"Statement":{"Effect":<1>,"Action":"*"}}`:                                         1,
		`{"Statement":{"Effect":"Allow","Action":[<1>]}}`:                                   1,
		`{"Statement":{"Effect":"Allow","Action":"*","Principal":<1>}}`:                     1,
		`{"Statement":{"Effect":"Allow","Action":"*","Condition":{"Bool":<1>}}}`:            1,
		`{"Statement":{"Effect":"Allow","Action":"*","Condition":{<1>}}}`:                   1,
		`"<1>"`:                 1,
		`{"Statement":["<1>"]}`: 1,
		`{"Statement":["<1><2>",{"Effect":"Allow","Action":"*"}]}`:                 2,
		`{"Statement":{"Effect":"Allow","Action":"*","Condition":"<1>"}}`:          1,
		`{"Statement":{"Effect":"Allow","Action":"*","Condition":{"Bool":"<1>"}}}`: 1,
		`{"Statement":{"Effect":"Allow","Action":"*","Condition":{"Bool":{<1>}}}}`: 1,
		`{"Statement":{"Effect":"Allow","Action":[["<1>"]]}}`:                      1,
		`<1>{"Statement":`:    1,
		`{"Version":"<1>`:     1,
		`{"Statement":[]}<1>`: 1,
		`{"Statement":[{"Effect":"Allow","Action":"*", <1>`: 1,
	} {
		doc, err := Parse("p", holes(text))
		require.NoError(t, err, text)
		assert.Len(t, doc.Statements, statements, text)
		d := Evaluate([]*Document{doc}, Request{Action: "x:Y", Resource: "*"})
		if strings.Contains(text, `"Allow","Action":"*"}`) || strings.Contains(text, "Principal") {
			assert.Equal(t, True, d.Allowed, text)
			continue
		}
		assert.Equal(t, Unknown, d.Allowed, text)
	}
}

func TestParseElements(t *testing.T) {
	doc := mustParse(t, `{"version":"2012-10-17","statement":[{"Sid":"A\u0041","effect":"Deny",
		"Principal":{"AWS":[111122223333,"`+roleARN+`"],"Service":"a.amazonaws.com","Federated":"f","CanonicalUser":"c"},
		"NotAction":[],"NotResource":"x","Condition":{"Bool":{"aws:SecureTransport":false},"NumericEquals":{"X":[1,2]}}},
		{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"*","Sid":null,"Resource":null}]}`)
	assert.Equal(t, "2012-10-17", doc.Version)
	assert.Equal(t, []Statement{
		{
			Sid: "AA", Effect: "Deny",
			Principal: &Principals{
				AWS: []string{account, roleARN}, Service: []string{"a.amazonaws.com"},
				Federated: []string{"f"}, Canonical: []string{"c"},
			},
			NotAction: []string{}, NotResource: []string{"x"},
			Conditions: []Condition{
				{"Bool", "aws:securetransport", []string{"false"}},
				{"NumericEquals", "x", []string{"1", "2"}},
			},
		},
		{Index: 1, Effect: "Allow", Principal: &Principals{Any: true}, Action: []string{"*"}},
	}, doc.Statements)
}

// TestParseLarge: time grows with the size of the document, whatever is in it.
func TestParseLarge(t *testing.T) {
	const many = 20000
	var keys, patterns []string
	for i := range many {
		keys = append(keys, `"k`+strconv.Itoa(i)+`":"x"`)
		patterns = append(patterns, `"`+token(i)+`*a*a*p"`)
	}
	doc := mustParse(t, allow(`"Action":"*","Resource":[`+strings.Join(patterns, ",")+
		`],"Condition":{"StringEquals":{`+strings.Join(keys, ",")+`}}`))
	d := Evaluate([]*Document{doc}, pullOf("ecr:BatchGetImage", repoARN))
	assert.Equal(t, Unknown, d.Effect())
	assert.Len(t, d.Allows[0].Doubts, maxDoubts)

	long := strings.Repeat("*a", many)
	assert.Equal(t, False, anyText.compare(long, strings.Repeat("b", many), wild))
	assert.Equal(t, Unknown, anyText.compare(long+token(1), strings.Repeat("a", many), wild))
}

func BenchmarkParse(b *testing.B) {
	text := allow(`"Action":["ecr:GetAuthorizationToken","ecr:BatchGetImage"],"Resource":["` + repoARN + `","*"]`)
	for b.Loop() {
		if _, err := Parse("p", text); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["*","<1>"]},"Action":"ecr:*","Resource":["<2>"],"Condition":{"ForAnyValue:StringLikeIfExists":{"aws:SourceVpce":["<1>"]}}}]}`,
		`{"Statement":[<1>{"Effect":"Deny","NotAction":[<2>],"NotPrincipal":<1>}<3>]}`,
		`<1>`, `[[[[[[`, `{"a":{"a":{"a":`, `{"Statement":{"Effect":"Allow","Action":"a\u00e9\ud800"}}`,
	} {
		f.Add(holes(seed))
	}
	f.Fuzz(func(t *testing.T, text string) {
		doc, err := Parse("p", text)
		if err != nil {
			var syntax *SyntaxError
			if !errors.As(err, &syntax) || syntax.Offset > len(text) || syntax.Line < 1 {
				t.Fatalf("no place in %v", err)
			}
			return
		}
		for _, action := range []string{"ecr:BatchGetImage", "sts:AssumeRole"} {
			req := pullOf(action, repoARN)
			Evaluate([]*Document{doc}, req)
			d := EvaluateResource([]*Document{doc}, req)
			Compose(Access{Identity: d, Resource: &d, Boundary: &d})
			req.Identity = Identity{Foreign: true}
			EvaluateResource([]*Document{doc}, req)
		}
		CheckActions(doc)
		CheckPrincipals(doc)
	})
}
