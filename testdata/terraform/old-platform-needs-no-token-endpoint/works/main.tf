# Up to platform version 1.3.0 Fargate itself fetches the token; ecr.api is not needed.
provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "old" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "old" {
  vpc_id     = aws_vpc.old.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_vpc_endpoint" "dkr" {
  vpc_id              = aws_vpc.old.id
  service_name        = "com.amazonaws.eu-west-1.ecr.dkr"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.old.id]
  security_group_ids  = [aws_security_group.links.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.old.id
  service_name = "com.amazonaws.eu-west-1.s3"
}

resource "aws_vpc_endpoint_route_table_association" "s3" {
  vpc_endpoint_id = aws_vpc_endpoint.s3.id
  route_table_id  = aws_vpc.old.default_route_table_id
}

resource "aws_security_group" "links" {
  vpc_id = aws_vpc.old.id
  ingress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [aws_security_group.old.id]
  }
}

resource "aws_security_group" "old" {
  vpc_id = aws_vpc.old.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "old" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "old" {
  role       = aws_iam_role.old.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "old" {
  name = "old"
}
resource "aws_ecs_cluster" "old" {
  name = "old"
}
resource "aws_ecs_task_definition" "old" {
  family                   = "old"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.old.arn
  container_definitions    = jsonencode([{ name = "old", image = "${aws_ecr_repository.old.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "old" {
  name             = "old"
  cluster          = aws_ecs_cluster.old.id
  task_definition  = aws_ecs_task_definition.old.arn
  launch_type      = "FARGATE"
  platform_version = "1.3.0"
  network_configuration {
    subnets         = [aws_subnet.old.id]
    security_groups = [aws_security_group.old.id]
  }
}
