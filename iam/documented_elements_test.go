package iam

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

const (
	operatorsPage = guide + "reference_policies_elements_condition_operators.html"
	setsPage      = guide + "reference_policies_condition-single-vs-multi-valued-context-keys.html"
	variablesPage = guide + "reference_policies_variables.html"
	keysPage      = guide + "reference_policies_condition-keys.html"
	principalPage = guide + "reference_policies_elements_principal.html"
	xaccountPage  = guide + "reference_policies_evaluation-logic-cross-account.html"
	deniesPage    = guide + "reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html"
	rcpPage       = orgGuide + "orgs_manage_policies_rcps_examples.html"
	scpPage       = orgGuide + "orgs_manage_policies_scps_evaluation.html"
)

// when is a policy that allows everything under a condition.
func when(condition string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*",
		"Condition":{` + condition + `}}]}`
}

// unless is one that allows everything except under a condition.
func unless(condition string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
		{"Effect":"Deny","Action":"*","Resource":"*","Condition":{` + condition + `}}]}`
}

func given(key string, values ...string) map[string][]string {
	if values == nil {
		values = []string{}
	}
	return map[string][]string{key: values}
}

var conditionElements = []documented{
	{
		page: operatorsPage, fact: "StringEquals looks at letter case",
		identity: when(`"StringEquals":{"aws:PrincipalTag/job-category":"iamuser-admin"}`),
		context:  given("aws:principaltag/job-category", "IAMUser-Admin"), want: False,
	},
	{
		page: operatorsPage, fact: "StringEqualsIgnoreCase does not",
		identity: when(`"StringEqualsIgnoreCase":{"aws:PrincipalTag/job-category":"iamuser-admin"}`),
		context:  given("aws:principaltag/job-category", "IAMUser-Admin"), want: True,
	},
	{
		page: operatorsPage, fact: "StringLike knows * and ?",
		identity: when(`"StringLike":{"s3:prefix":["","home/","home/${aws:username}/?*"]}`),
		context:  map[string][]string{"s3:prefix": {"home/ann/x1"}, "aws:username": {"ann"}}, want: True,
	},
	{
		page: operatorsPage, fact: "a negated operator holds for a key that is missing",
		identity: unless(`"StringNotEquals":{"aws:PrincipalTag/job-category":"iamuser-admin"}`),
		context:  given("aws:principaltag/job-category"), want: False,
	},
	{
		page: operatorsPage, fact: "IfExists holds for a key that is missing",
		identity: when(`"StringLikeIfExists":{"ec2:InstanceType":["t1.*","m3.*"]}`),
		context:  given("ec2:instancetype"), want: True,
	},
	{
		page: operatorsPage, fact: "Null: true asks that the key is missing",
		identity: unless(`"Null":{"aws:TokenIssueTime":"true"}`),
		context:  given("aws:tokenissuetime"), want: False,
	},
	{
		page: operatorsPage, fact: "Null: false asks that it is there",
		identity: when(`"Null":{"aws:TokenIssueTime":"false"}`),
		context:  given("aws:tokenissuetime", "2026-01-01T00:00:00Z"), want: True,
	},
	{
		page: operatorsPage, fact: "DateGreaterThan",
		identity: when(`"DateGreaterThan":{"aws:TokenIssueTime":"2020-01-01T00:00:01Z"}`),
		context:  given("aws:tokenissuetime", "2020-01-01T00:00:01Z"), want: False,
	},
	{
		page: operatorsPage, fact: "NumericLessThanEquals",
		identity: when(`"NumericLessThanEquals":{"s3:max-keys":"10"}`),
		context:  given("s3:max-keys", "10"), want: True,
	},
	{
		page: operatorsPage, fact: "a Deny on Bool with a key that is missing denies nothing",
		identity: unless(`"Bool":{"aws:SecureTransport":"false"}`),
		context:  given("aws:securetransport"), want: True,
	},
	{
		page: operatorsPage, fact: "IpAddress takes IPv4 and IPv6 side by side",
		identity: when(`"IpAddress":{"aws:SourceIp":["203.0.113.0/24","2001:DB8:1234:5678::/64"]}`),
		context:  given("aws:sourceip", "2001:db8:1234:5678:90ab:cdef:1:2"), want: True,
	},
	{
		page: operatorsPage, fact: "each of the six parts of an ARN is compared on its own",
		identity: when(`"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:123456789012:TOPIC-*"}`),
		context:  given("aws:sourcearn", "arn:aws:sns:eu-west-1:123456789012:TOPIC-ID"), want: True,
	},
	{
		page: setsPage, fact: "ForAllValues holds for a key that is missing",
		identity: when(`"ForAllValues:StringEquals":{"aws:TagKeys":["environment","webserver"]}`),
		context:  given("aws:tagkeys"), want: True,
	},
	{
		page: setsPage, fact: "Null beside ForAllValues asks that it is there",
		identity: when(`"ForAllValues:StringEquals":{"aws:TagKeys":["environment"]},
			"Null":{"aws:TagKeys":"false"}`),
		context: given("aws:tagkeys"), want: False,
	},
	{
		page: setsPage, fact: "ForAllValues: one value too many",
		identity: when(`"ForAllValues:StringEquals":{"aws:TagKeys":["environment","webserver"]}`),
		context:  given("aws:tagkeys", "environment", "cost-center"), want: False,
	},
	{
		page: setsPage, fact: "ForAnyValue fails for a key that is missing",
		identity: when(`"ForAnyValue:StringEquals":{"aws:TagKeys":["environment"]}`),
		context:  given("aws:tagkeys"), want: False,
	},
	{
		page: setsPage, fact: "ForAnyValue: one of them will do",
		identity: when(`"ForAnyValue:StringEquals":{"aws:TagKeys":["environment","webserver"]}`),
		context:  given("aws:tagkeys", "webserver", "cost-center"), want: True,
	},
	{
		page: setsPage, fact: "a Deny with ForAnyValue on one of the values",
		identity: unless(`"ForAnyValue:StringEquals":{"aws:TagKeys":["webserver"]}`),
		context:  given("aws:tagkeys", "webserver", "cost-center"), want: False,
	},
}

