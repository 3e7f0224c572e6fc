package cloudformation

import (
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// identity says how a type of resource is known: ref is what Ref returns, name the property that
// names it, and attrs its attributes, as far as their shape is known. In shapes p stands for the
// partition, R for the region, A for the account, S for the domain of the partition, N for the
// name, P for the path with slashes, Ref for what Ref returns, ? for what AWS makes up.
// Sources: the return values of each type in https://docs.aws.amazon.com/AWSCloudFormation/latest/
// TemplateReference/aws-template-resource-type-ref.html, the ARNs of each service in
// https://docs.aws.amazon.com/service-authorization/latest/reference/.
type identity struct {
	name, ref string
	attrs     map[string]string
}

// named are the types whose Ref is their name.
func named(name string, attrs map[string]string) identity {
	return identity{name: name, ref: "{N}", attrs: attrs}
}

// byARN are the types whose Ref is their ARN, which attributes hold too.
func byARN(name, arn string, same ...string) identity {
	id := identity{name: name, ref: "arn:{p}:" + arn, attrs: map[string]string{}}
	for _, attr := range same {
		id.attrs[attr] = "{Ref}"
	}
	return id
}

// byID are the types whose Ref is an id that an attribute holds too.
func byID(attrs ...string) identity {
	id := identity{attrs: map[string]string{}}
	for _, attr := range attrs {
		id.attrs[attr] = "{Ref}"
	}
	return id
}

func arn(shape string) map[string]string { return map[string]string{"Arn": "arn:{p}:" + shape} }

var identities = map[string]identity{
	"AWS::IAM::Role":            named("RoleName", arn("iam::{A}:role{P}{N}")),
	"AWS::IAM::User":            named("UserName", arn("iam::{A}:user{P}{N}")),
	"AWS::IAM::Group":           named("GroupName", arn("iam::{A}:group{P}{N}")),
	"AWS::IAM::InstanceProfile": named("InstanceProfileName", arn("iam::{A}:instance-profile{P}{N}")),
	"AWS::IAM::ManagedPolicy":   byARN("ManagedPolicyName", "iam::{A}:policy{P}{N}", "PolicyArn"),
	"AWS::ECR::Repository": named("RepositoryName", map[string]string{
		"Arn":           "arn:{p}:ecr:{R}:{A}:repository/{N}",
		"RepositoryUri": "{A}.dkr.ecr.{R}.{S}/{N}",
	}),
	"AWS::ECR::PullThroughCacheRule":       named("EcrRepositoryPrefix", nil),
	"AWS::ECR::RepositoryCreationTemplate": named("Prefix", nil),
	"AWS::Logs::LogGroup":                  named("LogGroupName", arn("logs:{R}:{A}:log-group:{N}:*")),
	"AWS::S3::Bucket": named("BucketName", map[string]string{
		"Arn": "arn:{p}:s3:::{N}", "DomainName": "{N}.s3.{S}",
		"RegionalDomainName": "{N}.s3.{R}.{S}",
	}),
	"AWS::ECS::Cluster":          named("ClusterName", arn("ecs:{R}:{A}:cluster/{N}")),
	"AWS::ECS::CapacityProvider": named("Name", nil),
	"AWS::ECS::TaskDefinition": byARN("Family", "ecs:{R}:{A}:task-definition/{N}:{?}",
		"TaskDefinitionArn"),
	"AWS::ECS::Service": {
		name: "ServiceName", ref: "arn:{p}:ecs:{R}:{A}:service/{?}",
		attrs: map[string]string{"ServiceArn": "{Ref}", "Name": "{N}"},
	},
	"AWS::SecretsManager::Secret": byARN("Name", "secretsmanager:{R}:{A}:secret:{N}-{?}", "Id"),
	"AWS::SSM::Parameter":         named("Name", nil),
	"AWS::KMS::Key": {attrs: map[string]string{
		"Arn": "arn:{p}:kms:{R}:{A}:key/{Ref}", "KeyId": "{Ref}",
	}},
	"AWS::KMS::Alias":       named("AliasName", nil),
	"AWS::SNS::Topic":       byARN("TopicName", "sns:{R}:{A}:{N}", "TopicArn"),
	"AWS::SQS::Queue":       {name: "QueueName", attrs: arn("sqs:{R}:{A}:{N}")},
	"AWS::DynamoDB::Table":  named("TableName", arn("dynamodb:{R}:{A}:table/{N}")),
	"AWS::Lambda::Function": named("FunctionName", arn("lambda:{R}:{A}:function:{N}")),
	"AWS::StepFunctions::StateMachine": byARN("StateMachineName",
		"states:{R}:{A}:stateMachine:{N}", "Arn"),
	"AWS::Events::Rule":         named("Name", arn("events:{R}:{A}:rule/{N}")),
	"AWS::Events::EventBus":     named("Name", arn("events:{R}:{A}:event-bus/{N}")),
	"AWS::Scheduler::Schedule":  named("Name", nil),
	"AWS::Batch::JobQueue":      byARN("JobQueueName", "batch:{R}:{A}:job-queue/{N}", "JobQueueArn"),
	"AWS::Batch::JobDefinition": byARN("JobDefinitionName", "batch:{R}:{A}:job-definition/{N}:{?}"),
	"AWS::Batch::ComputeEnvironment": byARN("ComputeEnvironmentName",
		"batch:{R}:{A}:compute-environment/{N}", "ComputeEnvironmentArn"),
	"AWS::AutoScaling::AutoScalingGroup":    named("AutoScalingGroupName", nil),
	"AWS::AutoScaling::LaunchConfiguration": named("LaunchConfigurationName", nil),
	"AWS::EC2::KeyPair":                     named("KeyName", nil),
	"AWS::EC2::VPC":                         byID("VpcId"),
	"AWS::EC2::Subnet":                      byID("SubnetId"),
	"AWS::EC2::SecurityGroup":               byID("GroupId", "Id"),
	"AWS::EC2::RouteTable":                  byID("RouteTableId"),
	"AWS::EC2::InternetGateway":             byID("InternetGatewayId"),
	"AWS::EC2::EgressOnlyInternetGateway":   byID("Id"),
	"AWS::EC2::NatGateway":                  byID("NatGatewayId"),
	"AWS::EC2::VPCEndpoint":                 byID("Id"),
	"AWS::EC2::NetworkAcl":                  byID("Id"),
	"AWS::EC2::NetworkInterface":            byID("Id"),
	"AWS::EC2::LaunchTemplate":              byID("LaunchTemplateId"),
	"AWS::EC2::PrefixList":                  byID("PrefixListId"),
	"AWS::EC2::TransitGateway":              byID("Id"),
	"AWS::EC2::TransitGatewayAttachment":    byID("Id"),
	"AWS::EC2::TransitGatewayRouteTable":    byID("TransitGatewayRouteTableId"),
	"AWS::EC2::VPCPeeringConnection":        byID("Id"),
	"AWS::EC2::DHCPOptions":                 byID("DhcpOptionsId"),
	"AWS::EC2::Instance":                    byID("InstanceId"),
	"AWS::EFS::FileSystem":                  byID("FileSystemId"),
	"AWS::Route53::HostedZone":              byID("Id"),
	"AWS::ElasticLoadBalancingV2::LoadBalancer": byARN("",
		"elasticloadbalancing:{R}:{A}:loadbalancer/{?}", "LoadBalancerArn"),
	"AWS::ElasticLoadBalancingV2::TargetGroup": byARN("",
		"elasticloadbalancing:{R}:{A}:targetgroup/{?}", "TargetGroupArn"),
	"AWS::ElasticLoadBalancingV2::Listener": byARN("",
		"elasticloadbalancing:{R}:{A}:listener/{?}", "ListenerArn"),
}

// optional are attributes that look like identities and may be empty.
var optional = map[string]bool{"OutpostArn": true, "Ipv6AssociationId": true}

// identifies reports whether an attribute is always set and stands for the resource.
func identifies(typ, attr string) bool {
	if _, ok := identities[typ].attrs[attr]; ok {
		return true
	}
	last := attr[strings.LastIndexByte(attr, '.')+1:]
	if optional[last] {
		return false
	}
	for _, suffix := range []string{
		"Arn", "ARN", "Id", "Name", "Uri", "URI", "Url", "URL", "DNSName", "DefaultSecurityGroup",
		"DefaultNetworkAcl",
	} {
		if strings.HasSuffix(last, suffix) {
			return true
		}
	}
	return false
}

// token returns a reference to an attribute as text.
func (r *resource) token(attr string) string {
	if token, ok := r.tokens[attr]; ok {
		return token
	}
	ev := r.stack.ev
	r.tokens[attr] = ev.origins.Token(parser.Origin{ // while its shape is being made
		Kind: parser.Reference, Address: r.address(), Attr: attr,
	})
	id := identities[r.typ]
	shape := id.attrs[attr]
	if attr == "Ref" {
		shape = id.ref
		if _, named := r.physicalName(); shape == "{N}" && !named {
			shape = ""
		}
	}
	made := ev.origins.Add(parser.Origin{
		Kind: parser.Reference, Address: r.address(), Attr: attr, Shape: r.fillShape(shape),
	})
	if _, listed := identities[r.typ]; listed && attr == "Ref" && shape == "" {
		ev.simple[made] = true
	}
	r.tokens[attr] = parser.TokenOf(made)
	return r.tokens[attr]
}

// madeUp returns a token for what AWS makes up in an attribute.
func (r *resource) madeUp(part string) string {
	made := r.stack.ev.origins.Add(parser.Origin{
		Kind: parser.Reference, Address: r.address(), Attr: part,
	})
	r.stack.ev.simple[made] = true
	return parser.TokenOf(made)
}

// physicalName returns the name that a property gives the resource.
func (r *resource) physicalName() (string, bool) {
	property := identities[r.typ].name
	if property == "" || r.properties().get(property) == nil {
		return "", false
	}
	v := r.guarded(r.properties().get(property))
	if v == absent {
		return "", false
	}
	name, ok := r.stack.ev.text(v)
	return name, ok && name != ""
}

func (r *resource) fillShape(shape string) string {
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

func (r *resource) shapePart(key string) string {
	env := r.stack.env
	switch key {
	case "p":
		return env.partition
	case "R":
		return env.region
	case "A":
		return env.account
	case "S":
		return env.suffix
	case "N":
		if name, ok := r.physicalName(); ok {
			return name
		}
		if identities[r.typ].ref == "{N}" {
			return r.token("Ref")
		}
		return r.madeUp(identities[r.typ].name)
	case "Ref":
		return r.token("Ref")
	case "P":
		if path := r.properties().get("Path"); path != nil {
			if v := r.guarded(path); v != absent {
				if text, ok := r.stack.ev.text(v); ok && text != "" {
					return text
				}
			}
		}
		return "/"
	}
	return r.madeUp("suffix")
}

// opaqueType reports whether a resource of the type creates others, which cannot be seen.
func opaqueType(typ string) bool {
	switch typ {
	case "AWS::CloudFormation::CustomResource", "AWS::CloudFormation::Stack",
		"AWS::CloudFormation::StackSet", "AWS::Serverless::Application",
		"AWS::ServiceCatalog::CloudFormationProvisionedProduct":
		return true
	}
	return !strings.HasPrefix(typ, "AWS::") || strings.HasSuffix(typ, "::MODULE")
}
