package terraform

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// identities are attributes that AWS computes for a resource and that are always set: they stand
// for the resource wherever they are used. Those that may be empty (ipv6_association_id,
// outpost_arn) are not among them.
var identities = map[string]bool{
	"id": true, "arn": true, "name": true, "unique_id": true, "repository_url": true,
	"default_route_table_id": true, "default_security_group_id": true,
	"default_network_acl_id": true, "main_route_table_id": true, "allocation_id": true,
	"prefix_list_id": true, "dns_name": true, "zone_id": true, "hosted_zone_id": true,
	"bucket": true, "bucket_domain_name": true, "bucket_regional_domain_name": true,
	"domain_name": true, "arn_suffix": true, "key_id": true, "key_name": true,
	"security_group_rule_id": true, "dhcp_options_id": true, "invoke_arn": true,
	"qualified_arn": true, "arn_without_revision": true, "arn_prefix": true, "identifier": true,
	"target_group_arn": true, "cluster_identifier": true, "family": true,
	"role_id": true, "policy_id": true, "user_id": true,
	"repository_uri": true, "invoke_url": true, "url": true, "qualified_url": true,
}

// accounts are attributes that hold the id of the account that a resource is in.
var accounts = map[string]bool{"owner_id": true, "registry_id": true, "account_id": true}

// namedBy says which argument is the id of a resource. The id of most others is made up by AWS.
// Source: the resources' documentation, https://registry.terraform.io/providers/hashicorp/aws.
var namedBy = map[string]string{
	"aws_iam_role": "name", "aws_iam_instance_profile": "name", "aws_iam_user": "name",
	"aws_iam_group": "name", "aws_ecr_repository": "name", "aws_ecr_repository_policy": "repository",
	"aws_ecr_lifecycle_policy": "repository", "aws_cloudwatch_log_group": "name",
	"aws_autoscaling_group": "name", "aws_launch_configuration": "name", "aws_s3_bucket": "bucket",
	"aws_ssm_parameter": "name", "aws_key_pair": "key_name", "aws_kms_alias": "name",
	"aws_ecr_pull_through_cache_rule": "ecr_repository_prefix", "aws_db_subnet_group": "name",
	"aws_dynamodb_table": "name", "aws_ecs_cluster_capacity_providers": "cluster_name",
	"aws_ecs_task_definition": "family", "aws_lambda_function": "function_name",
}

// idIsARN are the types whose id is their ARN.
var idIsARN = map[string]bool{
	"aws_ecs_cluster": true, "aws_ecs_capacity_provider": true, "aws_iam_policy": true,
	"aws_ecs_service": true, "aws_lb": true, "aws_alb": true, "aws_lb_listener": true,
	"aws_lb_target_group": true, "aws_alb_target_group": true, "aws_alb_listener": true,
	"aws_secretsmanager_secret": true, "aws_sns_topic": true, "aws_sfn_state_machine": true,
	"aws_batch_compute_environment": true, "aws_batch_job_queue": true,
	"aws_batch_job_definition": true, "aws_lb_listener_rule": true,
	"aws_iam_openid_connect_provider": true, "aws_iam_saml_provider": true,
	"aws_acm_certificate": true,
}

