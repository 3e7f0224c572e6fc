provider "aws" {
  region = "eu-central-1"
}

resource "aws_vpc" "mill" {
  cidr_block           = "10.44.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "mill" {
  vpc_id     = aws_vpc.mill.id
  cidr_block = "10.44.1.0/24"
}

resource "aws_security_group" "mill" {
  vpc_id = aws_vpc.mill.id
  ingress = [{
    description      = "TLS inside"
    protocol         = "tcp"
    from_port        = 443
    to_port          = 443
    cidr_blocks      = [aws_vpc.mill.cidr_block]
    ipv6_cidr_blocks = []
    prefix_list_ids  = []
    security_groups  = []
    self             = false
  }]
  egress = [{
    description      = ""
    protocol         = "-1"
    from_port        = 0
    to_port          = 0
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = ["::/0"]
    prefix_list_ids  = null
    security_groups  = null
    self             = null
  }]
}

resource "aws_vpc_endpoint" "api" {
  vpc_id              = aws_vpc.mill.id
  service_name        = "com.amazonaws.eu-central-1.ecr.api"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.mill.id]
  security_group_ids  = [aws_security_group.mill.id]
}

resource "aws_vpc_endpoint" "dkr" {
  vpc_id              = aws_vpc.mill.id
  service_name        = "com.amazonaws.eu-central-1.ecr.dkr"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.mill.id]
  security_group_ids  = [aws_security_group.mill.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id             = aws_vpc.mill.id
  service_name       = "com.amazonaws.eu-central-1.s3"
  vpc_endpoint_type  = "Interface"
  subnet_ids         = [aws_subnet.mill.id]
  security_group_ids = [aws_security_group.mill.id]
}

resource "aws_iam_role" "mill" {
  name                = "mill"
  managed_policy_arns = ["arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"]
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}
resource "aws_ecr_repository" "mill" {
  name = "mill"
}

resource "aws_ecs_cluster" "mill" {
  name = "mill"
}

resource "aws_ecs_task_definition" "mill" {
  family                   = "mill"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.mill.arn
  container_definitions    = jsonencode([{ name = "mill", image = "${aws_ecr_repository.mill.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "mill" {
  name            = "mill"
  cluster         = aws_ecs_cluster.mill.id
  task_definition = aws_ecs_task_definition.mill.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.mill.id]
    security_groups = [aws_security_group.mill.id]
  }
}
