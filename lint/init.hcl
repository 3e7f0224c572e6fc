# What ecrlint reads, and what it cannot read anywhere. Paths are relative to this file.
# Every key: docs/configuration.md. What is in force: ecrlint config

# Folders and files that are not read. ** crosses folders.
# exclude = ["examples/**"]

# What makes a run fail: error, warning, info; unknown adds verdicts that are not known.
# fail_on = ["error"]

# Findings that are accepted for now (ecrlint baseline writes the file).
# baseline = ".ecrlint-baseline.json"

# Severities of rules and families: error, warning, info, or off.
# severity = {
#   "image/rate_limited" = "info"
# }

# Folders with Rego rules of your own.
# rules = ["policy/ecrlint"]

# Where configurations are deployed that pin neither.
# account_id     = "123456789012"
# default_region = "eu-west-1"

# Subnets from which the internet is reached in a way that is not written here.
# internet_route {
#   subnets = ["aws_subnet.private", "var.private_subnet_ids"]
#   reason  = "transit gateway to the inspection VPC"
# }

# Roles that may pull from Amazon ECR by policies that are not written here.
# may_pull {
#   roles  = ["arn:aws:iam::123456789012:role/ecs-execution"]
#   reason = "managed by the platform team"
# }

# The values of a root, in every environment.
# root "infra" {
#   vars = {
#     image_tag = "1.8.2"
#   }
# }

# An environment: roots are judged once with each, and not without.
# environment "prod" {
#   roots     = ["infra"]
#   var_files = ["infra/prod.tfvars"]
#   workspace = "prod"
# }