var variableElements = []documented{
	{
		page: variablesPage, fact: "a variable is replaced by its value",
		identity: allow(`"Action":"ecr:*","Resource":"arn:aws:ecr:*:*:repository/${aws:PrincipalTag/team}/*"`),
		target:   "arn:aws:ecr:eu-west-1:111122223333:repository/red/web",
		context:  given("aws:principaltag/team", "red"), want: True,
	},
	{
		page: variablesPage, fact: "with a default where the key is missing",
		identity: allow(`"Action":"ecr:*","Resource":"arn:aws:ecr:*:*:repository/${aws:PrincipalTag/team, 'company-wide'}/*"`),
		target:   "arn:aws:ecr:eu-west-1:111122223333:repository/company-wide/web",
		context:  given("aws:principaltag/team"), want: True,
	},
	{
		page: variablesPage, fact: "without a default the statement matches nothing",
		identity: allow(`"Action":"ecr:*","Resource":"arn:aws:ecr:*:*:repository/${aws:PrincipalTag/team}/*"`),
		target:   "arn:aws:ecr:eu-west-1:111122223333:repository/red/web",
		context:  given("aws:principaltag/team"), want: False,
	},
	{
		page: variablesPage, fact: "the version before knows none",
		identity: `{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Action":"ecr:*",
			"Resource":"arn:aws:ecr:*:*:repository/${aws:PrincipalTag/team}"}]}`,
		target:  "arn:aws:ecr:eu-west-1:111122223333:repository/red",
		context: given("aws:principaltag/team", "red"), want: False,
	},
	{
		page: variablesPage, fact: "${*} is an asterisk",
		identity: allow(`"Action":"ecr:*","Resource":"arn:aws:ecr:*:*:repository/${*}"`),
		target:   "arn:aws:ecr:eu-west-1:111122223333:repository/red", want: False,
	},
	{
		page: keysPage, fact: "aws:PrincipalArn is the role, not its session",
		identity: when(`"ArnEquals":{"aws:PrincipalArn":"` + roleARN + `"}`), want: True,
	},
	{
		page: keysPage, fact: "aws:PrincipalAccount",
		identity: unless(`"StringNotEquals":{"aws:PrincipalAccount":"111122223333"}`), want: True,
	},
	{
		page: keysPage, fact: "aws:SourceVpce is not in a request that takes no endpoint",
		identity: unless(`"StringNotEquals":{"aws:SourceVpce":"vpce-1a2b3c4d"}`),
		context:  given("aws:sourcevpce"), want: False,
	},
}

