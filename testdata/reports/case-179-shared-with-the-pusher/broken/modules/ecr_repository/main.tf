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

variable "principals" {
  type        = list(string)
  description = "Who may read and write the images"
}

resource "aws_ecr_repository" "this" {
  name = "${var.app_name}-ecr-repo"
}

data "aws_iam_policy_document" "this" {
  statement {
    actions = [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:GetDownloadUrlForLayer",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
    ]
    principals {
      type        = "AWS"
      identifiers = var.principals
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
