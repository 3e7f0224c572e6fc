package iam

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pullers are the AWS-managed policies that hold the three actions of a pull.
var pullers = strings.Fields(`
AWSAppRunnerServicePolicyForECRAccess AWSECRPullThroughCache_ServiceRolePolicy
AWSMcpServiceActionsFullAccess AdministratorAccess AmazonBraketFullAccess
AmazonBraketJobsExecutionPolicy AmazonDataZoneSageMakerEnvironmentRolePermissionsBoundary
AmazonEC2ContainerRegistryReadOnly AmazonEC2ContainerRegistryPullOnly
AmazonEC2ContainerRegistryPowerUser AmazonEC2ContainerRegistryFullAccess
AmazonEC2ContainerServiceforEC2Role AmazonECSTaskExecutionRolePolicy
AmazonEKSFargatePodExecutionRolePolicy AmazonEKSLocalOutpostClusterPolicy
AmazonInspector2ServiceRolePolicy AmazonRedshiftAllCommandsFullAccess
AmazonSageMakerCanvasFullAccess AmazonSageMakerFullAccess AmazonSageMakerHyperPodInferenceAccess
AmazonSageMakerServiceCatalogProductsCodeBuildServiceRolePolicy
EC2InstanceProfileForImageBuilderECRContainerBuilds PowerUserAccess ROSAWorkerInstancePolicy
ReadOnlyAccess SageMakerStudioAdminIAMDefaultExecutionPolicy
SageMakerStudioAdminIAMPermissiveExecutionPolicy SageMakerStudioProjectProvisioningRolePolicy
SageMakerStudioProjectRoleMachineLearningPolicy
SageMakerStudioProjectUserRolePermissionsBoundary
SageMakerStudioUserIAMDefaultExecutionPolicy SageMakerStudioUserIAMPermissiveExecutionPolicy
`)

// managedAllows reports for how many of the actions the policy has an Allow.
func managedAllows(t *testing.T, name string, actions ...string) int {
	t.Helper()
	arn, ok := ManagedARN(name)
	require.True(t, ok, name)
	text, ok := Managed(arn)
	require.True(t, ok, name)
	doc := mustParse(t, text)
	count := 0
	for _, action := range actions {
		e := &evaluation{req: &Request{Action: action}}
		for i := range doc.Statements {
			st := &doc.Statements[i]
			if st.Effect == "Allow" && e.action(st).state == True {
				count++
				break
			}
		}
	}
	return count
}

var pullActions = []string{
	"ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer",
}

func TestManagedPullers(t *testing.T) {
	for _, name := range pullers {
		assert.Equal(t, len(pullActions), managedAllows(t, name, pullActions...), name)
	}
}

// TestManagedPullersAreAll: no other policy of AWS's holds the three actions.
func TestManagedPullersAreAll(t *testing.T) {
	var found []string
	for line := range strings.SplitSeq(managedIndex, "\n") {
		path, block, _ := strings.Cut(line, " ")
		if block == "" || strings.ContainsAny(path, "#@") {
			continue // it says nothing about pulls
		}
		name := path[strings.LastIndexByte(path, '/')+1:]
		if managedAllows(t, name, pullActions...) == len(pullActions) {
			found = append(found, name)
		}
	}
	newer := strings.Fields(`AIDevOpsAgentActionsPolicy AWSElasticBeanstalkEKSImageBuild
		AWSSupportServiceRolePolicy AmazonSageMakerModelCustomizationCoreAccess`)
	assert.ElementsMatch(t, append(newer, pullers...), found)
}