var accountElements = []documented{
	{
		page: principalPage, fact: "an account by its number",
		identity: pullPolicy, caller: partner, otherAccount: true,
		resource: threeActions(`{"AWS":"444455556666"}`), want: True,
	},
	{
		page: principalPage, fact: "several accounts",
		identity: pullPolicy, caller: partner, otherAccount: true,
		resource: threeActions(`{"AWS":["arn:aws:iam::777788889999:root","444455556666"]}`), want: True,
	},
	{
		page: principalPage, fact: "a role of the account by its ARN, another one",
		identity: pullPolicy, caller: partner, otherAccount: true,
		resource: threeActions(`{"AWS":"arn:aws:iam::444455556666:role/other"}`), want: False,
	},
	{
		page: principalPage, fact: "a role of the account by a condition with a wildcard",
		identity: pullPolicy, caller: partner, otherAccount: true, want: True,
		resource: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
			"Action":"ecr:*","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::444455556666:role/part*"}}}]}`,
	},
	{
		page: xaccountPage, fact: "the resource of another account is not the caller's to allow",
		identity: `{"Statement":[]}`, caller: partner, otherAccount: true,
		resource: threeActions(`{"AWS":"arn:aws:iam::444455556666:role/partner"}`), want: False,
	},
	{
		page: xaccountPage, fact: "a Deny on either side",
		identity: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ecr:*","Resource":"*"},
			{"Effect":"Deny","Action":"ecr:*","NotResource":"arn:aws:ecr:*:444455556666:repository/*"}]}`,
		caller: partner, otherAccount: true,
		resource: threeActions(`{"AWS":"444455556666"}`), want: False,
	},
	{
		page: deniesPage, fact: "a default denial can be overridden, an explicit one cannot",
		identity: `{"Version":"2012-10-17","Statement":[
			{"Effect":"Deny","NotAction":"s3:*","Resource":"*"},
			{"Effect":"Allow","Action":"*","Resource":"*"}]}`,
		want: False,
	},
	{
		page: scpPage, fact: "what a service control policy does not allow is not allowed",
		identity: all, limit: allow(`"Action":"s3:*","Resource":"*"`), want: False,
	},
	{
		page: scpPage, fact: "and what it allows needs the role's policies all the same",
		identity: `{"Statement":[]}`, limit: all, want: False,
	},
	{
		page: rcpPage, fact: "only the organization's own identities",
		identity: all, resource: organizationOnly, want: True,
		context: given("aws:principalorgid", "o-1"),
	},
	{
		page: rcpPage, fact: "identities of another",
		identity: all, resource: organizationOnly, want: False,
		context: given("aws:principalorgid", "o-2"),
	},
	{
		page: rcpPage, fact: "identities that are in none",
		identity: all, resource: organizationOnly, want: False,
		context: given("aws:principalorgid"),
	},
}

const organizationOnly = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",
	"Action":["ecr:*","secretsmanager:*","kms:*"],"Resource":"*","Condition":{
	"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-1","aws:PrincipalIsAWSService":"true"},
	"BoolIfExists":{"aws:PrincipalIsAWSService":"false"}}}]}`

// Every example of the pages on conditions, variables, principals and accounts is decided as the
// page says.
func TestDocumentedElements(t *testing.T) {
	for _, list := range [][]documented{conditionElements, variableElements, accountElements} {
		for _, d := range list {
			assert.Equal(t, d.want, d.decide(t), "%s: %s", d.page, d.fact)
		}
	}
}
