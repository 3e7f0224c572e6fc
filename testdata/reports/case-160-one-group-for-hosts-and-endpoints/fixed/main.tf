provider "aws" {
  region = "eu-west-1"
}

variable "vpc_id" {
  type = string
}

variable "private_subnets" {
  type = list(string)
}

# The agents' stack has a group for its hosts; the endpoints were given the same one.
resource "aws_security_group" "agents" {
  name   = "buildkite-agents"
  vpc_id = var.vpc_id

  ingress {
    from_port = 443
    to_port   = 443
    protocol  = "tcp"
    self      = true
  }

  egress {
    from_port        = 0
    to_port          = 0
    protocol         = "-1"
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = ["::/0"]
  }
}

resource "aws_vpc_endpoint" "ecr" {
  for_each            = { api = "ecr.api", dkr = "ecr.dkr" }
  vpc_id              = var.vpc_id
  service_name        = "com.amazonaws.eu-west-1.${each.value}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = var.private_subnets
  security_group_ids  = [aws_security_group.agents.id]
  private_dns_enabled = true
}

data "aws_iam_policy_document" "builder_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "builder" {
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

resource "aws_iam_role" "builder" {
  name               = "builder"
  assume_role_policy = data.aws_iam_policy_document.builder_trust.json
}

resource "aws_iam_policy" "builder" {
  name   = "builder"
  policy = data.aws_iam_policy_document.builder.json
}

resource "aws_iam_role_policy_attachment" "builder" {
  role       = aws_iam_role.builder.name
  policy_arn = aws_iam_policy.builder.arn
}

resource "aws_ecs_cluster" "builder" {
  name = "builder"
}

resource "aws_ecs_task_definition" "builder" {
  family                   = "builder"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 1024
  memory                   = 4096
  execution_role_arn       = aws_iam_role.builder.arn
  container_definitions    = jsonencode([{ name = "builder", image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/builder:latest" }])
}

resource "aws_ecs_service" "builder" {
  name            = "builder"
  cluster         = aws_ecs_cluster.builder.id
  task_definition = aws_ecs_task_definition.builder.arn
  launch_type     = "FARGATE"

  network_configuration {
    subnets         = var.private_subnets
    security_groups = [aws_security_group.agents.id]
  }
}
