package graph_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser/cloudformation"
)

// loadTemplates builds the graphs of templates, by path.
func loadTemplates(t *testing.T, files map[string]string) map[string]*graph.Graph {
	t.Helper()
	dir := t.TempDir()
	for name, source := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(source), 0o600))
	}
	roots, diags := cloudformation.Load(t.Context(), cloudformation.Options{
		Dir: dir, Paths: []string{"."},
	})
	require.Empty(t, diags)
	graphs := map[string]*graph.Graph{}
	for _, root := range roots {
		require.Empty(t, root.Diags)
		g, diags := graph.Builder{ManagedPolicy: policies}.Build(root)
		require.Empty(t, diags)
		graphs[root.Path] = g
	}
	return graphs
}

// loadTemplate builds the graph of a template that holds the resources.
func loadTemplate(t *testing.T, source string) *graph.Graph {
	t.Helper()
	return loadTemplates(t, map[string]string{"stack.yaml": source})["stack.yaml"]
}

func TestLoadedNames(t *testing.T) {
	g := loadTemplate(t, `
Parameters:
  Given: { Type: String }
Resources:
  Repo:
    Type: AWS::ECR::Repository
  Named:
    Type: AWS::ECR::Repository
    Properties: { RepositoryName: !Sub "${Given}/app" }
  Role:
    Type: AWS::IAM::Role
    Properties:
      Path: /tasks/
      AssumeRolePolicyDocument: { Statement: [] }
  Fixed:
    Type: AWS::IAM::Role
    Properties:
      RoleName: fixed
      AssumeRolePolicyDocument: { Statement: [] }
  Managed:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles: [!Ref Role, fixed]
      PolicyDocument:
        Statement:
          - { Effect: Allow, Action: "ecr:*", Resource: [!GetAtt Repo.Arn, !GetAtt Named.Arn] }
  Secret:
    Type: AWS::SecretsManager::Secret
    Properties: { Name: hub }
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ExecutionRoleArn: !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:role/tasks/${Role}
      ContainerDefinitions:
        - Name: one
          Image: !Sub ${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/${Repo}:1
        - Name: two
          Image: !Sub ${Repo.RepositoryUri}:2
        - Name: three
          Image: !Join ["", [!GetAtt Named.RepositoryUri, ":3"]]
          RepositoryCredentials: { CredentialsParameter: !Ref Secret }
  Other:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: other
      ExecutionRoleArn: fixed
      ContainerDefinitions: []
  Service:
    Type: AWS::ECS::Service
    Properties:
      LaunchType: FARGATE
      TaskDefinition: other
`)
	assert.Equal(t, g.Roles[1], g.TaskDefinitions[1].ExecutionRole.To)
	assert.Equal(t, g.Roles[0], g.TaskDefinitions[0].ExecutionRole.To)
	assert.Equal(t, g.TaskDefinitions[0], workload(t, g, "Service").Task.To)

	expand := g.Root.Origins.Expand
	named, repo := g.Repositories[0], g.Repositories[1]
	home := repo.Account + ".dkr.ecr." + repo.Region + ".amazonaws.com/"
	containers := g.TaskDefinitions[1].Containers.Items
	assert.Equal(t, home+repo.Name.V+":1", expand(containers[0].Image.V))
	assert.Equal(t, home+repo.Name.V+":2", expand(containers[1].Image.V))
	assert.Equal(t, home+named.Name.V+":3", expand(containers[2].Image.V))
	assert.Equal(t, g.Secrets[0].ARN, expand(containers[2].Credentials.V))
	assert.Regexp(t, "/app$", named.Name.V)

	for _, r := range g.Roles {
		require.Len(t, r.Policies, 1)
		assert.Contains(t, r.Policies[0].Text.V, repo.ARN)
		assert.Contains(t, r.Policies[0].Text.V, named.ARN)
		assert.Empty(t, r.Unresolved)
	}
	assert.Regexp(t, "^arn:aws:iam::.*:role/tasks/", g.Roles[1].ARN)
}

func TestLoadedExports(t *testing.T) {
	graphs := loadTemplates(t, map[string]string{
		"network.yaml": `
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24 } }
  Task: { Type: AWS::ECS::TaskDefinition, Properties: { ContainerDefinitions: [] } }
  Clusters: { Type: AWS::EKS::Cluster, Properties: {} }
Outputs:
  Subnet: { Value: !Ref Subnet, Export: { Name: subnet } }
`,
		"service.yaml": `
Resources:
  Task: { Type: AWS::ECS::TaskDefinition, Properties: { ContainerDefinitions: [] } }
  Service:
    Type: AWS::ECS::Service
    Properties:
      LaunchType: FARGATE
      TaskDefinition: !Ref Task
      NetworkConfiguration:
        AwsvpcConfiguration: { Subnets: [!ImportValue subnet, !ImportValue unknown] }
`,
	})
	g := graphs["service.yaml"]
	require.Len(t, g.Workloads, 1, "what another template starts is judged there")
	assert.Empty(t, g.Skipped)
	subnets := g.Workloads[0].Network.Subnets.Items
	require.Len(t, subnets, 2)
	require.NotNil(t, subnets[0].To)
	assert.Equal(t, "10.0.0.0/16", subnets[0].To.VPC.To.CIDRs.Items[0].V.String())
	assert.Nil(t, subnets[1].To)
	require.NotNil(t, subnets[1].Why)

	require.Len(t, graphs["network.yaml"].Workloads, 1)
	assert.Len(t, graphs["network.yaml"].Skipped, 1)
}

