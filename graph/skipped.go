package graph

import (
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// skippedTypes are the types of resource that run container images and are not judged, with what
// they are called.
var skippedTypes = map[string]string{
	"aws_apprunner_service":                              "AWS App Runner",
	"aws_bedrockagentcore_agent_runtime":                 "Amazon Bedrock AgentCore",
	"aws_cloudformation_stack":                           "AWS CloudFormation",
	"aws_codebuild_project":                              "AWS CodeBuild",
	"aws_ecs_daemon":                                     "Amazon ECS daemons",
	"aws_eks_cluster":                                    "Amazon EKS",
	"aws_eks_fargate_profile":                            "Amazon EKS",
	"aws_eks_node_group":                                 "Amazon EKS",
	"aws_elastic_beanstalk_environment":                  "AWS Elastic Beanstalk",
	"aws_lightsail_container_service":                    "Amazon Lightsail",
	"aws_lightsail_container_service_deployment_version": "Amazon Lightsail",
	"aws_sagemaker_app_image_config":                     "Amazon SageMaker AI",
	"aws_sagemaker_image_version":                        "Amazon SageMaker AI",
	"aws_sagemaker_model":                                "Amazon SageMaker AI",

	"AWS::AppRunner::Service":            "AWS App Runner",
	"AWS::BedrockAgentCore::Runtime":     "Amazon Bedrock AgentCore",
	"AWS::CodeBuild::Project":            "AWS CodeBuild",
	"AWS::EKS::Cluster":                  "Amazon EKS",
	"AWS::EKS::FargateProfile":           "Amazon EKS",
	"AWS::EKS::Nodegroup":                "Amazon EKS",
	"AWS::ElasticBeanstalk::Environment": "AWS Elastic Beanstalk",
	"AWS::Lightsail::Container":          "Amazon Lightsail",
	"AWS::SageMaker::AppImageConfig":     "Amazon SageMaker AI",
	"AWS::SageMaker::ImageVersion":       "Amazon SageMaker AI",
	"AWS::SageMaker::Model":              "Amazon SageMaker AI",
}

// functionTypes are the types of Lambda function, which may be made of an image.
var functionTypes = map[string]bool{
	"aws_lambda_function": true, "AWS::Lambda::Function": true, "AWS::Serverless::Function": true,
}

// jobTypes are job definitions of AWS Batch, whose jobs may run on Amazon EKS.
var jobTypes = map[string]bool{
	"aws_batch_job_definition": true, "AWS::Batch::JobDefinition": true,
}

// skippedJob says what jobs of a definition are called that are not judged.
func (b *builder) skippedJob(r *parser.Resource) string {
	if onKubernetes(b.block(r)) {
		return "AWS Batch on Amazon EKS"
	}
	return ""
}

// skippedFamilies are the beginnings of types of other providers, and the endings of those among
// them that run containers.
var skippedFamilies = []struct {
	prefix, what string
	kinds        []string
}{
	{"kubernetes_", "Kubernetes", []string{
		"deployment", "deployment_v1", "stateful_set", "stateful_set_v1", "daemonset",
		"daemon_set_v1", "pod", "pod_v1", "job", "job_v1", "cron_job", "cron_job_v1", "manifest",
	}},
	{"helm_", "Helm", []string{"release"}},
	{"google_", "Google Cloud", []string{
		"cloud_run_service", "cloud_run_v2_service", "cloud_run_v2_job", "container_cluster",
	}},
	{"azurerm_", "Azure", []string{
		"container_group", "container_app", "container_app_job", "kubernetes_cluster",
		"linux_web_app",
	}},
	{"docker_", "Docker", []string{"container", "service"}},
	{"nomad_", "Nomad", []string{"job"}},
}

// findSkipped names the compute that is not judged.
func (b *builder) findSkipped() {
	for _, r := range b.root.Resources {
		if r.Mode != parser.Managed || r.Foreign {
			continue
		}
		if lost, ok := b.compute.lost[r]; ok {
			b.graph.Skipped = append(b.graph.Skipped, lost)
			continue
		}
		if what := b.skipped(r); what != "" {
			b.graph.Skipped = append(b.graph.Skipped, Skipped{Resource: r, What: what})
		}
	}
}

// skipped says what a resource is called that runs containers and is not judged; "" for others.
func (b *builder) skipped(r *parser.Resource) string {
	if what, ok := skippedTypes[r.Type]; ok {
		return what
	}
	if functionTypes[r.Type] {
		kind := b.block(r).text("package_type", "Zip")
		if kind.Why != nil || kind.V == "Image" {
			return "AWS Lambda"
		}
		return ""
	}
	if jobTypes[r.Type] {
		return b.skippedJob(r)
	}
	for _, family := range skippedFamilies {
		if kind, ok := strings.CutPrefix(r.Type, family.prefix); ok &&
			slices.Contains(family.kinds, kind) {
			return family.what
		}
	}
	return ""
}
