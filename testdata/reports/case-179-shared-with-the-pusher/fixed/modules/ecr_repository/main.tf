terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "app_name" {
  type = string
}

variable "push_principals" {
  type    = list(string)
  default = []
}

variable "pull_principals" {
  type    = list(string)
  default = []
}

resource "aws_ecr_repository" "this" {
  name = "${var.app_name}-ecr-repo"
}

data "aws_iam_policy_document" "this" {
  dynamic "statement" {
    for_each = {
      push = { who = var.push_principals, what = ["CompleteLayerUpload", "InitiateLayerUpload", "PutImage", "UploadLayerPart", "BatchCheckLayerAvailability"] }
      pull = { who = var.pull_principals, what = ["BatchGetImage", "GetDownloadUrlForLayer"] }
    }
    content {
      sid     = title(statement.key)
      actions = formatlist("ecr:%s", statement.value.what)
      principals {
        type        = "AWS"
        identifiers = statement.value.who
      }
    }
  }
}

resource "aws_ecr_repository_policy" "this" {
  repository = aws_ecr_repository.this.name
  policy     = data.aws_iam_policy_document.this.json
}

output "url" {
  value = aws_ecr_repository.this.repository_url
}