// TestManagedOthers: the policies that people attach in the belief that they grant the pull.
func TestManagedOthers(t *testing.T) {
	for _, name := range strings.Fields(`AmazonECS_FullAccess AmazonEC2ContainerServiceEventsRole
		AWSBatchServiceRole AmazonSSMManagedInstanceCore SecurityAudit ViewOnlyAccess
		AmazonECSInstanceRolePolicyForManagedInstances AmazonEKSWorkerNodePolicy
		AmazonElasticContainerRegistryPublicReadOnly AWSElasticBeanstalkWebTier
		AWSElasticBeanstalkWorkerTier AWSElasticBeanstalkMulticontainerDocker
		CloudWatchLogsFullAccess`) {
		assert.Less(t, managedAllows(t, name, pullActions...), len(pullActions), name)
	}
	for _, name := range strings.Fields(`AWSRoboMaker_FullAccess
		AmazonSageMakerModelRegistryFullAccess EC2ImageBuilderLifecycleExecutionPolicy`) {
		assert.Equal(t, 1, managedAllows(t, name, pullActions...), name)
	}
}

func TestManagedDecides(t *testing.T) {
	request := Request{Identity: caller, Resource: repoARN}
	for _, test := range []struct {
		arn, action string
		want        Tri
	}{
		{"arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy", "ecr:BatchGetImage", True},
		{"arn:aws-cn:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy", "ecr:BatchGetImage", True},
		{"arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy", "ecr:BatchImportUpstreamImage", False},
		{"arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly", "ecr:BatchImportUpstreamImage", True},
		{"arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly", "ecr:CreateRepository", False},
		{"arn:aws:iam::aws:policy/PowerUserAccess", "ecr:BatchGetImage", True},
		{"arn:aws:iam::aws:policy/AdministratorAccess", "secretsmanager:GetSecretValue", True},
		{"arn:aws:iam::aws:policy/ReadOnlyAccess", "secretsmanager:GetSecretValue", False},
		{"arn:aws:iam::aws:policy/ReadOnlyAccess", "ssm:GetParameters", True},
		{"arn:aws:iam::aws:policy/AmazonECS_FullAccess", "ecr:BatchGetImage", False},
	} {
		text, ok := Managed(test.arn)
		require.True(t, ok, test.arn)
		request.Action = test.action
		got := Evaluate([]*Document{mustParse(t, text)}, request).Effect()
		assert.Equal(t, test.want, got, "%s %s", test.arn, test.action)
	}
}

func TestManagedNames(t *testing.T) {
	for _, arn := range []string{
		"", "arn:aws:iam::aws:policy/", "arn:aws:iam::aws:policy/NoSuchPolicy",
		"arn:aws:iam::111122223333:policy/AdministratorAccess",
		"arn:aws:iam::aws:policy/AmazonECSTaskExecutionRolePolicy", // its path is service-role/
		"arn:aws:iam::aws:policy/Administrator", "arn:aws:iam::aws:policy/AdministratorAccess 0",
		"arn:aws:iam::aws:policy/@1154", "arn:aws:iam::aws:policy/service-role/",
	} {
		_, ok := Managed(arn)
		assert.False(t, ok, arn)
	}
	arn, ok := ManagedARN("AmazonECSTaskExecutionRolePolicy")
	assert.True(t, ok)
	assert.Equal(t, "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy", arn)
	for _, name := range []string{"", "service-role", "NoSuchPolicy", "Access", "0"} {
		_, ok = ManagedARN(name)
		assert.False(t, ok, name)
	}
}

// TestManagedParse: every policy of the list has a document that parses.
func TestManagedParse(t *testing.T) {
	count := 0
	for line := range strings.SplitSeq(managedIndex, "\n") {
		if line == "" || strings.ContainsAny(line[:1], "#@") {
			continue
		}
		path, _, _ := strings.Cut(line, " ")
		text, ok := Managed("arn:aws:iam::aws:policy/" + path)
		require.True(t, ok, path)
		mustParse(t, text)
		count++
	}
	assert.Greater(t, count, 1500)
}

func BenchmarkManaged(b *testing.B) {
	for b.Loop() {
		managed.blocks = map[int]string{}
		if _, ok := Managed("arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"); !ok {
			b.Fatal("not there")
		}
	}
}
