provider "aws" {
  region = "eu-west-2"
}

variable "name" {
  type = string
}

resource "aws_vpc" "main" {
  cidr_block = "10.40.0.0/20"
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "open" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.40.1.0/24"
}

resource "aws_route_table" "open" {
  vpc_id = aws_vpc.main.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}

resource "aws_route_table_association" "open" {
  subnet_id      = aws_subnet.open.id
  route_table_id = aws_route_table.open.id
}

resource "aws_security_group" "render" {
  vpc_id = aws_vpc.main.id

  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecr_repository" "render" {
  name = var.name
}

data "aws_iam_policy_document" "assume" {
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
    actions   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = [aws_ecr_repository.render.arn]
  }
}

resource "aws_iam_role" "render" {
  name               = "render"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy" "render" {
  role   = aws_iam_role.render.id
  policy = data.aws_iam_policy_document.pull.json
}

resource "aws_ecs_cluster" "render" {
  name = "render"
}

resource "aws_ecs_task_definition" "render" {
  family                   = "render"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.render.arn

  container_definitions = jsonencode([
    { name = "render", image = "${aws_ecr_repository.render.repository_url}:3" },
  ])
}

resource "aws_ecs_service" "render" {
  name            = "render"
  cluster         = aws_ecs_cluster.render.id
  task_definition = aws_ecs_task_definition.render.arn
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.open.id]
    security_groups  = [aws_security_group.render.id]
    assign_public_ip = true
  }

  depends_on = [aws_iam_role_policy.render]
}
