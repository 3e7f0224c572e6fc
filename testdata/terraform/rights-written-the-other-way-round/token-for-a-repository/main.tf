provider "aws" {
  region = "eu-west-1"
  allowed_account_ids = ["445566778899"]
}

resource "aws_vpc" "quiz" {
  cidr_block           = "10.31.0.0/20"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "quiz" {
  vpc_id = aws_vpc.quiz.id
}

resource "aws_subnet" "quiz" {
  for_each          = { a = 0, b = 1 }
  vpc_id            = aws_vpc.quiz.id
  availability_zone = "eu-west-1${each.key}"
  cidr_block        = cidrsubnet(aws_vpc.quiz.cidr_block, 4, each.value)
}

resource "aws_default_route_table" "quiz" {
  default_route_table_id = aws_vpc.quiz.default_route_table_id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.quiz.id
  }
}

resource "aws_security_group" "quiz" {
  vpc_id = aws_vpc.quiz.id
}

resource "aws_vpc_security_group_egress_rule" "quiz" {
  security_group_id = aws_security_group.quiz.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_ecs_service" "quiz" {
  name            = "quiz"
  cluster         = aws_ecs_cluster.quiz.id
  task_definition = aws_ecs_task_definition.quiz.arn
  launch_type     = "FARGATE"
  desired_count   = 2

  network_configuration {
    subnets          = [for s in aws_subnet.quiz : s.id]
    security_groups  = [aws_security_group.quiz.id]
    assign_public_ip = true
  }
}

resource "aws_ecs_cluster" "quiz" {
  name = "quiz"
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

resource "aws_iam_role" "exec" {
  name               = "quiz-exec"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_ecr_repository" "quiz" {
  name = "quiz"
}

resource "aws_ecs_task_definition" "quiz" {
  family                   = "quiz"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = "256"
  memory                   = "512"
  execution_role_arn       = aws_iam_role.exec.arn

  container_definitions = jsonencode([{
    name      = "quiz"
    image     = "${aws_ecr_repository.quiz.repository_url}:1.4.2"
    essential = true
  }])
}

resource "aws_iam_role_policy" "rights" {
  name = "rights"
  role = aws_iam_role.exec.name

  policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [{"Effect": "Allow", "Action": ["ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], "Resource": "${aws_ecr_repository.quiz.arn}"}]
    }
  JSON
}
