variable "service_name" {
  type = string
}

variable "image_repository_name" {
  type = string
}

variable "image_tag" {
  type = string
}

variable "vpc_id" {
  type = string
}

variable "private_subnet_ids" {
  type = list(any)
}

variable "image_repository_account_id" {
  type = string
}

variable "image_repository_region" {
  type = string
}

locals {
  repository_arn = "arn:aws:ecr:${var.image_repository_region}:${var.image_repository_account_id}:repository/${var.image_repository_name}"
  repository_url = "${var.image_repository_account_id}.dkr.ecr.${var.image_repository_region}.amazonaws.com/${var.image_repository_name}"
  image_url      = "${local.repository_url}:${var.image_tag}"
}

resource "aws_iam_role" "task_executor" {
  name               = "${var.service_name}-task-executor"
  assume_role_policy = data.aws_iam_policy_document.ecs_tasks_assume_role_policy.json
}

data "aws_iam_policy_document" "ecs_tasks_assume_role_policy" {
  statement {
    sid     = "ECSTasksAssumeRole"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "task_executor" {
  statement {
    sid       = "ECRAuth"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    sid = "ECRPullAccess"
    actions = [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:GetDownloadUrlForLayer",
    ]
    resources = [local.repository_arn]
  }
}

resource "aws_iam_role_policy" "task_executor" {
  name   = "${var.service_name}-task-executor-role-policy"
  role   = aws_iam_role.task_executor.id
  policy = data.aws_iam_policy_document.task_executor.json
}

resource "aws_security_group" "app" {
  name   = "${var.service_name}-app"
  vpc_id = var.vpc_id
  egress {
    protocol    = "tcp"
    from_port   = 0
    to_port     = 65535
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_cluster" "cluster" {
  name = var.service_name
}

resource "aws_ecs_task_definition" "app" {
  family                   = var.service_name
  execution_role_arn       = aws_iam_role.task_executor.arn
  cpu                      = 256
  memory                   = 512
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  container_definitions = jsonencode([{
    name  = var.service_name
    image = local.image_url
  }])
}

resource "aws_ecs_service" "app" {
  name            = var.service_name
  cluster         = aws_ecs_cluster.cluster.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  task_definition = aws_ecs_task_definition.app.arn
  network_configuration {
    assign_public_ip = false
    subnets          = var.private_subnet_ids
    security_groups  = [aws_security_group.app.id]
  }
  depends_on = [aws_iam_role_policy.task_executor]
}
