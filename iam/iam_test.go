package iam

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	roleARN = "arn:aws:iam::111122223333:role/exec"
	repoARN = "arn:aws:ecr:eu-west-1:111122223333:repository/app"
)

func mustParse(t *testing.T, text string) *Document {
	t.Helper()
	doc, err := Parse("policy", text)
	require.NoError(t, err)
	return doc
}

func TestSmoke(t *testing.T) {
	doc := mustParse(t, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecr:Batch*","Resource":"arn:aws:ecr:eu-west-1:`+token(7)+`:repository/app"}}`)
	req := Request{
		Identity: Identity{ARN: roleARN, Account: "111122223333"},
		Action:   "ecr:BatchGetImage",
		Resource: "arn:aws:ecr:eu-west-1:" + token(7) + ":repository/app",
	}
	assert.Equal(t, True, Evaluate([]*Document{doc}, req).Effect())
	req.Resource = repoARN
	d := Evaluate([]*Document{doc}, req)
	assert.Equal(t, Unknown, d.Effect())
	assert.Equal(t, []Doubt{{Hole: 7, IsHole: true}}, d.Allows[0].Doubts)
	req.Resource = "arn:aws:ecr:eu-west-1:" + token(7) + ":repository/web"
	assert.Equal(t, False, Evaluate([]*Document{doc}, req).Effect())
}
