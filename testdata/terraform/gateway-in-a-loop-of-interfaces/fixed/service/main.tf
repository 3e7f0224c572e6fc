variable "name" {}
variable "subnets" { type = list(string) }
variable "group_id" {}

data "aws_iam_policy_document" "this_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  name_prefix        = "this-"
  assume_role_policy = data.aws_iam_policy_document.this_trust.json
}

resource "aws_iam_role_policy" "this" {
  role = aws_iam_role.this.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      { Effect = "Allow", Action = ["ecr:BatchGet*", "ecr:GetDownloadUrlForLayer"], Resource = "arn:*:ecr:*:*:repository/*" },
    ]
  })
}

resource "aws_ecr_repository" "this" {
  name = "apps/${var.name}"
}

resource "aws_ecs_cluster" "this" {
  name = var.name
}

locals {
  containers = {
    app = { port = 8080 }
    log = { port = null }
  }
}

resource "aws_ecs_task_definition" "this" {
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = aws_iam_role.this.arn
  container_definitions = jsonencode([for name, c in local.containers : {
    name         = name
    image        = format("%s:%s-%s", aws_ecr_repository.this.repository_url, name, "2")
    portMappings = c.port == null ? [] : [{ containerPort = c.port }]
  }])
}

resource "aws_ecs_service" "this" {
  name            = var.name
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.this.arn
  launch_type     = "FARGATE"
  network_configuration {
    subnets         = var.subnets
    security_groups = [var.group_id]
  }
}
