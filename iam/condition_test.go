package iam

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCondition(t *testing.T) {
	type values map[string][]string
	one := values{"k": {"x"}}
	gone := values{"k": {}}
	many := values{"k": {"x", "y"}}
	for _, test := range []struct {
		condition string
		context   values
		want      Tri
	}{
		// strings
		{`"StringEquals":{"k":"x"}`, one, True},
		{`"StringEquals":{"K":["y","x"]}`, one, True},
		{`"StringEquals":{"k":"X"}`, one, False},
		{`"StringEquals":{"k":"*"}`, one, False},
		{`"StringEquals":{"k":[]}`, one, False},
		{`"stringequals":{"k":"x"}`, one, True},
		{`"StringNotEquals":{"k":["x","y"]}`, one, False},
		{`"StringNotEquals":{"k":["y","z"]}`, one, True},
		{`"StringEqualsIgnoreCase":{"k":"X"}`, one, True},
		{`"StringNotEqualsIgnoreCase":{"k":"X"}`, one, False},
		{`"StringLike":{"k":"?"}`, one, True},
		{`"StringLike":{"k":"*y"}`, one, False},
		{`"StringNotLike":{"k":"*"}`, one, False},
		// a key that is absent
		{`"StringEquals":{"k":"x"}`, gone, False},
		{`"StringLike":{"k":"*"}`, gone, False},
		{`"StringNotEquals":{"k":"x"}`, gone, True},
		{`"StringNotLike":{"k":"*"}`, gone, True},
		{`"StringEqualsIfExists":{"k":"x"}`, gone, True},
		{`"StringNotEqualsIfExists":{"k":"x"}`, gone, True},
		{`"Bool":{"k":"false"}`, gone, False},
		{`"BoolIfExists":{"k":"false"}`, gone, True},
		{`"NumericLessThan":{"k":"1"}`, gone, False},
		{`"NumericNotEquals":{"k":"1"}`, gone, True},
		{`"NotIpAddress":{"k":"10.0.0.0/8"}`, gone, True},
		{`"IpAddress":{"k":"10.0.0.0/8"}`, gone, False},
		{`"ArnLike":{"k":"*"}`, gone, False},
		{`"ArnNotEquals":{"k":"*"}`, gone, True},
		// a key that is not known
		{`"StringEquals":{"k":"x"}`, nil, Unknown},
		{`"StringLike":{"k":"*"}`, nil, Unknown},
		{`"Null":{"k":"true"}`, nil, Unknown},
		{`"StringLikes":{"k":"x"}`, one, Unknown},
		// Null
		{`"Null":{"k":"true"}`, gone, True},
		{`"Null":{"k":true}`, one, False},
		{`"Null":{"k":"false"}`, one, True},
		{`"Null":{"k":"false"}`, gone, False},
		{`"Null":{"k":"<1>"}`, gone, Unknown},
		// sets
		{`"ForAllValues:StringEquals":{"k":["x","y","z"]}`, many, True},
		{`"ForAllValues:StringEquals":{"k":"x"}`, many, False},
		{`"ForAllValues:StringNotEquals":{"k":"z"}`, many, True},
		{`"ForAllValues:StringNotEquals":{"k":"x"}`, many, False},
		{`"ForAnyValue:StringEquals":{"k":"x"}`, many, True},
		{`"ForAnyValue:StringEquals":{"k":"z"}`, many, False},
		{`"ForAnyValue:StringNotEquals":{"k":"x"}`, many, True},
		{`"ForAnyValue:StringNotEquals":{"k":["x","y"]}`, many, False},
		{`"ForAllValues:StringEquals":{"k":"x"}`, gone, True},
		{`"ForAllValues:StringNotEquals":{"k":"x"}`, gone, True},
		{`"ForAnyValue:StringEquals":{"k":"x"}`, gone, False},
		{`"ForAnyValue:StringNotEquals":{"k":"x"}`, gone, False},
		{`"ForAnyValue:StringLikeIfExists":{"k":"x"}`, gone, True},
		// several operators, several keys: all must hold
		{`"StringEquals":{"k":"x"},"StringLike":{"k":"y"}`, one, False},
		{`"StringEquals":{"k":"x","other":"y"}`, one, Unknown},
		{`"StringEquals":{"other":"y","k":"y"}`, one, False},
		// numbers
		{`"NumericEquals":{"k":"10"}`, values{"k": {"10.0"}}, True},
		{`"NumericNotEquals":{"k":10}`, values{"k": {"10"}}, False},
		{`"NumericLessThan":{"k":"10"}`, values{"k": {"9"}}, True},
		{`"NumericLessThan":{"k":"10"}`, values{"k": {"10"}}, False},
		{`"NumericLessThanEquals":{"k":"10"}`, values{"k": {"10"}}, True},
		{`"NumericGreaterThan":{"k":"-10"}`, values{"k": {"9"}}, True},
		{`"NumericGreaterThanEquals":{"k":"10"}`, values{"k": {"9"}}, False},
		{`"NumericEquals":{"k":"x"}`, values{"k": {"9"}}, False},
		{`"NumericEquals":{"k":"<1>"}`, values{"k": {"9"}}, Unknown},
		{`"NumericLessThan":{"k":"1e999999999"}`, values{"k": {"9"}}, True},
		// dates
		{`"DateGreaterThan":{"k":"2024-01-01T00:00:00Z"}`, values{"k": {"2024-06-01T00:00:00Z"}}, True},
		{`"DateGreaterThan":{"k":"2024-01-01"}`, values{"k": {"1704067201"}}, True},
		{`"DateLessThanEquals":{"k":"2024-01-01T02:00:00+02:00"}`, values{"k": {"2024-01-01T00:00:00Z"}}, True},
		{`"DateLessThan":{"k":"2024-01-01"}`, values{"k": {"2024-06-01"}}, False},
		{`"DateEquals":{"k":"x"}`, values{"k": {"2024-06-01"}}, False},
		{`"DateNotEquals":{"k":"2024-06-01"}`, values{"k": {"2024-06-01"}}, False},
		{`"DateGreaterThanEquals":{"k":"<1>"}`, values{"k": {"2024-06-01"}}, Unknown},
		// booleans, binaries
		{`"Bool":{"k":"true"}`, values{"k": {"true"}}, True},
		{`"Bool":{"k":"True"}`, values{"k": {"true"}}, True},
		{`"Bool":{"k":false}`, values{"k": {"true"}}, False},
		{`"BinaryEquals":{"k":"QmluYXJ5"}`, values{"k": {"QmluYXJ5"}}, True},
		// addresses
		{`"IpAddress":{"k":"10.0.0.0/8"}`, values{"k": {"10.1.2.3"}}, True},
		{`"IpAddress":{"k":["192.0.2.0/24","10.0.0.0/8"]}`, values{"k": {"10.1.2.3"}}, True},
		{`"IpAddress":{"k":"10.1.2.3"}`, values{"k": {"10.1.2.3"}}, True},
		{`"IpAddress":{"k":"10.1.2.3"}`, values{"k": {"10.1.2.4"}}, False},
		{`"IpAddress":{"k":"2001:DB8::/32"}`, values{"k": {"2001:db8::1"}}, True},
		{`"NotIpAddress":{"k":"10.0.0.0/8"}`, values{"k": {"10.1.2.3"}}, False},
		{`"IpAddress":{"k":"ten"}`, values{"k": {"10.1.2.3"}}, False},
		{`"IpAddress":{"k":"<1>"}`, values{"k": {"10.1.2.3"}}, Unknown},
		// ARNs: segment by segment
		{`"ArnEquals":{"k":"arn:aws:iam::111122223333:role/*"}`, values{"k": {roleARN}}, True},
		{`"ArnLike":{"k":"arn:*:iam::*:role/exec"}`, values{"k": {roleARN}}, True},
		{`"ArnLike":{"k":"arn:aws:*:role/exec"}`, values{"k": {roleARN}}, False},
		{`"StringLike":{"k":"arn:aws:*:role/exec"}`, values{"k": {roleARN}}, True},
		{`"ArnNotLike":{"k":"arn:aws:iam::111122223333:role/*"}`, values{"k": {roleARN}}, False},
		{`"ArnNotEquals":{"k":"arn:aws:iam::111122223333:role/web"}`, values{"k": {roleARN}}, True},
		{`"ArnLike":{"k":"*"}`, values{"k": {roleARN}}, True},
		{`"ArnLike":{"k":"arn:aws:iam::<1>:role/exec"}`, values{"k": {roleARN}}, Unknown},
		{`"ArnLike":{"k":"arn:aws:iam::<1>:role/web"}`, values{"k": {roleARN}}, False},
		{`"ArnEquals":{"k":"<1>"}`, values{"k": {roleARN}}, Unknown},
		{`"ArnEquals":{"k":"<1>"}`, values{"k": {holes("<1>")}}, True},
		{`"ArnLike":{"k":"<1>/*"}`, values{"k": {holes("<1>/x")}}, Unknown},
		// holes
		{`"StringEquals":{"k":"<1>"}`, one, Unknown},
		{`"StringEquals":{"k":["<1>","x"]}`, one, True},
		{`"StringNotEquals":{"k":["<1>","x"]}`, one, False},
		{`"StringNotEquals":{"k":"<1>"}`, one, Unknown},
		{`"StringEquals":{"k":"<1>"}`, values{"k": {holes("<1>")}}, True},
		{`"StringNotEquals":{"k":"<1>"}`, values{"k": {holes("<1>")}}, False},
		{`"StringEquals":{"k":"vpce-<1>"}`, values{"k": {"vpc-1"}}, False},
		{`"StringEquals":{"k":<1>}`, one, Unknown},
		{`"StringEquals":<1>`, one, Unknown},
		{`"<1>":{"k":"x"}`, one, Unknown},
		{`"StringEquals":{"<1>":"x"}`, one, Unknown},
		{`"StringEquals":{"k":"y"},<1>`, one, False},
		// variables
		{`"StringEquals":{"k":"${aws:PrincipalAccount}"}`, values{"k": {account}}, True},
		{`"StringLike":{"k":"${aws:PrincipalAccount}*"}`, values{"k": {account + "x"}}, True},
		{`"StringNotEquals":{"k":"${aws:PrincipalAccount}"}`, values{"k": {"x"}}, True},
	} {
		doc := mustParse(t, allow(`"Action":"*","Resource":"*","Condition":{`+test.condition+`}`))
		req := pullOf("ecr:BatchGetImage", repoARN)
		req.Context = test.context
		assert.Equal(t, test.want, Evaluate([]*Document{doc}, req).Effect(), "%s with %v",
			test.condition, test.context)
	}
}

