# The network's own group, which nobody adopted: it lets everything out.
provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "back" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "back" {
  vpc_id = aws_vpc.back.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.back.id
  cidr_block = cidrsubnet(aws_vpc.back.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.back.id
  cidr_block = cidrsubnet(aws_vpc.back.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "back" {
  domain = "vpc"
}

resource "aws_nat_gateway" "back" {
  allocation_id = aws_eip.back.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.back.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.back.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.back.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.back.id
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "private" {
  count          = length(aws_subnet.private)
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private.id
}

data "aws_security_group" "back" {
  name   = "default"
  vpc_id = aws_vpc.back.id
}

resource "aws_iam_role" "back" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "back" {
  role       = aws_iam_role.back.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "back" {
  name = "back"
}
resource "aws_ecs_cluster" "back" {
  name = "back"
}
resource "aws_ecs_task_definition" "back" {
  family                   = "back"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.back.arn
  container_definitions    = jsonencode([{ name = "back", image = "${aws_ecr_repository.back.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "back" {
  name            = "back"
  cluster         = aws_ecs_cluster.back.id
  task_definition = aws_ecs_task_definition.back.arn
  launch_type     = "FARGATE"
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [data.aws_security_group.back.id]
  }
}

resource "aws_ecs_service" "back_too" {
  name            = "back-too"
  cluster         = aws_ecs_cluster.back.id
  task_definition = aws_ecs_task_definition.back.arn
  launch_type     = "FARGATE"
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_vpc.back.default_security_group_id]
  }
}
