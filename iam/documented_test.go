package iam

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// documented is a fact of AWS's documentation: what the policies make of a request.
type documented struct {
	page string
	fact string
	// identity, boundary and limit are policies of the caller's; resource and endpoint of what is
	// called. Empty: there is none.
	identity, boundary, limit, resource, endpoint string
	caller                                        Identity // the role exec where empty
	action, target                                string
	context                                       map[string][]string
	otherAccount                                  bool
	want                                          Tri
}

const (
	guide       = "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
	ecrGuide    = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/"
	ecsGuide    = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/"
	orgGuide    = "https://docs.aws.amazon.com/organizations/latest/userguide/"
	perimeter   = "https://github.com/aws-samples/data-perimeter-policy-examples/blob/main/"
	layerBucket = "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/"
	all         = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`
)

var (
	ecrItself = Identity{Foreign: true}
	tasks     = Identity{Service: "ecs-tasks.amazonaws.com"}
	partner   = Identity{ARN: "arn:aws:iam::444455556666:role/partner"}
)

// pullPolicy allows the three actions as the guides write it.
const pullPolicy = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[
	"ecr:GetAuthorizationToken","ecr:BatchCheckLayerAvailability","ecr:GetDownloadUrlForLayer",
	"ecr:BatchGetImage"],"Resource":"*"}]}`

// threeActions is the statement of a repository policy that lets a principal pull.
func threeActions(principal string) string {
	return `{"Version":"2012-10-17","Statement":[{"Sid":"AllowPull","Effect":"Allow","Principal":` +
		principal + `,"Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"]}]}`
}

var evaluationLogic = []documented{
	{
		page: guide + "reference_policies_evaluation-logic.html", fact: "by default everything is denied",
		identity: `{"Version":"2012-10-17","Statement":[]}`, want: False,
	},
	{
		page: guide + "reference_policies_evaluation-logic.html", fact: "an explicit deny overrides any allow",
		identity: all, resource: deny(`"Principal":"*","Action":"ecr:BatchGetImage"`), want: False,
	},
	{
		page: guide + "reference_policies_evaluation-logic.html", fact: "within an account either policy allows",
		identity: allow(`"Action":"s3:*","Resource":"*"`),
		resource: threeActions(`{"AWS":"` + roleARN + `"}`), want: True,
	},
	{
		page: guide + "reference_policies_evaluation-logic-cross-account.html", fact: "both accounts must allow",
		identity: pullPolicy, otherAccount: true, caller: partner,
		resource: threeActions(`{"AWS":"arn:aws:iam::444455556666:root"}`), want: True,
	},
	{
		page: guide + "reference_policies_evaluation-logic-cross-account.html", fact: "the owner does not allow",
		identity: pullPolicy, otherAccount: true, caller: partner,
		resource: threeActions(`{"AWS":"arn:aws:iam::777788889999:root"}`), want: False,
	},
	{
		page: guide + "reference_policies_evaluation-logic-cross-account.html", fact: "the caller's account does not allow",
		identity: allow(`"Action":"s3:*","Resource":"*"`), otherAccount: true, caller: partner,
		resource: threeActions(`{"AWS":"arn:aws:iam::444455556666:root"}`), want: False,
	},
	{
		page: guide + "access_policies_boundaries.html", fact: "a boundary grants nothing by itself",
		identity: `{"Statement":[]}`, boundary: all, want: False,
	},
	{
		page: guide + "access_policies_boundaries.html", fact: "what the boundary leaves out is denied",
		identity: all, boundary: allow(`"Action":["s3:*","cloudwatch:*","ec2:*"],"Resource":"*"`),
		want: False,
	},
	{
		page: guide + "access_policies_boundaries.html", fact: "it limits a resource policy that names the role",
		identity: `{"Statement":[]}`, boundary: allow(`"Action":"s3:*","Resource":"*"`),
		resource: threeActions(`{"AWS":"` + roleARN + `"}`), want: False,
	},
	{
		page: guide + "reference_policies_elements_notprincipal.html", fact: "NotPrincipal denies whoever has a boundary",
		identity: all, boundary: all,
		resource: deny(`"NotPrincipal":{"AWS":["` + roleARN + `","111122223333"]},"Action":"ecr:*"`),
		want:     False,
	},
	{
		page: guide + "reference_policies_elements_notaction.html", fact: "allow all but one service",
		identity: allow(`"NotAction":"iam:*","Resource":"*"`), want: True,
	},
	{
		page: guide + "reference_policies_elements_notresource.html", fact: "deny all resources but these",
		identity: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
			{"Effect":"Deny","Action":"ecr:*","NotResource":"arn:aws:ecr:*:*:repository/web"}]}`,
		want: False,
	},
	{
		page: guide + "reference_policies_elements_action.html", fact: "wildcards and letter case in actions",
		identity: allow(`"Action":"ECR:batch*image","Resource":"*"`), want: True,
	},
	{
		page: guide + "reference_policies_elements_principal.html", fact: "no wildcard in part of a principal",
		identity: `{"Statement":[]}`, resource: threeActions(`{"AWS":"arn:aws:iam::111122223333:role/*"}`),
		want: False,
	},
	{
		page: guide + "reference_policies_condition-logic-multiple-context-keys-or-values.html", fact: "operators are joined by AND, values by OR",
		identity: allow(`"Action":"*","Resource":"*","Condition":{
			"StringEquals":{"aws:RequestedRegion":["us-east-1","eu-west-1"]},
			"Bool":{"aws:SecureTransport":"true"}}`),
		want: True,
	},
	{
		page: orgGuide + "orgs_manage_policies_scps_examples_general.html", fact: "the region guardrail, outside",
		identity: all, limit: regionGuardrail(`"eu-central-1","us-east-1"`), want: False,
	},
	{
		page: orgGuide + "orgs_manage_policies_scps_examples_general.html", fact: "the region guardrail, inside",
		identity: all, limit: regionGuardrail(`"eu-central-1","eu-west-1"`), want: True,
	},
}

func regionGuardrail(regions string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
		{"Effect":"Deny","NotAction":["cloudfront:*","iam:*","route53:*","support:*"],"Resource":"*",
		"Condition":{"StringNotEquals":{"aws:RequestedRegion":[` + regions + `]}}}]}`
}

