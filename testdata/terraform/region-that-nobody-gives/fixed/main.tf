variable "region" {
  type = string
}

provider "aws" {
  region = var.region
}

resource "aws_vpc" "box" {
  cidr_block           = "10.5.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "box" {
  vpc_id            = aws_vpc.box.id
  cidr_block        = "10.5.1.0/24"
  availability_zone = "${var.region}a"
}

resource "aws_security_group" "box" {
  vpc_id = aws_vpc.box.id

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.5.0.0/16"]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc_endpoint" "registry" {
  for_each            = toset(["api", "dkr"])
  vpc_id              = aws_vpc.box.id
  service_name        = "com.amazonaws.${var.region}.ecr.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.box.id]
  security_group_ids  = [aws_security_group.box.id]
}

resource "aws_vpc_endpoint" "gateway" {
  vpc_id          = aws_vpc.box.id
  service_name    = "com.amazonaws.${var.region}.s3"
  route_table_ids = [aws_vpc.box.main_route_table_id]
}

data "aws_iam_policy_document" "box_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "box" {
  name_prefix        = "box-"
  assume_role_policy = data.aws_iam_policy_document.box_trust.json
}

resource "aws_iam_role_policy" "box" {
  role = aws_iam_role.box.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      { Effect = "Allow", Action = ["ecr:BatchGet*", "ecr:GetDownloadUrlForLayer"], Resource = "arn:*:ecr:*:*:repository/*" },
    ]
  })
}
resource "aws_ecr_repository" "box" {
  name = "box"
}

resource "aws_ecs_cluster" "box" {
  name = "box"
}

resource "aws_ecs_task_definition" "box" {
  family                   = "box"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.box.arn
  container_definitions    = jsonencode([{ name = "box", image = "${aws_ecr_repository.box.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "box" {
  name            = "box"
  cluster         = aws_ecs_cluster.box.id
  task_definition = aws_ecs_task_definition.box.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.box.id]
    security_groups = [aws_security_group.box.id]
  }
}