// TestImpliedKeys: what caller and resource say of keys that nobody gave.
func TestImpliedKeys(t *testing.T) {
	for condition, want := range map[string]Tri{
		`"StringEquals":{"aws:PrincipalAccount":"111122223333"}`:    True,
		`"StringEquals":{"aws:PrincipalAccount":"444455556666"}`:    False,
		`"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/exec"}`: True,
		`"StringEquals":{"aws:PrincipalType":"AssumedRole"}`:        True,
		`"Bool":{"aws:PrincipalIsAWSService":"true"}`:               False,
		`"Bool":{"aws:SecureTransport":"false"}`:                    False,
		`"StringEquals":{"aws:ResourceAccount":"111122223333"}`:     True,
		`"StringEquals":{"aws:RequestedRegion":"eu-west-1"}`:        True,
		`"StringEquals":{"aws:RequestedRegion":"us-east-1"}`:        False,
		`"StringEquals":{"aws:PrincipalOrgID":"o-1"}`:               Unknown,
		`"StringEquals":{"aws:SourceVpce":"vpce-1"}`:                Unknown,
		`"StringEquals":{"ecr:ResourceTag/team":"red"}`:             Unknown,
		`"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}`:                 Unknown,
	} {
		doc := mustParse(t, allow(`"Action":"*","Resource":"*","Condition":{`+condition+`}`))
		d := Evaluate([]*Document{doc}, pullOf("ecr:BatchGetImage", repoARN))
		assert.Equal(t, want, d.Effect(), condition)
	}
}