var registry = []documented{
	{
		page: ecrGuide + "ECR_on_ECS.html", fact: "what the execution role needs", identity: pullPolicy, want: True,
	},
	{
		page: ecrGuide + "repository-policies.html", fact: "the token needs an identity policy",
		identity: `{"Statement":[]}`, action: "ecr:GetAuthorizationToken", target: "*", want: False,
	},
	{
		page: ecrGuide + "repository-policy-examples.html", fact: "allow another account",
		identity: pullPolicy, caller: partner, otherAccount: true,
		resource: threeActions(`{"AWS":"arn:aws:iam::444455556666:root"}`), want: True,
	},
	{
		page: ecrGuide + "repository-policy-examples.html", fact: "allow all accounts to pull",
		identity: pullPolicy, caller: partner, otherAccount: true, resource: threeActions(`"*"`), want: True,
	},
	{
		page: ecrGuide + "repository-policy-examples.html", fact: "allow certain addresses only: another one",
		identity: `{"Statement":[]}`, resource: byAddress, want: False,
		context: map[string][]string{"aws:sourceip": {"198.51.100.7"}},
	},
	{
		page: ecrGuide + "repository-policy-examples.html", fact: "allow certain addresses only: one of them",
		identity: `{"Statement":[]}`, resource: byAddress, want: True,
		context: map[string][]string{"aws:sourceip": {"192.0.2.7"}},
	},
	{
		page: ecrGuide + "repository-policy-examples.html", fact: "allow certain addresses only: not known",
		identity: `{"Statement":[]}`, resource: byAddress, want: Unknown,
	},
	{
		page: ecrGuide + "repository-policy-examples.html", fact: "allow AWS CodeBuild alone",
		identity: pullPolicy, caller: partner, otherAccount: true,
		resource: threeActions(`{"Service":"codebuild.amazonaws.com"}`), want: False,
	},
	{
		page: ecrGuide + "vpc-endpoints.html", fact: "an endpoint policy for one role",
		identity: pullPolicy, want: True,
		endpoint: `{"Statement":[{"Sid":"AllowPull","Principal":{"AWS":"` + roleARN + `"},"Action":[
			"ecr:BatchGetImage","ecr:GetDownloadUrlForLayer","ecr:GetAuthorizationToken"],
			"Effect":"Allow","Resource":"*"}]}`,
	},
	{
		page: ecrGuide + "vpc-endpoints.html", fact: "an endpoint policy that names no pull action",
		identity: pullPolicy, want: False,
		endpoint: allow(`"Principal":"*","Action":"ecr:DescribeImages","Resource":"*"`),
	},
	{
		page: ecrGuide + "vpc-endpoints.html", fact: "a Deny alone leaves nothing allowed",
		identity: pullPolicy, want: False,
		endpoint: deny(`"Principal":"*","Action":"ecr:DeleteRepository","Resource":"*"`),
	},
	{
		page: ecrGuide + "vpc-endpoints.html", fact: "the minimum for the layers",
		caller: ecrItself, action: "s3:GetObject", target: layerBucket + "x", want: True,
		endpoint: `{"Statement":[{"Sid":"Access-to-specific-bucket-only","Principal":"*",
			"Action":["s3:GetObject"],"Effect":"Allow","Resource":["` + layerBucket + `*"]}]}`,
	},
	{
		page: ecrGuide + "vpc-endpoints.html", fact: "the bucket's ARN covers no object",
		caller: ecrItself, action: "s3:GetObject", target: layerBucket + "x", want: False,
		endpoint: allow(`"Principal":"*","Action":"s3:GetObject",
			"Resource":"arn:aws:s3:::prod-eu-west-1-starport-layer-bucket"`),
	},
	{
		page: ecrGuide + "pull-through-cache-iam.html", fact: "the import needs an action of its own",
		identity: pullPolicy, action: "ecr:BatchImportUpstreamImage", want: False,
	},
	{
		page: ecsGuide + "task_execution_IAM_role.html", fact: "pull through one endpoint: through it",
		identity: throughEndpoint, context: map[string][]string{"aws:sourcevpce": {"vpce-1"}}, want: True,
	},
	{
		page: ecsGuide + "task_execution_IAM_role.html", fact: "pull through one endpoint: past it",
		identity: throughEndpoint, context: map[string][]string{"aws:sourcevpce": {}}, want: False,
	},
	{
		page: ecsGuide + "task_execution_IAM_role.html", fact: "the token stays without condition",
		identity: throughEndpoint, context: map[string][]string{"aws:sourcevpce": {}},
		action: "ecr:GetAuthorizationToken", target: "*", want: True,
	},
	{
		page: ecsGuide + "task-iam-roles.html", fact: "the trust of a task role, from the own account",
		caller: tasks, action: "sts:AssumeRole", target: roleARN, resource: taskTrust, want: True,
		context: map[string][]string{
			"aws:sourceaccount": {account}, "aws:sourcearn": {"arn:aws:ecs:us-west-2:111122223333:task/x"},
		},
	},
	{
		page: ecsGuide + "task-iam-roles.html", fact: "the trust of a task role, from another",
		caller: tasks, action: "sts:AssumeRole", target: roleARN, resource: taskTrust, want: False,
		context: map[string][]string{
			"aws:sourceaccount": {"444455556666"},
			"aws:sourcearn":     {"arn:aws:ecs:us-west-2:444455556666:task/x"},
		},
	},
}

