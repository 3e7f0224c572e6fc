package registry

// apart are modules that add nothing to what they are handed, in any version: a database module
// makes rules of its own security group for the groups that it is handed, none for these. What
// they create, and their outputs, is not known all the same. Those that are true have submodules
// of the same kind.
var apart = map[string]bool{
	"cloudposse/ecs-cloudwatch-autoscaling/aws": true,
	"cloudposse/ecs-cloudwatch-sns-alarms/aws":  true,
	"terraform-aws-modules/acm/aws":             true,
	"terraform-aws-modules/cloudwatch/aws":      true,
	"terraform-aws-modules/efs/aws":             true,
	"terraform-aws-modules/kms/aws":             true,
	"terraform-aws-modules/lambda/aws":          false,
	"terraform-aws-modules/rds-aurora/aws":      true,
	"terraform-aws-modules/rds/aws":             true,
	"terraform-aws-modules/s3-bucket/aws":       true,
	"terraform-aws-modules/secrets-manager/aws": true,
	"terraform-aws-modules/sns/aws":             true,
	"terraform-aws-modules/sqs/aws":             true,
	"terraform-aws-modules/step-functions/aws":  true,
}

// Apart reports whether the module at a source is known to add nothing to what it is handed.
func Apart(source string) bool {
	address, ok := parse(source)
	below, known := apart[address.module]
	return ok && known && (below || address.submodule == "")
}
