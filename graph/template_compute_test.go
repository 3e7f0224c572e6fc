package graph_test

import (
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// taskPolicy is AWS's own policy for execution roles.
const taskPolicy = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"

// trust is a trust policy as templates write it.
func trust(service string) object {
	return object{"Statement": []any{object{
		"Effect": "Allow", "Principal": object{"Service": []any{service}},
		"Action": "sts:AssumeRole",
	}}}
}

func TestTemplateRole(t *testing.T) {
	s := newTemplate()
	pull := object{"Statement": object{"Effect": "Allow", "Action": "ecr:*", "Resource": "*"}}
	s.declare("Role", "AWS::IAM::Role", object{
		"AssumeRolePolicyDocument": trust("ecs-tasks.amazonaws.com"),
		"ManagedPolicyArns":        []any{taskPolicy, s.ref("Managed")},
		"Policies":                 []any{object{"PolicyName": "own", "PolicyDocument": pull}},
		"PermissionsBoundary":      s.ref("Managed"),
	})
	s.declare("Managed", "AWS::IAM::ManagedPolicy", object{"PolicyDocument": pull})
	s.declare("Attached", "AWS::IAM::ManagedPolicy", object{
		"PolicyDocument": trust("a"), "Roles": []any{s.ref("Role"), "elsewhere"},
	})
	s.declare("Inline", "AWS::IAM::Policy", object{
		"PolicyName": "inline", "PolicyDocument": trust("b"), "Roles": []any{s.ref("Role")},
	})
	s.declare("Single", "AWS::IAM::RolePolicy", object{
		"PolicyName": "single", "PolicyDocument": trust("c"), "RoleName": s.ref("Role"),
	})
	s.declare("Profile", "AWS::IAM::InstanceProfile", object{"Roles": []any{s.ref("Role")}})
	s.declare("Named", "AWS::IAM::Role", object{
		"RoleName": "fixed", "AssumeRolePolicyDocument": `{"Statement":[]}`,
	})
	s.declare("Late", "AWS::IAM::Policy", object{
		"PolicyName": "late", "PolicyDocument": trust("d"), "Roles": []any{"fixed"},
	})
	g := s.build(t)

	r := find(t, g.Roles, func(n *graph.Role) string { return n.ID }, "Role")
	assert.JSONEq(t, `{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
		"Principal":{"Service":["ecs-tasks.amazonaws.com"]}}]}`, r.Trust.Text.V)
	names := make([]string, 0, len(r.Policies))
	for _, p := range r.Policies {
		names = append(names, p.Name)
	}
	assert.ElementsMatch(t, []string{
		"Role.Policies", "AmazonECSTaskExecutionRolePolicy", "Managed", "Attached", "Inline", "Single",
	}, names, "what the role lists does not take away what others attach")
	assert.Empty(t, r.Unresolved)
	assert.Equal(t, "Managed", r.Boundary.Name)
	attachments := make([]string, 0, len(r.Attachments))
	for _, one := range r.Attachments {
		attachments = append(attachments, one.Resource.Address)
	}
	assert.Equal(t, []string{"Attached", "Inline", "Single"}, attachments)
	assert.Equal(t, r, g.Profiles[0].Role.To)

	named := find(t, g.Roles, func(n *graph.Role) string { return n.ID }, "Named")
	assert.Equal(t, "arn:aws:iam::111122223333:role/fixed", named.ARN)
	assert.Equal(t, "Late", named.Policies[0].Name)
}

// The tokens that a template's text holds are those of the nodes' own names.
func TestTemplateNames(t *testing.T) {
	s := newTemplate()
	shape := "arn:aws:iam::111122223333:role/" + s.ref("Role")
	s.declare("Role", "AWS::IAM::Role", object{"AssumeRolePolicyDocument": trust("x")})
	s.declare("Repo", "AWS::ECR::Repository", object{
		"RepositoryPolicyText": object{"Statement": []any{object{
			"Principal": object{"AWS": s.arn("Role", "Arn", shape)},
		}}},
		"LifecyclePolicy": object{"LifecyclePolicyText": `{"rules":[]}`},
	})
	s.declare("Task", "AWS::ECS::TaskDefinition", object{
		"ExecutionRoleArn": "arn:aws:iam::111122223333:role/" + s.ref("Role"),
		"ContainerDefinitions": []any{object{
			"Name": "app", "Image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/" + s.ref("Repo") + ":1",
		}},
	})
	s.declare("Secret", "AWS::SecretsManager::Secret", object{})
	s.declare("Holder", "AWS::IAM::Policy", object{
		"PolicyName": "x", "Roles": []any{s.ref("Role")},
		"PolicyDocument": object{"Statement": object{"Resource": s.arn("Secret", "Ref",
			"arn:aws:secretsmanager:eu-west-1:111122223333:secret:"+s.stack.ref("Secret", "suffix"))}},
	})
	g := s.build(t)

	r := g.Roles[0]
	assert.Equal(t, shape, r.ARN)
	assert.Equal(t, s.ref("Role"), r.Name.V)
	repo := g.Repositories[0]
	assert.Equal(t, s.ref("Repo"), repo.Name.V)
	require.Len(t, repo.Policies, 1)
	assert.Contains(t, repo.Policies[0].Text.V, shape)
	require.Len(t, repo.Lifecycle, 1)
	assert.Equal(t, r, g.TaskDefinitions[0].ExecutionRole.To)
	assert.Equal(t, "arn:aws:secretsmanager:eu-west-1:111122223333:secret:"+
		s.stack.ref("Secret", "suffix"), g.Secrets[0].ARN)
}

func TestTemplateService(t *testing.T) {
	s := newTemplate()
	s.network()
	s.declare("Group", "AWS::EC2::SecurityGroup", object{"VpcId": s.ref("Vpc")})
	s.declare("Task", "AWS::ECS::TaskDefinition", object{
		"NetworkMode": "awsvpc", "RequiresCompatibilities": []any{"FARGATE"},
		"RuntimePlatform": object{"CpuArchitecture": "ARM64"},
		"ContainerDefinitions": []any{
			object{
				"Name": "app", "Image": "public.ecr.aws/nginx/nginx:1",
				"RepositoryCredentials": object{"CredentialsParameter": "arn:x"},
				"LogConfiguration":      object{"LogDriver": "awslogs"},
				"Environment":           []any{object{"Name": "HTTPS_PROXY", "Value": "x"}},
				"Secrets":               []any{object{"Name": "A", "ValueFrom": "b"}},
			},
			object{"Name": "side", "Image": s.hole("Image")},
			s.maybeObject("WithTracing", object{"Name": "tracing", "Image": "xray"}),
		},
	})
	s.declare("Public", "AWS::ECS::Service", object{
		"TaskDefinition": s.ref("Task"), "LaunchType": "FARGATE",
		"NetworkConfiguration": object{"AwsvpcConfiguration": object{
			"Subnets": []any{s.ref("Subnet")}, "SecurityGroups": []any{s.att("Group", "GroupId")},
			"AssignPublicIp": "ENABLED",
		}},
	})
	s.declare("Private", "AWS::ECS::Service", object{
		"TaskDefinition": s.ref("Task"), "LaunchType": "FARGATE", "PlatformVersion": "1.3.0",
		"NetworkConfiguration": object{"AwsvpcConfiguration": object{
			"Subnets": []any{s.ref("Subnet"), s.hole("Other")},
		}},
	})
	s.declare("External", "AWS::ECS::Service", object{
		"DeploymentController": object{"Type": "EXTERNAL"},
	})
	s.declare("Set", "AWS::ECS::TaskSet", object{
		"TaskDefinition": s.ref("Task"), "LaunchType": "FARGATE",
		"NetworkConfiguration": object{"AwsVpcConfiguration": object{
			"Subnets": []any{s.ref("Subnet")},
		}},
	})
	g := s.build(t)

	w := workload(t, g, "Public")
	assert.Equal(t, "Task", w.Task.To.ID)
	assert.Equal(t, graph.LaunchFargate, w.Launches.Items[0].Kind)
	assert.True(t, w.Network.PublicIP.V)
	assert.Equal(t, "Subnet", w.Network.Subnets.Items[0].To.ID)
	assert.Equal(t, "Group", w.Network.Groups.Items[0].To.ID)
	assert.Equal(t, cty.GetAttrPath("NetworkConfiguration").GetAttr("AwsvpcConfiguration").
		GetAttr("Subnets").IndexInt(0), w.Network.Subnets.Items[0].Site.Path)

	w = workload(t, g, "Private")
	assert.False(t, w.Network.PublicIP.V)
	assert.False(t, w.Network.Groups.Given)
	assert.Equal(t, "1.3.0", w.PlatformVersion.V)
	assert.Len(t, w.Network.Subnets.Items, 2)
	assert.NotNil(t, w.Network.Subnets.Items[1].Why)

	assert.Equal(t, "Subnet", workload(t, g, "Set").Network.Subnets.Items[0].To.ID)
	for _, w := range g.Workloads {
		assert.NotEqual(t, "External", w.ID, "it starts nothing itself")
	}

	task := g.TaskDefinitions[0]
	assert.Equal(t, "ARM64", task.Architecture.V)
	assert.Equal(t, "LINUX", task.OS.V)
	require.Len(t, task.Containers.Items, 2)
	assert.NotNil(t, task.Containers.Open, "there may be a third container")
	app := task.Containers.Items[0]
	assert.Equal(t, "public.ecr.aws/nginx/nginx:1", app.Image.V)
	assert.Equal(t, "arn:x", app.Credentials.V)
	assert.Equal(t, "awslogs", app.LogDriver.V)
	assert.Equal(t, "HTTPS_PROXY", app.Environment.Items[0].V)
	assert.True(t, app.Secrets)
	assert.Equal(t, cty.GetAttrPath("ContainerDefinitions").IndexInt(0).GetAttr("Image"),
		app.ImageSite.Path)
	assert.Equal(t, "Image", task.Containers.Items[1].Image.Why.What)
}

func TestTemplateFleet(t *testing.T) {
	s := newTemplate()
	s.network()
	s.declare("Role", "AWS::IAM::Role", object{"AssumeRolePolicyDocument": trust("x")})
	s.declare("Profile", "AWS::IAM::InstanceProfile", object{"Roles": []any{s.ref("Role")}})
	s.declare("Group", "AWS::EC2::SecurityGroup", object{"VpcId": s.ref("Vpc")})
	s.declare("Template", "AWS::EC2::LaunchTemplate", object{"LaunchTemplateData": object{
		"IamInstanceProfile": object{"Arn": s.att("Profile", "Arn")},
		"NetworkInterfaces": []any{object{
			"DeviceIndex": 0, "AssociatePublicIpAddress": true, "Groups": []any{s.ref("Group")},
		}},
		"UserData": base64.StdEncoding.EncodeToString([]byte("ECS_CLUSTER=x")),
	}})
	s.declare("Fleet", "AWS::AutoScaling::AutoScalingGroup", object{
		"VPCZoneIdentifier": []any{s.ref("Subnet") + "," + "subnet-0abc"},
		"LaunchTemplate": object{
			"LaunchTemplateId": s.ref("Template"), "Version": s.att("Template", "LatestVersionNumber"),
		},
	})
	s.declare("Old", "AWS::AutoScaling::LaunchConfiguration", object{
		"SecurityGroups": []any{s.ref("Group")}, "IamInstanceProfile": s.ref("Profile"),
		"UserData": s.root.Origins.Unknown(cty.String, parser.Origin{
			What: "Fn::Base64", Decoded: "echo ECS_CLUSTER=" + s.ref("Cluster"),
		}),
	})
	s.declare("OldFleet", "AWS::AutoScaling::AutoScalingGroup", object{
		"VPCZoneIdentifier": []any{s.ref("Subnet")}, "LaunchConfigurationName": s.ref("Old"),
	})
	s.declare("Mixed", "AWS::AutoScaling::AutoScalingGroup", object{
		"VPCZoneIdentifier": []any{s.ref("Subnet")},
		"MixedInstancesPolicy": object{"LaunchTemplate": object{
			"LaunchTemplateSpecification": object{"LaunchTemplateId": s.ref("Template")},
			"Overrides":                   []any{object{"InstanceType": "t3.small"}},
		}},
	})
	s.declare("Named", "AWS::EC2::LaunchTemplate", object{"LaunchTemplateData": object{
		"SecurityGroups": []any{"by-name"},
	}})
	s.declare("NamedFleet", "AWS::AutoScaling::AutoScalingGroup", object{
		"VPCZoneIdentifier": []any{s.ref("Subnet")},
		"LaunchTemplate":    object{"LaunchTemplateId": s.ref("Named")},
	})
	s.declare("NamedCapacity", "AWS::ECS::CapacityProvider", object{
		"AutoScalingGroupProvider": object{"AutoScalingGroupArn": s.ref("NamedFleet")},
	})
	s.declare("Capacity", "AWS::ECS::CapacityProvider", object{
		"AutoScalingGroupProvider": object{"AutoScalingGroupArn": s.ref("Fleet")},
	})
	s.declare("OldCapacity", "AWS::ECS::CapacityProvider", object{
		"AutoScalingGroupProvider": object{"AutoScalingGroupArn": s.ref("OldFleet")},
	})
	s.declare("MixedCapacity", "AWS::ECS::CapacityProvider", object{
		"AutoScalingGroupProvider": object{"AutoScalingGroupArn": s.ref("Mixed")},
	})
	s.declare("Cluster", "AWS::ECS::Cluster", object{})
	s.declare("Use", "AWS::ECS::ClusterCapacityProviderAssociations", object{
		"Cluster": s.ref("Cluster"), "CapacityProviders": []any{s.ref("Capacity"), "FARGATE"},
		"DefaultCapacityProviderStrategy": []any{
			object{"CapacityProvider": s.ref("Capacity"), "Weight": "1"},
			object{"CapacityProvider": "FARGATE", "Weight": 0},
		},
	})
	s.declare("Task", "AWS::ECS::TaskDefinition", object{"ContainerDefinitions": []any{}})
	s.declare("Service", "AWS::ECS::Service", object{
		"Cluster": s.att("Cluster", "Arn"), "TaskDefinition": s.ref("Task"),
	})
	s.declare("Other", "AWS::ECS::Service", object{
		"TaskDefinition": s.ref("Task"), "CapacityProviderStrategy": []any{
			object{"CapacityProvider": s.ref("OldCapacity"), "Base": 1},
			object{"CapacityProvider": s.ref("MixedCapacity"), "Base": 1},
			object{"CapacityProvider": s.ref("NamedCapacity"), "Base": 1},
		},
	})
	g := s.build(t)

	launches := workload(t, g, "Service").Launches.Items
	require.Len(t, launches, 1, "a provider with weight 0 is not used")
	fleet := launches[0].Fleet.To
	require.NotNil(t, fleet)
	assert.Equal(t, graph.LaunchEC2, launches[0].Kind)
	require.Len(t, fleet.Subnets.Items, 2, "an element may be several with commas")
	assert.Equal(t, "Subnet", fleet.Subnets.Items[0].To.ID)
	host := fleet.Hosts.Items[0]
	assert.True(t, host.PublicIP.V)
	assert.Equal(t, "Group", host.Groups.Items[0].To.ID)
	assert.Equal(t, "Role", host.Profile.To.Role.To.ID)
	assert.Equal(t, "ECS_CLUSTER=x", host.UserData.V)

	launches = workload(t, g, "Other").Launches.Items
	require.Len(t, launches, 3)
	assert.NotNil(t, launches[2].Fleet.To.Hosts.Items[0].Groups.Items[0].Why, "groups by name")
	host = launches[0].Fleet.To.Hosts.Items[0]
	assert.Equal(t, "Profile", host.Profile.To.ID)
	assert.Contains(t, host.UserData.V, "ECS_CLUSTER=")
	assert.Equal(t, "Template", launches[1].Fleet.To.Hosts.Items[0].ID)
}

func TestTemplateManagedInstances(t *testing.T) {
	s := newTemplate()
	s.network()
	s.declare("Profile", "AWS::IAM::InstanceProfile", object{"Roles": []any{"x"}})
	s.declare("Capacity", "AWS::ECS::CapacityProvider", object{
		"Name": "managed", "ManagedInstancesProvider": object{"InstanceLaunchTemplate": object{
			"Ec2InstanceProfileArn": s.att("Profile", "Arn"),
			"NetworkConfiguration":  object{"Subnets": []any{s.ref("Subnet")}},
		}},
	})
	s.declare("Cluster", "AWS::ECS::Cluster", object{
		"ClusterName": "c", "CapacityProviders": []any{"managed"},
		"DefaultCapacityProviderStrategy": []any{object{"CapacityProvider": "managed", "Weight": 1}},
	})
	s.declare("Task", "AWS::ECS::TaskDefinition", object{"Family": "f"})
	s.declare("Service", "AWS::ECS::Service", object{"Cluster": "c", "TaskDefinition": "f"})
	g := s.build(t)

	w := workload(t, g, "Service")
	assert.Equal(t, "Task", w.Task.To.ID)
	require.Len(t, w.Launches.Items, 1)
	assert.Equal(t, graph.LaunchManaged, w.Launches.Items[0].Kind)
	assert.Equal(t, "Subnet", w.Launches.Items[0].Fleet.To.Subnets.Items[0].To.ID)
}

func TestTemplateRegistry(t *testing.T) {
	s := newTemplate()
	s.declare("Repo", "AWS::ECR::Repository", object{
		"RepositoryName": "team/app", "ImageTagMutability": "IMMUTABLE",
	})
	s.declare("Policy", "AWS::ECR::RegistryPolicy", object{"PolicyText": trust("x")})
	s.declare("Cache", "AWS::ECR::PullThroughCacheRule", object{
		"EcrRepositoryPrefix": "hub", "UpstreamRegistryUrl": "registry-1.docker.io",
	})
	s.declare("Made", "AWS::ECR::RepositoryCreationTemplate", object{
		"Prefix": "hub", "AppliedFor": []any{"PULL_THROUGH_CACHE"},
		"RepositoryPolicy": `{"Statement":[]}`,
	})
	s.declare("Detector", "AWS::GuardDuty::Detector", object{
		"Enable": true, "Features": []any{object{
			"Name": "RUNTIME_MONITORING", "Status": "ENABLED", "AdditionalConfiguration": []any{
				object{"Name": "ECS_FARGATE_AGENT_MANAGEMENT", "Status": "ENABLED"},
			},
		}},
	})
	g := s.build(t)

	assert.Equal(t, "team/app", g.Repositories[0].Name.V)
	assert.Equal(t, "arn:aws:ecr:eu-west-1:111122223333:repository/team/app", g.Repositories[0].ARN)
	assert.Empty(t, g.Repositories[0].Policies)
	assert.Equal(t, "IMMUTABLE", g.Repositories[0].Mutable.V)
	assert.True(t, g.RegistryPolicy[0].Policy.Text.Given)
	assert.Equal(t, "hub", g.CacheRules[0].Prefix.V)
	assert.True(t, g.Templates[0].Policy.Text.Given)
	assert.True(t, g.Detectors[0].FargateAgent.V)
}

func TestTemplateZones(t *testing.T) {
	s := newTemplate()
	s.network()
	s.declare("Registry", "AWS::EC2::VPCEndpoint", object{
		"VpcId": s.ref("Vpc"), "ServiceName": "com.amazonaws.eu-west-1.ecr.api",
		"VpcEndpointType": "Interface",
	})
	s.declare("Zone", "AWS::Route53::HostedZone", object{
		"Name": "api.ecr.eu-west-1.amazonaws.com",
		"VPCs": []any{object{"VPCId": s.ref("Vpc"), "VPCRegion": "eu-west-1"}},
	})
	s.declare("Public", "AWS::Route53::HostedZone", object{"Name": "example.com"})
	s.declare("Apex", "AWS::Route53::RecordSet", object{
		"HostedZoneId": s.ref("Zone"), "Name": "api.ecr.eu-west-1.amazonaws.com.", "Type": "A",
		"AliasTarget": object{"DNSName": s.att("Registry", "DnsEntries"), "HostedZoneId": "Z1"},
	})
	s.declare("More", "AWS::Route53::RecordSetGroup", object{
		"HostedZoneName": "api.ecr.eu-west-1.amazonaws.com.", "RecordSets": []any{
			object{"Name": "x.api.ecr.eu-west-1.amazonaws.com", "Type": "CNAME"},
		},
	})
	g := s.build(t)

	require.Len(t, g.Zones, 1, "a zone without a VPC is public")
	zone := g.Zones[0]
	assert.Equal(t, "Vpc", zone.VPCs.Items[0].To.ID)
	require.Len(t, zone.Records, 2)
	assert.Equal(t, "api.ecr.eu-west-1.amazonaws.com", zone.Records[0].Name.V)
	assert.Equal(t, "Registry", zone.Records[0].Endpoint.To.ID)
	assert.Equal(t, "x.api.ecr.eu-west-1.amazonaws.com", zone.Records[1].Name.V)
}

func TestTemplateInstances(t *testing.T) {
	s := newTemplate()
	s.network()
	s.declare("Group", "AWS::EC2::SecurityGroup", object{"VpcId": s.ref("Vpc")})
	s.declare("Nat", "AWS::EC2::Instance", object{
		"SourceDestCheck": "false", "NetworkInterfaces": []any{object{
			"DeviceIndex": "0", "AssociatePublicIpAddress": "true", "SubnetId": s.ref("Subnet"),
			"GroupSet": []any{s.ref("Group")},
		}},
	})
	s.declare("Plain", "AWS::EC2::Instance", object{
		"SubnetId": s.ref("Subnet"), "SecurityGroupIds": []any{s.ref("Group")},
	})
	s.declare("Address", "AWS::EC2::EIP", object{"InstanceId": s.ref("Plain")})
	s.declare("Table", "AWS::EC2::RouteTable", object{"VpcId": s.ref("Vpc")})
	for id, instance := range map[string]string{"R1": "Nat", "R2": "Plain"} {
		s.declare(id, "AWS::EC2::Route", object{
			"RouteTableId": s.ref("Table"), "DestinationCidrBlock": "0.0.0.0/0",
			"InstanceId": s.ref(instance),
		})
	}
	g := s.build(t)

	routes := table(t, g, "Table").Routes
	require.Len(t, routes, 2)
	nat, plain := routes[0].Instance, routes[1].Instance
	assert.False(t, nat.SourceDestCheck.V)
	assert.True(t, nat.PublicIP.V)
	assert.Equal(t, "Subnet", nat.Subnet.To.ID)
	assert.Equal(t, "Group", nat.Groups.Items[0].To.ID)
	assert.True(t, plain.SourceDestCheck.V)
	assert.True(t, plain.PublicIP.V)
	assert.Equal(t, "Group", plain.Groups.Items[0].To.ID)
}

func TestTemplateSkipped(t *testing.T) {
	s := newTemplate()
	s.declare("Eks", "AWS::EKS::Cluster", object{})
	s.declare("Zip", "AWS::Lambda::Function", object{})
	s.declare("Image", "AWS::Lambda::Function", object{"PackageType": "Image"})
	s.declare("Other", "AWS::Events::Rule", object{"Targets": []any{object{"Arn": "x"}}})
	s.declare("Stored", "AWS::StepFunctions::StateMachine", object{
		"DefinitionS3Location": object{"Bucket": "b", "Key": "k"},
	})
	g := s.build(t)

	var ids []string
	for _, one := range g.Skipped {
		ids = append(ids, one.Resource.Address)
	}
	assert.Equal(t, []string{"Eks", "Image", "Stored"}, ids)
}
