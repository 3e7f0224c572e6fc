provider "aws" {
  region = "sa-east-1"
}

resource "aws_vpc" "pay" {
  cidr_block = "10.5.0.0/16"
}

resource "aws_subnet" "pay" {
  for_each   = { open = "10.5.0.0/24", shut = "10.5.1.0/24" }
  vpc_id     = aws_vpc.pay.id
  cidr_block = each.value
}

resource "aws_internet_gateway" "pay" {
  vpc_id = aws_vpc.pay.id
}

resource "aws_route_table" "open" {
  vpc_id = aws_vpc.pay.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.pay.id
  }
}

resource "aws_route_table_association" "open" {
  subnet_id      = aws_subnet.pay["open"].id
  route_table_id = aws_route_table.open.id
}

resource "aws_ecr_repository" "pay" {
  name = "pay"
}

resource "aws_iam_role" "pay" {
  assume_role_policy  = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }] })
  managed_policy_arns = ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]
}

resource "aws_ecs_cluster" "pay" {
  name = "pay"
}

resource "aws_ecs_task_definition" "pay" {
  family                   = "pay"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.pay.arn
  container_definitions    = jsonencode([{ name = "pay", image = "${aws_ecr_repository.pay.repository_url}:1" }])
}

resource "aws_ecs_service" "pay" {
  name    = "pay"
  cluster = aws_ecs_cluster.pay.id
  deployment_controller {
    type = "EXTERNAL"
  }
}

resource "aws_ecs_task_set" "pay" {
  service         = aws_ecs_service.pay.id
  cluster         = aws_ecs_cluster.pay.id
  task_definition = aws_ecs_task_definition.pay.arn
  launch_type     = "FARGATE"
  network_configuration {
    subnets          = [aws_subnet.pay["shut"].id]
    assign_public_ip = true
  }
}