const byAddress = `{"Version":"2012-10-17","Statement":[{"Sid":"IPAllow","Effect":"Allow",
	"Principal":"*","Action":"ecr:*","Condition":{"NotIpAddress":{"aws:SourceIp":"192.0.2.188/32"},
	"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}}]}`

const throughEndpoint = `{"Version":"2012-10-17","Statement":[
	{"Effect":"Allow","Action":["ecr:GetAuthorizationToken","logs:PutLogEvents"],"Resource":"*"},
	{"Effect":"Allow","Action":["ecr:GetDownloadUrlForLayer","ecr:BatchGetImage"],"Resource":"*",
	"Condition":{"StringEquals":{"aws:sourceVpce":"vpce-1"}}}]}`

const taskTrust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
	"Principal":{"Service":["ecs-tasks.amazonaws.com"]},"Action":"sts:AssumeRole","Condition":{
	"ArnLike":{"aws:SourceArn":"arn:aws:ecs:us-west-2:111122223333:*"},
	"StringEquals":{"aws:SourceAccount":"111122223333"}}}]}`

// ofTheOrganization starts the endpoint policies of the data perimeter.
const ofTheOrganization = `{"Version":"2012-10-17","Statement":[
	{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"*","Resource":"*","Condition":{
	"StringEquals":{"aws:PrincipalOrgID":"o-1","aws:ResourceOrgID":"o-1"}}},
	{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"*","Resource":"*","Condition":{
	"Bool":{"aws:PrincipalIsAWSService":"true"}}}`

var perimeters = []documented{
	{
		page: perimeter + "vpc_endpoint_policies/s3_endpoint_policy.json", fact: "layers need their own statement",
		caller: ecrItself, action: "s3:GetObject", target: layerBucket + "x", want: False,
		endpoint: ofTheOrganization + `]}`,
	},
	{
		page: perimeter + "vpc_endpoint_policies/s3_endpoint_policy.json", fact: "with it they pass",
		caller: ecrItself, action: "s3:GetObject", target: layerBucket + "x", want: True,
		endpoint: ofTheOrganization + `,{"Effect":"Allow","Principal":{"AWS":"*"},
			"Action":["s3:GetObject"],"Resource":["arn:aws:s3:::amazonlinux.eu-west-1.amazonaws.com/*",
			"` + layerBucket + `*"]}]}`,
	},
	{
		page: perimeter + "vpc_endpoint_policies/ecr.api_endpoint_policy.json", fact: "the organization is the caller's",
		identity: pullPolicy, endpoint: ofTheOrganization + `]}`, want: True,
		context: map[string][]string{"aws:principalorgid": {"o-1"}, "aws:resourceorgid": {"o-1"}},
	},
	{
		page: perimeter + "vpc_endpoint_policies/ecr.api_endpoint_policy.json", fact: "images of AWS's own accounts",
		identity: pullPolicy, endpoint: ofTheOrganization + `]}`, want: False,
		target:  "arn:aws:ecr:eu-west-1:602401143452:repository/amazon/aws-load-balancer-controller",
		context: map[string][]string{"aws:principalorgid": {"o-1"}, "aws:resourceorgid": {"o-2"}},
	},
	{
		page: perimeter + "vpc_endpoint_policies/ecr.api_endpoint_policy.json", fact: "the organization is not in view",
		identity: pullPolicy, endpoint: ofTheOrganization + `]}`, want: Unknown,
	},
	{
		page: perimeter + "resource_control_policies/network_perimeter_sourcevpc_rcp.json", fact: "from the expected network",
		identity: all, resource: networkPerimeter, want: True,
		context: map[string][]string{"aws:sourcevpc": {"vpc-1"}, "aws:sourceip": {}},
	},
	{
		page: perimeter + "resource_control_policies/network_perimeter_sourcevpc_rcp.json", fact: "from another",
		identity: all, resource: networkPerimeter, want: False,
		context: map[string][]string{"aws:sourcevpc": {"vpc-2"}, "aws:sourceip": {}},
	},
	{
		page: perimeter + "resource_control_policies/network_perimeter_sourcevpc_rcp.json", fact: "from the expected addresses",
		identity: all, resource: networkPerimeter, want: True,
		context: map[string][]string{"aws:sourcevpc": {}, "aws:sourceip": {"192.0.2.7"}},
	},
}

const networkPerimeter = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",
	"Action":"ecr:*","Resource":"*","Condition":{
	"NotIpAddressIfExists":{"aws:SourceIp":"192.0.2.0/24"},
	"StringNotEqualsIfExists":{"aws:SourceVpc":"vpc-1"},
	"BoolIfExists":{"aws:PrincipalIsAWSService":"false","aws:ViaAWSService":"false"},
	"ArnNotLikeIfExists":{"aws:PrincipalArn":["arn:aws:iam::*:role/aws:ec2-infrastructure"]}}}]}`

