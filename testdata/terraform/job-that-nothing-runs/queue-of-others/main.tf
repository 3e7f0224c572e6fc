# The platform team owns queues and environments; here is only what they run.
provider "aws" {
  region = "eu-west-1"
}

variable "images" {
  type = map(string)
  default = {
    dedupe = "1.9"
    score  = "2.0-rc1"
  }
}

resource "aws_ecr_repository" "step" {
  for_each = var.images
  name     = "matching/${each.key}"
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "pull" {
  statement {
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    actions   = ["ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"]
    resources = [for r in aws_ecr_repository.step : r.arn]
  }
}

resource "aws_iam_role" "execution" {
  name               = "matching-execution"
  assume_role_policy = data.aws_iam_policy_document.trust.json

  inline_policy {
    name   = "pull"
    policy = data.aws_iam_policy_document.pull.json
  }
}

resource "aws_batch_job_definition" "step" {
  for_each = var.images

  name                  = "matching-${each.key}"
  type                  = "container"
  platform_capabilities = ["FARGATE"]

  container_properties = jsonencode({
    image            = "${aws_ecr_repository.step[each.key].repository_url}:${each.value}"
    executionRoleArn = aws_iam_role.execution.arn
    networkConfiguration = {
      assignPublicIp = "DISABLED"
    }
    resourceRequirements = [for kind, value in { VCPU = "0.5", MEMORY = "1024" } : {
      type  = kind
      value = value
    }]
  })
}