// TestResourceAccountOfTheLogin: the login to Amazon ECR is about no resource, and a condition that
// the caller's own account meets is met.
func TestResourceAccountOfTheLogin(t *testing.T) {
	for condition, want := range map[string]Tri{
		`"StringEquals":{"aws:ResourceAccount":"111122223333"}`:                       True,
		`"StringEquals":{"aws:ResourceAccount":["444455556666","111122223333"]}`:      True,
		`"StringEquals":{"aws:ResourceAccount":"${aws:PrincipalAccount}"}`:            True,
		`"StringNotEquals":{"aws:ResourceAccount":"111122223333"}`:                    False,
		`"StringNotEqualsIfExists":{"aws:ResourceAccount":"${aws:PrincipalAccount}"}`: False,
		`"StringEquals":{"aws:ResourceAccount":"444455556666"}`:                       Unknown,
		`"StringNotEquals":{"aws:ResourceAccount":"444455556666"}`:                    Unknown,
		`"StringEquals":{"aws:ResourceAccount":"<1>"}`:                                Unknown,
		`"Null":{"aws:ResourceAccount":"true"}`:                                       Unknown,
	} {
		doc := mustParse(t, allow(`"Action":"*","Resource":"*","Condition":{`+condition+`}`))
		d := Evaluate([]*Document{doc}, pullOf("ecr:GetAuthorizationToken", "*"))
		assert.Equal(t, want, d.Effect(), condition)
	}
}

