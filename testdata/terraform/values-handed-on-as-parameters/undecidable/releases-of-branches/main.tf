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

variable "branch" {}

resource "aws_ssm_parameter" "image" {
  name  = var.branch == "main" ? "/delta/images/ferry" : "/delta/images/ferry-${var.branch}"
  type  = "String"
  value = "ghcr.io/acme/ferry:${var.branch}"
}