// arnShapes are the ARNs of resources that are known from their name, after the partition.
// R stands for the region, A for the account, N for the name, P for the path with slashes.
// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/ (the resource types
// of each service).
var arnShapes = map[string]string{
	"aws_iam_role":              "iam::{A}:role{P}{N}",
	"aws_iam_policy":            "iam::{A}:policy{P}{N}",
	"aws_iam_user":              "iam::{A}:user{P}{N}",
	"aws_iam_instance_profile":  "iam::{A}:instance-profile{P}{N}",
	"aws_ecr_repository":        "ecr:{R}:{A}:repository/{N}",
	"aws_cloudwatch_log_group":  "logs:{R}:{A}:log-group:{N}",
	"aws_s3_bucket":             "s3:::{N}",
	"aws_ecs_cluster":           "ecs:{R}:{A}:cluster/{N}",
	"aws_ecs_capacity_provider": "ecs:{R}:{A}:capacity-provider/{N}",
	"aws_ecs_task_definition":   "ecs:{R}:{A}:task-definition/{N}:{revision}",
	"aws_secretsmanager_secret": "secretsmanager:{R}:{A}:secret:{N}-{?}",
	"aws_ssm_parameter":         "ssm:{R}:{A}:parameter{/}{N}",
	"aws_kms_key":               "kms:{R}:{A}:key/{?}",
	"aws_kms_alias":             "kms:{R}:{A}:{N}",
	"aws_vpc":                   "ec2:{R}:{A}:vpc/{id}",
	"aws_subnet":                "ec2:{R}:{A}:subnet/{id}",
	"aws_security_group":        "ec2:{R}:{A}:security-group/{id}",
	"aws_vpc_endpoint":          "ec2:{R}:{A}:vpc-endpoint/{id}",
	"aws_sqs_queue":             "sqs:{R}:{A}:{N}",
	"aws_sns_topic":             "sns:{R}:{A}:{N}",
	"aws_dynamodb_table":        "dynamodb:{R}:{A}:table/{N}",
	"aws_cloudwatch_event_bus":  "events:{R}:{A}:event-bus/{N}",
	"aws_cloudwatch_event_rule": "events:{R}:{A}:rule/{N}",
	"aws_batch_job_queue":       "batch:{R}:{A}:job-queue/{N}",
	"aws_batch_job_definition":  "batch:{R}:{A}:job-definition/{N}:{revision}",
	"aws_lambda_function":       "lambda:{R}:{A}:function:{N}",
	"aws_sfn_state_machine":     "states:{R}:{A}:stateMachine:{N}",
}

// nameArgument returns the argument that names a resource of the type.
func nameArgument(typ string) string {
	if name := namedBy[typ]; name != "" {
		return name
	}
	return "name"
}

// generated are resources of other providers whose results are made up once.
var generated = map[string]bool{
	"random_id": true, "random_string": true, "random_pet": true, "random_password": true,
	"random_uuid": true, "random_integer": true, "random_uuid7": true,
}

// identity returns an attribute that stands for the resource.
func (r *resourceInstance) identity(name string) (cty.Value, bool) {
	typ := r.node.cfg.Type
	if generated[typ] {
		return cty.StringVal(r.token(name, "")), true
	}
	if accounts[name] && strings.HasPrefix(typ, "aws_") && r.isComputed(name) {
		return cty.StringVal(r.token(name, r.provider.account)), true
	}
	if name == "region" && r.schema != nil && r.isComputed(name) {
		return cty.StringVal(r.region), true
	}
	if !identities[name] || !r.isComputed(name) || r.node.cfg.Mode == "data" && !dataIdentity(name) {
		return cty.NilVal, false
	}
	switch typ + "." + name {
	case "aws_vpc_endpoint.prefix_list_id":
		if !r.gatewayEndpoint() {
			return cty.NilVal, false
		}
	case "aws_security_group_rule.security_group_rule_id": // one block may make several rules
		return cty.NilVal, false
	}
	return cty.StringVal(r.token(name, r.shape(name))), true
}

func dataIdentity(name string) bool { return name == "id" || name == "arn" }

// isComputed reports whether AWS fills the attribute in.
func (r *resourceInstance) isComputed(name string) bool {
	if r.schema == nil { // a type that is not known: id and arn are what every one has
		return (name == "id" || name == "arn") && r.node.cfg.Type != "terraform_remote_state"
	}
	attr, ok := r.schema.attrs[name]
	return ok && attr.computed && attr.typ == cty.String
}

// gatewayEndpoint reports whether an endpoint has a prefix list. Gateway is what AWS takes where
// the type is left out.
func (r *resourceInstance) gatewayEndpoint() bool {
	kind, given := r.text("vpc_endpoint_type")
	return !given || kind == "Gateway"
}

// token returns a reference to an attribute as text.
func (r *resourceInstance) token(name, shape string) string {
	return r.ev().origins.Token(parser.Origin{
		Kind: parser.Reference, Address: r.address, Attr: name, Shape: shape,
	})
}

