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

func TestX(t *testing.T) {
	var missing []string
	for line := range strings.SplitSeq(managedIndex, "\n") {
		if line == "" || strings.ContainsAny(line, "#@") {
			continue
		}
		path, _, _ := strings.Cut(line, " ")
		text, ok := Managed("arn:aws-cn:iam::aws:policy/" + path)
		require.True(t, ok, path)
		doc := mustParse(t, text)
		n := 0
		for _, a := range []string{"ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"} {
			for _, st := range doc.Statements {
				e := &evaluation{req: &Request{Action: a}}
				if st.Effect == "Allow" && e.action(&st).state == True {
					n++
					break
				}
			}
		}
		in := false
		for _, p := range pullers {
			in = in || p == path[strings.LastIndexByte(path, '/')+1:]
		}
		if in != (n == 3) {
			missing = append(missing, path)
		}
	}
	assert.Empty(t, missing)
	for _, p := range pullers {
		_, ok := ManagedARN(p)
		assert.True(t, ok, p)
	}
}