func TestLoadedConditions(t *testing.T) {
	g := loadTemplate(t, `
Parameters:
  Private: { Type: String }
Conditions:
  IsPrivate: !Equals [!Ref Private, "yes"]
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24 } }
  Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
  Use:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: { SubnetId: !Ref Subnet, RouteTableId: !Ref Table }
  Gateway: { Type: AWS::EC2::InternetGateway }
  Route:
    Type: AWS::EC2::Route
    Condition: IsPrivate
    Properties:
      RouteTableId: !Ref Table
      DestinationCidrBlock: 0.0.0.0/0
      GatewayId: !Ref Gateway
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      VpcId: !Ref Vpc
      SecurityGroupIngress: !If
        - IsPrivate
        - [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/16 }]
        - !Ref AWS::NoValue
  Endpoint:
    Type: AWS::EC2::VPCEndpoint
    Condition: IsPrivate
    Properties:
      VpcId: !Ref Vpc
      ServiceName: !Sub com.amazonaws.${AWS::Region}.ecr.api
      VpcEndpointType: !If [IsPrivate, Interface, !Ref AWS::NoValue]
      PrivateDnsEnabled: !If [IsPrivate, true, false]
`)
	require.Len(t, table(t, g, "Table").Routes, 1)
	assert.NotNil(t, table(t, g, "Table").Routes[0].Maybe)
	assert.NotEmpty(t, group(t, g, "Group").LostIngress)
	assert.True(t, group(t, g, "Group").DefaultEgress)
	e := endpoint(t, g, "Endpoint")
	assert.NotNil(t, e.Maybe)
	assert.NotNil(t, e.PrivateDNS.Why)
}

// TestLoadedCDK reads what the AWS CDK makes of a VPC and a load-balanced service.
func TestLoadedCDK(t *testing.T) {
	g := loadTemplates(t, map[string]string{"app.template.json": `{"Resources": {
  "Vpc8378EB38": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16",
    "EnableDnsHostnames": true, "EnableDnsSupport": true}},
  "VpcRestrict59474679": {"Type": "Custom::VpcRestrictDefaultSG", "Properties": {
    "ServiceToken": {"Fn::GetAtt": ["Provider", "Arn"]},
    "DefaultSecurityGroupId": {"Fn::GetAtt": ["Vpc8378EB38", "DefaultSecurityGroup"]},
    "Account": {"Ref": "AWS::AccountId"}}},
  "Provider": {"Type": "AWS::Lambda::Function", "Properties": {"Code": {"ZipFile": "x"}}},
  "LB": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"VpcId": {"Ref": "Vpc8378EB38"},
    "GroupDescription": "x"}},
  "LBtoService": {"Type": "AWS::EC2::SecurityGroupEgress", "Properties": {
    "GroupId": {"Fn::GetAtt": ["LB", "GroupId"]}, "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80,
    "DestinationSecurityGroupId": {"Fn::GetAtt": ["ServiceGroup", "GroupId"]}}},
  "ServiceGroup": {"Type": "AWS::EC2::SecurityGroup", "Properties": {
    "VpcId": {"Ref": "Vpc8378EB38"}, "GroupDescription": "x", "SecurityGroupEgress": [
      {"CidrIp": "0.0.0.0/0", "Description": "Allow all outbound traffic by default",
       "IpProtocol": "-1"}]}},
  "FromLB": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {
    "GroupId": {"Fn::GetAtt": ["ServiceGroup", "GroupId"]}, "IpProtocol": "tcp", "FromPort": 80,
    "ToPort": 80, "SourceSecurityGroupId": {"Fn::GetAtt": ["LB", "GroupId"]}}},
  "None": {"Type": "AWS::EC2::SecurityGroup", "Properties": {
    "VpcId": {"Ref": "Vpc8378EB38"}, "GroupDescription": "x", "SecurityGroupEgress": [
      {"CidrIp": "255.255.255.255/32", "Description": "Disallow all traffic", "IpProtocol": "icmp",
       "FromPort": 252, "ToPort": 86}]}},
  "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []}}},
  "RoleDefaultPolicy": {"Type": "AWS::IAM::Policy", "Properties": {
    "PolicyName": "RoleDefaultPolicy", "Roles": [{"Ref": "Role"}], "PolicyDocument": {"Statement": [
      {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"}]}}}
}}`})["app.template.json"]

	v := vpc(t, g, "Vpc8378EB38")
	assert.Nil(t, v.Open, "the CDK's own resource adds nothing to the VPC")
	assert.Empty(t, v.LostEndpoints)
	assert.Empty(t, v.DefaultGroup.Egress, "the CDK takes the default group's rules away")
	assert.Empty(t, v.DefaultGroup.Ingress)
	assert.NotNil(t, group(t, g, "LB").DefaultDoubt)
	service := group(t, g, "ServiceGroup")
	assert.False(t, service.DefaultEgress)
	require.Len(t, service.Egress, 1)
	assert.Equal(t, group(t, g, "LB"), service.Ingress[0].Groups.Items[0].To)
	assert.False(t, group(t, g, "None").DefaultEgress)
	require.Len(t, g.Roles[0].Policies, 1)
	assert.Empty(t, g.Skipped)
}