// made returns a token for what AWS makes up in an attribute.
func (r *resourceInstance) made(part string) string {
	return r.ev().origins.Token(parser.Origin{
		Kind: parser.Reference, Address: r.address, Attr: part,
	})
}

// shape returns what an identity looks like as far as the configuration tells; empty where it
// tells nothing.
func (r *resourceInstance) shape(name string) string {
	typ := r.node.cfg.Type
	if r.node.cfg.Mode == "data" {
		return r.dataShape(name)
	}
	switch {
	case name == "repository_url" && typ == "aws_ecr_repository":
		return r.fillShape("{A}.dkr.ecr.{R}." + dnsSuffix(r.region) + "/{N}")
	case name == "arn" && arnShapes[typ] != "", name == "id" && idIsARN[typ] && arnShapes[typ] != "":
		return r.fillShape("arn:{p}:" + arnShapes[typ])
	case name == "arn_without_revision" && typ == "aws_ecs_task_definition":
		return r.fillShape("arn:{p}:ecs:{R}:{A}:task-definition/{N}")
	case name == "arn_prefix" && typ == "aws_batch_job_definition":
		return r.fillShape("arn:{p}:batch:{R}:{A}:job-definition/{N}")
	case name == "id" && namedBy[typ] != "":
		return r.resourceName()
	case name == nameArgument(typ):
		return r.generatedName()
	}
	return ""
}

// dataShape is the shape of what a data source finds.
func (r *resourceInstance) dataShape(name string) string {
	typ := r.node.cfg.Type
	shape := arnShapes[typ]
	if typ == "aws_iam_policy" { // it may be AWS's own
		return ""
	}
	if _, named := r.text(nameArgument(typ)); !named || shape == "" {
		return ""
	}
	switch {
	case strings.Contains(shape, "{P}"): // the path of what exists is not known
		shape = strings.Replace(shape, "{P}", "/{path}", 1)
	case strings.Contains(shape, "{?}"), strings.Contains(shape, "{"+parser.Revision+"}"):
		return ""
	}
	switch {
	case name == "arn", name == "id" && idIsARN[typ]:
		return r.fillShape("arn:{p}:" + shape)
	case name == "id" && namedBy[typ] != "":
		return r.resourceName()
	}
	return ""
}

// resourceName returns the name of the resource; a token where AWS makes it up.
func (r *resourceInstance) resourceName() string {
	argument := nameArgument(r.node.cfg.Type)
	if name, ok := r.text(argument); ok {
		return name
	}
	return r.token(argument, r.generatedName())
}

// generatedName returns the shape of a name that AWS makes up after a prefix.
func (r *resourceInstance) generatedName() string {
	argument := nameArgument(r.node.cfg.Type) + "_prefix"
	if prefix, ok := r.text(argument); ok {
		return prefix + r.made("the end of its name")
	}
	return ""
}

func (r *resourceInstance) fillShape(shape string) string {
	var b strings.Builder
	for shape != "" {
		before, rest, ok := strings.Cut(shape, "{")
		b.WriteString(before)
		if !ok {
			break
		}
		key, after, _ := strings.Cut(rest, "}")
		b.WriteString(r.shapePart(key))
		shape = after
	}
	return b.String()
}

func (r *resourceInstance) shapePart(key string) string {
	switch key {
	case "p":
		return r.partition()
	case "R":
		return r.region
	case "A":
		return r.provider.account
	case "N":
		return r.resourceName()
	case "id":
		return r.token("id", "")
	case parser.Revision:
		return r.made(parser.Revision)
	case "P":
		if path, ok := r.text("path"); ok {
			return path
		}
		return "/"
	case "path":
		text, _ := r.ev().textOf(r.unknown("path", cty.String))
		return text
	case "/": // the slash between "parameter" and a name that has none
		if strings.HasPrefix(r.resourceName(), "/") {
			return ""
		}
		return "/"
	}
	return r.made("suffix")
}
