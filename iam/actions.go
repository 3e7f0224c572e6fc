package iam

import "strings"

// ecrActions are the actions of Amazon ECR, without the prefix ecr:.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
var ecrActions = strings.Fields(`
BatchCheckLayerAvailability BatchDeleteImage BatchGetImage
BatchGetRepositoryScanningConfiguration BatchImportUpstreamImage CompleteLayerUpload
CreatePullThroughCacheRule CreateRepository CreateRepositoryCreationTemplate
DeleteLifecyclePolicy DeletePullThroughCacheRule DeleteRegistryPolicy DeleteRepository
DeleteRepositoryCreationTemplate DeleteRepositoryPolicy DeleteSigningConfiguration
DeregisterPullTimeUpdateExclusion DescribeImageReplicationStatus DescribeImageScanFindings
DescribeImageSigningStatus DescribeImages DescribePullThroughCacheRules DescribeRegistry
DescribeRepositories DescribeRepositoryCreationTemplates GetAccountSetting
GetAuthorizationToken GetDownloadUrlForLayer GetImageCopyStatus GetLifecyclePolicy
GetLifecyclePolicyPreview GetRegistryPolicy GetRegistryScanningConfiguration
GetRepositoryPolicy GetSigningConfiguration InitiateLayerUpload ListImages
ListPullTimeUpdateExclusions ListTagsForResource PutAccountSetting PutImage
PutImageScanningConfiguration PutImageTagMutability PutLifecyclePolicy PutRegistryPolicy
PutRegistryScanningConfiguration PutReplicationConfiguration PutSigningConfiguration
RegisterPullTimeUpdateExclusion ReplicateImage SetRepositoryPolicy StartImageScan
StartLifecyclePolicyPreview TagResource UntagResource UpdateImageStorageClass
UpdatePullThroughCacheRule UpdateRepositoryCreationTemplate UploadLayerPart
ValidatePullThroughCacheRule
`)

// ECRActions returns the actions of Amazon ECR with their prefix (ecr:BatchGetImage), sorted.
func ECRActions() []string {
	actions := make([]string, len(ecrActions))
	for i, action := range ecrActions {
		actions[i] = ecrPrefix + action
	}
	return actions
}

const ecrPrefix = "ecr:"
