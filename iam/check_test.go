package iam

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCheckActions(t *testing.T) {
	for action, want := range map[string][]string{ // near; nil: nothing to say
		"ecr:BatchGetImage":            nil,
		"ECR:batchgetimage":            nil,
		"ecr:*":                        nil,
		"*":                            nil,
		"ecr:Batch*":                   nil,
		"ecr:GetAuthorizationToken":    nil,
		"ecr:PutImage":                 nil,
		"ecr:?atchGetImage":            nil,
		"ecr-public:Nothing":           nil,
		"s3:GetObjekt":                 nil,
		"<1>":                          nil,
		"ecr:<1>":                      nil,
		"ecr:BatchGetImages":           {"ecr:BatchGetImage"},
		"ecr:GetDownloadURLsForLayer":  {"ecr:GetDownloadUrlForLayer"},
		"ecr:GetDownloadUrlsForLayer*": {"ecr:GetDownloadUrlForLayer"},
		"ecr:GetAuthorisationToken":    {"ecr:GetAuthorizationToken"},
		"BatchGetImage":                {"ecr:BatchGetImage"},
		"ecr:Frobnicate":               {""},
		"ecr:":                         {""},
	} {
		doc := mustParse(t, allow(`"Principal":"*","Action":"`+action+`"`))
		var got []string
		for _, useless := range CheckActions(doc) {
			assert.Equal(t, ProblemUnknownAction, useless.Problem)
			assert.Equal(t, action, useless.Text)
			got = append(got, useless.Near)
		}
		assert.Equal(t, want, got, action)
	}
	doc := mustParse(t, deny(`"Principal":"*","NotAction":["ecr:BatchGetImages"]`))
	assert.Equal(t, "NotAction", CheckActions(doc)[0].Element)
}

func TestCheckPrincipals(t *testing.T) {
	for principal, want := range map[string]Problem{
		`"*"`:            "",
		`{"AWS":"*"}`:    "",
		`"111122223333"`: "",
		`{"AWS":"arn:aws:iam::111122223333:root"}`:                         "",
		`{"AWS":"arn:aws-cn:iam::111122223333:role/path/app"}`:             "",
		`{"AWS":"arn:aws:iam::111122223333:user/app"}`:                     "",
		`{"AWS":"arn:aws:sts::111122223333:assumed-role/app/session"}`:     "",
		`{"AWS":"AROAEXAMPLEROLEID1234"}`:                                  "",
		`{"AWS":"<1>"}`:                                                    "",
		`{"AWS":"arn:aws:iam::<1>:role/app"}`:                              "",
		`{"Service":"codebuild.amazonaws.com"}`:                            "",
		`{"AWS":"arn:aws:iam::111122223333:*"}`:                            ProblemWildcard,
		`{"AWS":"arn:aws:iam::111122223333:role/app-*"}`:                   ProblemWildcard,
		`{"AWS":"arn:aws:iam::<1>:role/*"}`:                                ProblemWildcard,
		`{"AWS":"1111222233334"}`:                                          ProblemMalformed,
		`{"AWS":"app"}`:                                                    ProblemMalformed,
		`{"AWS":"arn:aws:iam::111122223333:instance-profile/app"}`:         ProblemMalformed,
		`{"AWS":"arn:aws:iam::111122223333:assumed-role/app/session"}`:     ProblemMalformed,
		`{"AWS":"arn:aws:iam:eu-west-1:111122223333:role/app"}`:            ProblemMalformed,
		`{"AWS":["arn:aws:iam::111122223333:root","arn:aws:iam::1:root"]}`: ProblemMalformed,
	} {
		doc := mustParse(t, allow(`"Action":"ecr:*","Principal":`+principal))
		found := CheckPrincipals(doc)
		if want == "" {
			assert.Empty(t, found, principal)
			continue
		}
		if assert.Len(t, found, 1, principal) {
			assert.Equal(t, want, found[0].Problem, principal)
			assert.Equal(t, "Principal", found[0].Element)
		}
		// what is called useless matches nobody
		d := EvaluateResource([]*Document{doc}, Request{
			Identity: Identity{ARN: "arn:aws:iam::444455556666:role/app-1"},
			Action:   "ecr:BatchGetImage", Resource: repoARN,
		})
		assert.Equal(t, False, d.Allowed, principal)
	}
	assert.Empty(t, CheckPrincipals(mustParse(t, `{"Statement":[<1>]}`)))
}

func TestECRActions(t *testing.T) {
	actions := ECRActions()
	assert.True(t, slices.IsSorted(actions))
	assert.Subset(t, actions, pullActions)
	for _, action := range actions {
		_, ok := checkAction(action)
		assert.True(t, ok, action)
	}
}

func TestTriString(t *testing.T) {
	assert.Equal(t, []string{"unknown", "false", "true"},
		[]string{Unknown.String(), False.String(), True.String()})
}
