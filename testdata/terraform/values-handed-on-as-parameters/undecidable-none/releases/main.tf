provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account]
}

variable "region" {
  default = "sa-east-1"
}

variable "account" {
  default = "868585848483"
}

resource "aws_ecr_repository" "ferry" {
  name = "ferry"
}

resource "aws_ssm_parameter" "image" {
  name           = "/delta/image/ferry"
  type           = "String"
  insecure_value = "${aws_ecr_repository.ferry.repository_url}:2024.11.3"
}
