package graph_test

import (
	"fmt"
	"net/netip"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// kindsOfResource are the types that the graph reads, with arguments of each.
var kindsOfResource = map[string][]string{
	"aws_vpc":                                {"cidr_block", "enable_dns_support", "ipv6_cidr_block"},
	"aws_default_vpc":                        {"enable_dns_hostnames"},
	"aws_subnet":                             {"vpc_id", "cidr_block", "ipv6_native"},
	"aws_default_route_table":                {"default_route_table_id", "route"},
	"aws_route_table":                        {"vpc_id", "route", "propagating_vgws"},
	"aws_main_route_table_association":       {"vpc_id", "route_table_id"},
	"aws_route":                              {"route_table_id", "gateway_id", "nat_gateway_id"},
	"aws_route_table_association":            {"subnet_id", "route_table_id"},
	"aws_internet_gateway":                   {"vpc_id"},
	"aws_internet_gateway_attachment":        {"vpc_id", "internet_gateway_id"},
	"aws_nat_gateway":                        {"subnet_id", "connectivity_type", "allocation_id"},
	"aws_instance":                           {"subnet_id", "network_interface"},
	"aws_network_interface":                  {"subnet_id", "attachment"},
	"aws_eip":                                {"instance", "network_interface"},
	"aws_default_security_group":             {"vpc_id", "egress", "ingress"},
	"aws_security_group":                     {"vpc_id", "egress", "ingress"},
	"aws_security_group_rule":                {"type", "security_group_id", "self", "cidr_blocks"},
	"aws_vpc_security_group_egress_rule":     {"security_group_id", "cidr_ipv4", "prefix_list_id"},
	"aws_default_network_acl":                {"default_network_acl_id", "subnet_ids", "egress"},
	"aws_network_acl":                        {"vpc_id", "subnet_ids", "ingress"},
	"aws_network_acl_rule":                   {"network_acl_id", "egress", "rule_number"},
	"aws_vpc_endpoint":                       {"vpc_id", "service_name", "route_table_ids", "policy"},
	"aws_vpc_endpoint_policy":                {"vpc_endpoint_id", "policy"},
	"aws_route53_zone":                       {"name", "vpc"},
	"aws_route53_record":                     {"zone_id", "name", "alias", "records"},
	"aws_iam_role":                           {"name", "inline_policy", "managed_policy_arns"},
	"aws_iam_role_policy_attachment":         {"role", "policy_arn"},
	"aws_iam_instance_profile":               {"name", "role"},
	"aws_ecr_repository":                     {"name"},
	"aws_ecr_repository_policy":              {"repository", "policy"},
	"aws_launch_template":                    {"name", "network_interfaces", "user_data"},
	"aws_autoscaling_group":                  {"vpc_zone_identifier", "mixed_instances_policy"},
	"aws_ecs_capacity_provider":              {"name", "auto_scaling_group_provider"},
	"aws_ecs_cluster":                        {"name"},
	"aws_ecs_cluster_capacity_providers":     {"cluster_name", "default_capacity_provider_strategy"},
	"aws_ecs_task_definition":                {"family", "container_definitions"},
	"aws_ecs_service":                        {"cluster", "task_definition", "network_configuration"},
	"aws_batch_compute_environment":          {"name", "type", "compute_resources"},
	"aws_batch_job_queue":                    {"name", "state", "compute_environment_order"},
	"aws_batch_job_definition":               {"name", "ecs_properties", "node_properties"},
	"data.aws_batch_job_queue":               {"name"},
	"aws_cloudwatch_event_target":            {"arn", "ecs_target", "batch_target", "input"},
	"aws_scheduler_schedule":                 {"target"},
	"aws_pipes_pipe":                         {"target", "target_parameters"},
	"aws_sfn_state_machine":                  {"definition"},
	"aws_ecs_express_gateway_service":        {"primary_container", "network_configuration"},
	"data.aws_ecs_task_execution":            {"cluster", "task_definition", "overrides"},
	"data.aws_prefix_list":                   {"name", "filter"},
	"data.aws_ecs_task_definition":           {"task_definition"},
	"data.aws_vpc_endpoint_service":          {"service"},
	"aws_guardduty_detector_feature":         {"detector_id", "name", "additional_configuration"},
	"aws_vpc_security_group_rules_exclusive": {"security_group_id", "egress_rule_ids"},
}

// vocabulary is how a language names things.
type vocabulary struct{ attributes, fields []string }

var terraformWords = vocabulary{
	attributes: []string{
		"id", "arn", "name", "default_route_table_id", "default_security_group_id",
		"default_network_acl_id", "prefix_list_id",
	},
	fields: []string{
		"cidr_block", "cidr_blocks", "protocol", "from_port", "gateway_id", "launch_template", "id",
		"capacity_provider", "weight", "name", "vpc_id", "policy", "subnets", "override", "role",
		"launch_template_specification", "security_groups", "network_interface_id", "values",
		"task_definition_arn", "ecs_parameters", "ecs_task_parameters", "overrides", "input",
		"aws_vpc_configuration", "job_definition", "execution_role_arn",
	},
}

// anything draws a value: of any type, known or not, marked or not.
func anything(t *rapid.T, s *stack, words vocabulary, addresses []string, depth int) cty.Value {
	kind := rapid.IntRange(0, 11).Draw(t, "kind")
	if depth == 0 {
		kind %= 8
	}
	switch kind {
	case 0:
		return cty.NullVal(cty.DynamicPseudoType)
	case 1:
		return s.hole("var.x")
	case 2:
		return cty.StringVal(rapid.SampledFrom([]string{
			"", "10.0.0.0/16", "[]", `[{"name":"a"}]`, "[1]", "{", "-1", "tcp", "true", "443",
			"arn:aws:iam::111122223333:role/x", "com.amazonaws.eu-west-1.s3", "x", "default",
			"arn:", ":", "/", s.holeText("var.y"), "a" + s.holeText("var.y") + "b", "\ue000",
			"\ue000\ue019\ue019\ue001", `{"a":` + s.holeText("var.z") + `}`,
		}).Draw(t, "text"))
	case 3:
		return cty.NumberFloatVal(rapid.SampledFrom([]float64{0, 1, -1, 443, 1e30, 0.5}).Draw(t, "n"))
	case 4:
		return cty.BoolVal(rapid.Bool().Draw(t, "bool"))
	case 5, 6:
		attr := rapid.SampledFrom(words.attributes).Draw(t, "attr")
		return cty.StringVal(s.ref(rapid.SampledFrom(addresses).Draw(t, "address"), attr))
	case 7:
		return cty.UnknownVal(cty.List(cty.String)).Mark(parser.Hole{ID: 1 << 20})
	case 8, 9:
		n := rapid.IntRange(0, 3).Draw(t, "length")
		list := make([]cty.Value, n)
		for i := range list {
			list[i] = anything(t, s, words, addresses, depth-1)
		}
		return cty.TupleVal(list)
	}
	fields := map[string]cty.Value{}
	for _, name := range rapid.SliceOfN(rapid.SampledFrom(words.fields), 0, 5).Draw(t, "fields") {
		fields[name] = anything(t, s, words, addresses, depth-1)
	}
	block := cty.ObjectVal(fields)
	if kind == 11 {
		return block.Mark(parser.Maybe{ID: s.root.Origins.Add(parser.Origin{What: "var.m"})})
	}
	return block
}

func sortedKinds(kinds map[string][]string) []string {
	var all []string
	for kind := range kinds {
		all = append(all, kind)
	}
	return sorted(all)
}

// sameGraph compares graphs down to every field; resources are compared as the same resource.
var sameGraph = cmp.Options{
	cmp.Exporter(func(reflect.Type) bool { return true }),
	cmp.Comparer(func(a, b *parser.Resource) bool { return a == b }),
	cmp.Comparer(func(a, b *parser.Root) bool { return a == b }),
	cmp.Comparer(func(a, b func() graph.Handed) bool { return (a == nil) == (b == nil) }),
	cmp.Comparer(func(a, b cty.Path) bool { return a.Equals(b) }),
	cmp.Comparer(func(a, b netip.Prefix) bool { return a == b }),
}

// TestAnythingBuilds: whatever the values are, there is a graph, and it is the same each time.
func TestAnythingBuilds(t *testing.T) {
	t.Run("terraform", func(t *testing.T) {
		buildsAnything(t, newStack, kindsOfResource, terraformWords)
	})
	t.Run("cloudformation", func(t *testing.T) {
		template := func() *stack { return newTemplate().stack }
		buildsAnything(t, template, kindsOfTemplate, templateWords)
	})
}

func buildsAnything(
	t *testing.T, empty func() *stack, arguments map[string][]string, words vocabulary,
) {
	t.Helper()
	kinds := sortedKinds(arguments)
	rapid.Check(t, func(t *rapid.T) {
		s := empty()
		n := rapid.IntRange(1, 14).Draw(t, "resources")
		addresses := make([]string, n)
		types := make([]string, n)
		for i := range addresses {
			types[i] = rapid.SampledFrom(kinds).Draw(t, "type")
			addresses[i] = fmt.Sprintf("%s.r%d", types[i], i)
		}
		for i, address := range addresses {
			attrs := object{}
			for _, name := range arguments[types[i]] {
				attrs[name] = anything(t, s, words, addresses, 3)
			}
			r := s.add(address, attrs)
			if rapid.Bool().Draw(t, "maybe") {
				r.Maybe = &parser.Origin{What: "var.count"}
			}
		}
		s.root.Opaque = []parser.Opaque{{
			Address: "module.x", Handed: addresses[:1], Origin: parser.Origin{What: "module.x"},
		}}
		one, _ := s.diagnose()
		two, _ := s.diagnose()
		assert.Empty(t, cmp.Diff(one, two, sameGraph))
	})
}

var templateWords = vocabulary{
	attributes: []string{
		"Ref", "Arn", "GroupId", "DefaultSecurityGroup", "DefaultNetworkAcl", "DnsEntries", "VpcId",
	},
	fields: []string{
		"CidrBlock", "CidrIp", "IpProtocol", "FromPort", "From", "GroupId", "CapacityProvider",
		"Weight", "Name", "VPCId", "PolicyDocument", "Subnets", "AwsvpcConfiguration", "Image",
		"LaunchTemplateSpecification", "Overrides", "LaunchTemplateId", "NetworkInterfaces",
		"UserData", "InstanceLaunchTemplate", "NetworkConfiguration", "Statement", "DNSName",
		"NetworkInterfaceId", "IamInstanceProfile", "EcsParameters", "AdditionalConfiguration",
		"BatchParameters", "EcsTaskParameters", "Input", "Arn", "TaskDefinitionArn", "States",
		"Resource", "Parameters", "Branches", "InputTransformer",
	},
}

// kindsOfTemplate are the types of CloudFormation that the graph reads, with properties of each.
var kindsOfTemplate = map[string][]string{
	"AWS::EC2::VPC":                         {"CidrBlock", "EnableDnsSupport"},
	"AWS::EC2::VPCCidrBlock":                {"VpcId", "CidrBlock", "Ipv6CidrBlock"},
	"AWS::EC2::Subnet":                      {"VpcId", "CidrBlock", "Ipv6Native"},
	"AWS::EC2::SubnetCidrBlock":             {"SubnetId", "Ipv6CidrBlock"},
	"AWS::EC2::RouteTable":                  {"VpcId"},
	"AWS::EC2::Route":                       {"RouteTableId", "DestinationCidrBlock", "GatewayId"},
	"AWS::EC2::SubnetRouteTableAssociation": {"SubnetId", "RouteTableId"},
	"AWS::EC2::VPNGatewayRoutePropagation":  {"RouteTableIds"},
	"AWS::EC2::InternetGateway":             {},
	"AWS::EC2::VPCGatewayAttachment":        {"VpcId", "InternetGatewayId"},
	"AWS::EC2::NatGateway":                  {"SubnetId", "ConnectivityType", "AllocationId"},
	"AWS::EC2::Instance":                    {"SubnetId", "NetworkInterfaces"},
	"AWS::EC2::SecurityGroup":               {"VpcId", "SecurityGroupEgress", "SecurityGroupIngress"},
	"AWS::EC2::SecurityGroupEgress":         {"GroupId", "CidrIp", "DestinationPrefixListId"},
	"AWS::EC2::NetworkAcl":                  {"VpcId"},
	"AWS::EC2::NetworkAclEntry":             {"NetworkAclId", "Egress", "PortRange"},
	"AWS::EC2::VPCEndpoint": {
		"VpcId", "ServiceName", "RouteTableIds", "PolicyDocument", "DnsOptions",
	},
	"AWS::EC2::PrefixList":                  {"Entries"},
	"AWS::EC2::LaunchTemplate":              {"LaunchTemplateData"},
	"AWS::Route53::HostedZone":              {"Name", "VPCs"},
	"AWS::Route53::RecordSet":               {"HostedZoneId", "Name", "AliasTarget"},
	"AWS::Route53::RecordSetGroup":          {"HostedZoneName", "RecordSets"},
	"AWS::IAM::Role":                        {"RoleName", "Policies", "AssumeRolePolicyDocument"},
	"AWS::IAM::ManagedPolicy":               {"PolicyDocument", "Roles"},
	"AWS::IAM::Policy":                      {"PolicyDocument", "Roles"},
	"AWS::IAM::InstanceProfile":             {"Roles"},
	"AWS::ECR::Repository":                  {"RepositoryPolicyText", "LifecyclePolicy"},
	"AWS::ECS::Cluster":                     {"DefaultCapacityProviderStrategy"},
	"AWS::ECS::CapacityProvider":            {"AutoScalingGroupProvider", "ManagedInstancesProvider"},
	"AWS::ECS::TaskDefinition":              {"ContainerDefinitions", "ExecutionRoleArn"},
	"AWS::Batch::ComputeEnvironment":        {"Type", "ComputeResources", "State"},
	"AWS::Batch::JobQueue":                  {"ComputeEnvironmentOrder", "State"},
	"AWS::Batch::JobDefinition":             {"PlatformCapabilities", "NodeProperties", "ContainerProperties"},
	"AWS::ECS::Service":                     {"Cluster", "TaskDefinition", "NetworkConfiguration"},
	"AWS::AutoScaling::AutoScalingGroup":    {"VPCZoneIdentifier", "MixedInstancesPolicy"},
	"AWS::AutoScaling::LaunchConfiguration": {"SecurityGroups", "UserData"},
	"AWS::GuardDuty::Detector":              {"Enable", "Features"},
	"AWS::Events::Rule":                     {"Targets"},
	"AWS::StepFunctions::StateMachine":      {"Definition", "DefinitionSubstitutions"},
	"AWS::Scheduler::Schedule":              {"Target"},
	"AWS::Pipes::Pipe":                      {"Target", "TargetParameters"},
	"AWS::ECS::ExpressGatewayService":       {"PrimaryContainer", "NetworkConfiguration"},
	"AWS::ECS::Daemon":                      {"DaemonTaskDefinitionArn", "CapacityProviderArns"},
	"AWS::ECS::DaemonTaskDefinition":        {"Family", "ContainerDefinitions"},
}
