provider "aws" {
  region = "eu-north-1"
}

variable "image_tag" {
  type = string
}

resource "aws_vpc" "default" {
  cidr_block = "172.16.0.0/16"
}

resource "aws_internet_gateway" "default" {
  vpc_id = aws_vpc.default.id
}

module "subnets" {
  source             = "./modules/dynamic-subnets"
  availability_zones = ["eu-north-1a", "eu-north-1b"]
  vpc_id             = aws_vpc.default.id
  igw_id             = aws_internet_gateway.default.id
  cidr_block         = aws_vpc.default.cidr_block
}

data "aws_iam_policy_document" "worker_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "worker" {
  statement {
    actions = [
      "ecr:GetAuthorizationToken",
      "ecr:BatchCheckLayerAvailability",
      "ecr:GetDownloadUrlForLayer",
      "ecr:BatchGetImage",
    ]
    resources = ["*"]
  }
}

resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = data.aws_iam_policy_document.worker_trust.json
}

resource "aws_iam_policy" "worker" {
  name   = "worker"
  policy = data.aws_iam_policy_document.worker.json
}

resource "aws_iam_role_policy_attachment" "worker" {
  role       = aws_iam_role.worker.name
  policy_arn = aws_iam_policy.worker.arn
}

resource "aws_security_group" "worker" {
  vpc_id = aws_vpc.default.id

  egress {
    from_port        = 443
    to_port          = 443
    protocol         = "6"
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = ["::/0"]
  }
}

resource "aws_ecs_cluster" "worker" {
  name = "worker"
}

resource "aws_ecs_task_definition" "worker" {
  family                   = "worker"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.worker.arn
  container_definitions    = jsonencode([{ name = "worker", image = "444455556666.dkr.ecr.eu-north-1.amazonaws.com/worker:${var.image_tag}" }])
}

resource "aws_ecs_service" "worker" {
  name            = "worker"
  cluster         = aws_ecs_cluster.worker.id
  task_definition = aws_ecs_task_definition.worker.arn
  launch_type     = "FARGATE"

  network_configuration {
    subnets         = module.subnets.private_subnet_ids
    security_groups = [aws_security_group.worker.id]
  }
}
