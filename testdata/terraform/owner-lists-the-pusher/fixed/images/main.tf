terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "names" { type = set(string) }
variable "readers" { type = list(string) }

resource "aws_ecr_repository" "this" {
  for_each = var.names
  name     = each.key
}

data "aws_iam_policy_document" "read" {
  statement {
    actions = ["ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"]
    principals {
      type        = "AWS"
      identifiers = var.readers
    }
  }
}

resource "aws_ecr_repository_policy" "this" {
  for_each   = aws_ecr_repository.this
  repository = each.value.name
  policy     = data.aws_iam_policy_document.read.json
}

output "urls" {
  value = { for k, r in aws_ecr_repository.this : k => r.repository_url }
}
