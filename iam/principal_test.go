package iam

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPrincipal(t *testing.T) {
	other := `arn:aws:iam::111122223333:role/other`
	for name, test := range map[string]struct {
		principal string
		want      Tri
		grant     Grant
	}{
		"everybody":          {`"*"`, True, GrantEveryone},
		"every AWS":          {`{"AWS":"*"}`, True, GrantEveryone},
		"every AWS in list":  {`{"AWS":["` + other + `","*"]}`, True, GrantEveryone},
		"account":            {`{"AWS":"111122223333"}`, True, GrantAccount},
		"account as number":  {`{"AWS":111122223333}`, True, GrantAccount},
		"root":               {`{"AWS":"arn:aws:iam::111122223333:root"}`, True, GrantAccount},
		"role":               {`{"AWS":"` + roleARN + `"}`, True, GrantRole},
		"role and account":   {`{"AWS":["111122223333","` + roleARN + `"]}`, True, GrantRole},
		"session":            {`{"AWS":"arn:aws:sts::111122223333:assumed-role/exec/s"}`, Unknown, GrantSession},
		"session of another": {`{"AWS":"arn:aws:sts::111122223333:assumed-role/other/s"}`, False, ""},
		"other role":         {`{"AWS":"` + other + `"}`, False, ""},
		"other account":      {`{"AWS":"444455556666"}`, False, ""},
		"other root":         {`{"AWS":"arn:aws:iam::444455556666:root"}`, False, ""},
		"user":               {`{"AWS":"arn:aws:iam::111122223333:user/exec"}`, False, ""},
		"wildcard in name":   {`{"AWS":"arn:aws:iam::111122223333:role/*"}`, False, ""},
		"wildcard account":   {`{"AWS":"arn:aws:iam::111122223333:*"}`, False, ""},
		"service":            {`{"Service":"ecs-tasks.amazonaws.com"}`, False, ""},
		"federated":          {`{"Federated":"*"}`, False, ""},
		"hole":               {`<1>`, Unknown, GrantEveryone},
		"hole in AWS":        {`{"AWS":"<1>"}`, Unknown, GrantEveryone},
		"hole in list":       {`{"AWS":["111122223333",<1>]}`, True, GrantAccount},
		"hole account":       {`{"AWS":"arn:aws:iam::<1>:root"}`, Unknown, GrantAccount},
		"hole role":          {`{"AWS":"arn:aws:iam::111122223333:role/<1>"}`, Unknown, GrantRole},
		"hole, other account": {
			`{"AWS":"arn:aws:iam::444455556666:role/<1>"}`, False, "",
		},
		"hole kind":  {`{"<1>":"x"}`, Unknown, GrantEveryone},
		"nothing":    {`[]`, False, ""},
		"other kind": {`{"CanonicalUser":"111122223333"}`, False, ""},
	} {
		t.Run(name, func(t *testing.T) {
			doc := mustParse(t, allow(`"Action":"ecr:*","Principal":`+test.principal))
			d := EvaluateResource([]*Document{doc}, pullOf("ecr:BatchGetImage", repoARN))
			assert.Equal(t, test.want, d.Effect())
			if test.want != False {
				assert.Equal(t, test.grant, d.Allows[0].Grant)
			}
		})
	}
}

func TestNoPrincipal(t *testing.T) {
	doc := mustParse(t, allow(`"Action":"*","Resource":"*"`))
	req := pullOf("ecr:BatchGetImage", repoARN)
	assert.Equal(t, False, EvaluateResource([]*Document{doc}, req).Effect())
	assert.Equal(t, True, Evaluate([]*Document{doc}, req).Effect())
}

func TestPerhaps(t *testing.T) {
	doc := mustParse(t, allow(`"Action":"*","Principal":{"AWS":["111122223333","<1>"]}`))
	d := EvaluateResource([]*Document{doc}, pullOf("ecr:BatchGetImage", repoARN))
	assert.Equal(t, GrantAccount, d.Allows[0].Grant)
	assert.Equal(t, GrantEveryone, d.Allows[0].Perhaps)
	outcome := Compose(Access{Identity: no, Resource: &d, SameAccount: True})
	assert.Equal(t, Unknown, outcome.Effect, "the hole may be the role")
}

func TestNotPrincipal(t *testing.T) {
	for name, test := range map[string]struct {
		principal string
		bounded   bool
		want      Tri // whether it is denied
	}{
		"others":           {`{"AWS":"arn:aws:iam::111122223333:role/other"}`, false, True},
		"other account":    {`{"AWS":"444455556666"}`, false, True},
		"role and account": {`{"AWS":["` + roleARN + `","arn:aws:iam::111122223333:root"]}`, false, False},
		"role alone":       {`{"AWS":"` + roleARN + `"}`, false, Unknown},
		"account alone":    {`{"AWS":"111122223333"}`, false, Unknown},
		"account and another": {
			`{"AWS":["arn:aws:iam::111122223333:role/other","111122223333"]}`, false, True,
		},
		"account and a hole": {`{"AWS":["<1>","111122223333"]}`, false, Unknown},
		"everybody":          {`"*"`, false, False},
		"hole":               {`{"AWS":"<1>"}`, false, Unknown},
		"bounded":            {`{"AWS":["` + roleARN + `","111122223333"]}`, true, True},
	} {
		t.Run(name, func(t *testing.T) {
			doc := mustParse(t, deny(`"Action":"ecr:*","NotPrincipal":`+test.principal))
			req := pullOf("ecr:BatchGetImage", repoARN)
			req.Identity.Bounded = test.bounded
			assert.Equal(t, test.want, EvaluateResource([]*Document{doc}, req).Denied)
		})
	}
}

