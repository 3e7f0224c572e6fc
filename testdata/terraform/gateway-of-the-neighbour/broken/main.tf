provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "this" {
  count      = 2
  cidr_block = "10.${count.index}.0.0/16"
}

resource "aws_internet_gateway" "this" {
  count  = 2
  vpc_id = aws_vpc.this[count.index].id
}

resource "aws_subnet" "this" {
  count      = 2
  vpc_id     = aws_vpc.this[count.index].id
  cidr_block = cidrsubnet(aws_vpc.this[count.index].cidr_block, 4, 0)
}

resource "aws_route" "this" {
  count                  = 2
  route_table_id         = aws_vpc.this[count.index].main_route_table_id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[local.gateway].id
}

locals {
  gateway = 0
}

resource "aws_security_group" "two" {
  vpc_id = aws_vpc.this[1].id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "two" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "two" {
  role       = aws_iam_role.two.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "two" {
  name = "two"
}
resource "aws_ecs_cluster" "two" {
  name = "two"
}
resource "aws_ecs_task_definition" "two" {
  family                   = "two"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.two.arn
  container_definitions    = jsonencode([{ name = "two", image = "${aws_ecr_repository.two.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "two" {
  name            = "two"
  cluster         = aws_ecs_cluster.two.id
  task_definition = aws_ecs_task_definition.two.arn
  launch_type     = "FARGATE"
  network_configuration {
    subnets          = [aws_subnet.this[1].id]
    security_groups  = [aws_security_group.two.id]
    assign_public_ip = true
  }
}