func TestDocumented(t *testing.T) {
	for _, list := range [][]documented{evaluationLogic, registry, perimeters} {
		for _, d := range list {
			assert.Equal(t, d.want, d.decide(t), "%s: %s", d.page, d.fact)
		}
	}
}

// decide composes the policies that there are.
func (d documented) decide(t *testing.T) Tri {
	t.Helper()
	req := Request{Identity: d.caller, Action: d.action, Resource: d.target, Context: d.context}
	if req.Identity == (Identity{}) {
		req.Identity = caller
	}
	if req.Action == "" {
		req.Action = "ecr:BatchGetImage"
	}
	if req.Resource == "" {
		req.Resource = repoARN
	}
	req.Identity.Bounded = d.boundary != ""
	access := Access{Identity: Decision{Allowed: False, Denied: False}, SameAccount: triOf(!d.otherAccount)}
	if d.identity != "" {
		access.Identity = Evaluate([]*Document{mustParse(t, d.identity)}, req)
	}
	if d.boundary != "" {
		boundary := Evaluate([]*Document{mustParse(t, d.boundary)}, req)
		access.Boundary = &boundary
	}
	if d.limit != "" {
		access.Limits = []Decision{Evaluate([]*Document{mustParse(t, d.limit)}, req)}
	}
	if d.resource != "" {
		resource := EvaluateResource([]*Document{mustParse(t, d.resource)}, req)
		access.Resource = &resource
	}
	if d.endpoint != "" {
		access.Endpoints = []Decision{EvaluateResource([]*Document{mustParse(t, d.endpoint)}, req)}
	}
	if req.Identity.Foreign { // the bucket's own policies are Amazon's
		access.Identity = Decision{Allowed: True, Denied: False}
	}
	return Compose(access).Effect
}