// TestPrincipalReference: a role that is only known by its identity.
func TestPrincipalReference(t *testing.T) {
	doc := mustParse(t, allow(`"Action":"*","Principal":{"AWS":"<1>"}`))
	req := pullOf("ecr:BatchGetImage", repoARN)
	req.Identity = Identity{ARN: holes("<1>")}
	d := EvaluateResource([]*Document{doc}, req)
	assert.Equal(t, True, d.Effect())
	assert.Equal(t, GrantRole, d.Allows[0].Grant)

	req.Identity.ARN = holes("<2>")
	assert.Equal(t, Unknown, EvaluateResource([]*Document{doc}, req).Effect())
	req.Unique = func(int) bool { return true }
	assert.Equal(t, False, EvaluateResource([]*Document{doc}, req).Effect())
	req.Identity = Identity{Foreign: true}
	assert.Equal(t, False, EvaluateResource([]*Document{doc}, req).Effect())
	req.Identity = caller
	assert.Equal(t, Unknown, EvaluateResource([]*Document{doc}, req).Effect())
}

func TestPrincipalUnknownCaller(t *testing.T) {
	for name, test := range map[string]struct {
		caller    Identity
		principal string
		want      Tri
	}{
		"role of an account":   {Identity{Account: account}, roleARN, Unknown},
		"its account":          {Identity{Account: account}, "arn:aws-cn:iam::111122223333:root", True},
		"account of an ARN":    {Identity{ARN: roleARN}, account, True},
		"nothing known":        {Identity{}, roleARN, Unknown},
		"hole account":         {Identity{ARN: holes("arn:aws:iam::<1>:role/exec"), Account: holes("<1>")}, account, Unknown},
		"equal hole account":   {Identity{ARN: holes("arn:aws:iam::<1>:role/exec"), Account: holes("<1>")}, holes("arn:aws:iam::<1>:root"), True},
		"another name":         {Identity{ARN: holes("arn:aws:iam::<1>:role/exec"), Account: holes("<1>")}, "arn:aws:iam::111122223333:role/web", False},
		"a service is no role": {Identity{Service: "ec2.amazonaws.com"}, roleARN, False},
	} {
		t.Run(name, func(t *testing.T) {
			doc := mustParse(t, allow(`"Action":"*","Principal":{"AWS":"`+test.principal+`"}`))
			req := Request{Identity: test.caller, Action: "ecr:BatchGetImage", Resource: repoARN}
			assert.Equal(t, test.want, EvaluateResource([]*Document{doc}, req).Effect())
		})
	}
}

// TestTrust: a trust policy has no Resource, and its caller is a service.
func TestTrust(t *testing.T) {
	for name, test := range map[string]struct {
		elements string
		context  map[string][]string
		want     Tri
	}{
		"tasks":     {`"Principal":{"Service":"ecs-tasks.amazonaws.com"}`, nil, True},
		"in a list": {`"Principal":{"Service":["ec2.amazonaws.com","ecs-tasks.amazonaws.com"]}`, nil, True},
		"ECS":       {`"Principal":{"Service":"ecs.amazonaws.com"}`, nil, False},
		"account":   {`"Principal":{"AWS":"111122223333"}`, nil, False},
		"everybody": {`"Principal":"*"`, nil, True},
		"hole":      {`"Principal":{"Service":"<1>"}`, nil, Unknown},
		"hole list": {`"Principal":{"Service":<1>}`, nil, Unknown},
		"hole name": {`"Principal":{"Service":"ecs-tasks.<1>"}`, nil, Unknown},
		"hole host": {`"Principal":{"Service":"<1>.amazonaws.com.cn"}`, nil, False},
		"external id": {
			`"Principal":{"Service":"ecs-tasks.amazonaws.com"},
			"Condition":{"StringEquals":{"sts:ExternalId":"x"}}`, nil, False,
		},
		"own account": {
			`"Principal":{"Service":"ecs-tasks.amazonaws.com"},"Condition":{
			"StringEquals":{"aws:SourceAccount":"111122223333"},
			"ArnLike":{"aws:SourceArn":"arn:aws:ecs:eu-west-1:111122223333:*"}}`,
			map[string][]string{
				"aws:sourceaccount": {account},
				"aws:sourcearn":     {holes("arn:aws:ecs:eu-west-1:111122223333:task/<1>")},
			},
			True,
		},
		"other account": {
			`"Principal":{"Service":"ecs-tasks.amazonaws.com"},
			"Condition":{"StringEquals":{"aws:SourceAccount":"444455556666"}}`,
			map[string][]string{"aws:sourceaccount": {account}},
			False,
		},
	} {
		t.Run(name, func(t *testing.T) {
			doc := mustParse(t, allow(`"Action":"sts:AssumeRole",`+test.elements))
			d := EvaluateResource([]*Document{doc}, Request{
				Identity: Identity{Service: "ecs-tasks.amazonaws.com"},
				Action:   "sts:AssumeRole", Resource: roleARN, Context: test.context,
			})
			assert.Equal(t, test.want, d.Effect())
		})
	}
}