// TestEndpointIdentity: two endpoints of one configuration have different ids.
func TestEndpointIdentity(t *testing.T) {
	doc := mustParse(t, deny(`"Principal":"*","Action":"ecr:*",
		"Condition":{"StringNotEquals":{"aws:SourceVpce":["<1>","<2>"]}}`))
	req := pullOf("ecr:BatchGetImage", repoARN)
	req.Unique = func(int) bool { return true }
	req.Context = map[string][]string{"aws:sourcevpce": {holes("<3>")}}
	assert.Equal(t, True, EvaluateResource([]*Document{doc}, req).Denied)
	req.Context = map[string][]string{"aws:sourcevpce": {holes("<2>")}}
	assert.Equal(t, False, EvaluateResource([]*Document{doc}, req).Denied)
	req.Context = map[string][]string{"aws:sourcevpce": {"vpce-1"}}
	assert.Equal(t, Unknown, EvaluateResource([]*Document{doc}, req).Denied)
	req.Context = map[string][]string{"aws:sourcevpce": {}}
	assert.Equal(t, True, EvaluateResource([]*Document{doc}, req).Denied)
}

// TestForeign: the layers' requests are signed by an identity of Amazon ECR's own.
// https://github.com/aws-samples/data-perimeter-policy-examples/blob/main/service_specific_guidance/ecr-specific-guidance.md
func TestForeign(t *testing.T) {
	for _, test := range []struct {
		condition string
		allow     Tri // the statement with Effect Allow
	}{
		{``, True},
		{`"StringEquals":{"aws:PrincipalOrgID":"o-1"}`, False},
		{`"StringEquals":{"aws:PrincipalOrgID":"<1>"}`, False},
		{`"StringEquals":{"aws:PrincipalAccount":"111122223333"}`, False},
		{`"StringEquals":{"aws:ResourceAccount":["111122223333","444455556666"]}`, False},
		{`"StringEquals":{"s3:ResourceAccount":"111122223333"}`, False},
		{`"StringEquals":{"aws:ResourceOrgID":"o-1"}`, False},
		{`"StringEquals":{"aws:PrincipalTag/team":"red"}`, False},
		{`"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/*"}`, False},
		{`"ArnEquals":{"aws:PrincipalArn":"` + roleARN + `"}`, False},
		{`"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-1/*"}`, False},
		{`"Bool":{"aws:PrincipalIsAWSService":"true"}`, False},
		{`"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}`, True},
		{`"StringNotEquals":{"aws:PrincipalAccount":"111122223333"}`, True},
		{`"StringNotEquals":{"aws:PrincipalOrgID":"o-1"},"Bool":{"aws:PrincipalIsAWSService":"false"}`, True},
		{`"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-1"}`, True},
		{`"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/*"}`, True},
		// what cannot be told
		{`"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-1"}`, Unknown},
		{`"StringLike":{"aws:PrincipalOrgID":"o-*"}`, Unknown},
		{`"StringLike":{"aws:PrincipalOrgID":"<1>"}`, Unknown},
		{`"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/*"}`, Unknown},
		{`"Null":{"aws:PrincipalOrgID":"true"}`, Unknown},
		{`"Null":{"aws:PrincipalAccount":"true"}`, False},
		{`"StringLike":{"aws:PrincipalAccount":"*"}`, True},
		// what the caller gives
		{`"StringEquals":{"aws:SourceVpc":"vpc-1"}`, True},
		{`"StringNotEquals":{"aws:SourceVpc":"vpc-1"}`, False},
	} {
		req := Request{
			Identity: Identity{Foreign: true}, Action: "s3:GetObject",
			Resource: "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/x",
			Context:  map[string][]string{"aws:sourcevpc": {"vpc-1"}},
		}
		elements := `"Principal":"*","Action":"s3:*","Resource":"*","Condition":{` + test.condition + `}`
		d := EvaluateResource([]*Document{mustParse(t, allow(elements))}, req)
		assert.Equal(t, test.allow, d.Allowed, test.condition)
		d = EvaluateResource([]*Document{mustParse(t, deny(elements))}, req)
		assert.Equal(t, test.allow, d.Denied, test.condition)
	}
	for principal, want := range map[string]Tri{
		`"*"`:                             True,
		`{"AWS":"*"}`:                     True,
		`{"AWS":"` + roleARN + `"}`:       False,
		`{"AWS":"111122223333"}`:          False,
		`{"AWS":"<1>"}`:                   Unknown,
		`{"AWS":"arn:aws:iam::<1>:root"}`: False,
		`<1>`:                             Unknown,
		`{"Service":"ecr.amazonaws.com"}`: False,
	} {
		doc := mustParse(t, allow(`"Principal":`+principal+`,"Action":"s3:*","Resource":"*"`))
		d := EvaluateResource([]*Document{doc}, Request{
			Identity: Identity{Foreign: true}, Action: "s3:GetObject", Resource: "arn:aws:s3:::x/y",
		})
		assert.Equal(t, want, d.Allowed, principal)
	}
}
