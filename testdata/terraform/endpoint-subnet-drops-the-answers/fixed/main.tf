provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "nacl" {
  cidr_block           = "10.8.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "nacl" {
  for_each   = { links = 1, tasks = 2 }
  vpc_id     = aws_vpc.nacl.id
  cidr_block = cidrsubnet(aws_vpc.nacl.cidr_block, 8, each.value)
}

resource "aws_vpc_endpoint" "links" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.nacl.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.nacl["links"].id]
  security_group_ids  = [aws_security_group.both.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.nacl.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_vpc.nacl.main_route_table_id]
}

resource "aws_security_group" "both" {
  vpc_id = aws_vpc.nacl.id
  ingress {
    from_port = 443
    to_port   = 443
    protocol  = "tcp"
    self      = true
  }
  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_network_acl" "links" {
  vpc_id     = aws_vpc.nacl.id
  subnet_ids = [aws_subnet.nacl["links"].id]

  ingress {
    rule_no    = 10
    action     = "allow"
    protocol   = "tcp"
    cidr_block = aws_subnet.nacl["tasks"].cidr_block
    from_port  = 443
    to_port    = 443
  }

  egress {
    rule_no    = 10
    action     = "allow"
    protocol   = "tcp"
    cidr_block = aws_subnet.nacl["tasks"].cidr_block
    from_port  = local.answers[0]
    to_port    = local.answers[1]
  }
}

locals {
  answers = [32768, 65535]
}

resource "aws_iam_role" "both" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "both" {
  role       = aws_iam_role.both.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "both" {
  name = "both"
}

resource "aws_ecs_cluster" "both" {
  name = "both"
}

resource "aws_ecs_task_definition" "both" {
  family                   = "both"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.both.arn
  container_definitions    = jsonencode([{ name = "both", image = "${aws_ecr_repository.both.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "both" {
  name            = "both"
  cluster         = aws_ecs_cluster.both.id
  task_definition = aws_ecs_task_definition.both.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.nacl["tasks"].id]
    security_groups = [aws_security_group.both.id]
  }
}
