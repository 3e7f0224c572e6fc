# Nothing says which account this is applied in: whoever runs it does.
generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite"
  contents  = <<-EOF
    provider "aws" {
      region = "${get_env("AWS_REGION", "eu-north-1")}"
    }
  EOF
}
