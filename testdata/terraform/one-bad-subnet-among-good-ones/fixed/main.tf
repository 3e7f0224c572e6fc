provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "mixed" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "mixed" {
  vpc_id = aws_vpc.mixed.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.mixed.id
  cidr_block = cidrsubnet(aws_vpc.mixed.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.mixed.id
  cidr_block = cidrsubnet(aws_vpc.mixed.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "mixed" {
  domain = "vpc"
}

resource "aws_nat_gateway" "mixed" {
  allocation_id = aws_eip.mixed.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.mixed.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.mixed.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.mixed.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.mixed.id
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
resource "aws_security_group" "mixed" {
  vpc_id = aws_vpc.mixed.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "mixed" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "mixed" {
  role       = aws_iam_role.mixed.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "mixed" {
  name = "mixed"
}

resource "aws_ecs_cluster" "mixed" {
  name = "mixed"
}

resource "aws_ecs_task_definition" "mixed" {
  family                   = "mixed"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.mixed.arn
  container_definitions    = jsonencode([{ name = "mixed", image = "${aws_ecr_repository.mixed.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "mixed" {
  name            = "mixed"
  cluster         = aws_ecs_cluster.mixed.id
  task_definition = aws_ecs_task_definition.mixed.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = local.subnets
    security_groups = [aws_security_group.mixed.id]
  }
}

locals {
  all     = { for s in concat([aws_subnet.public], aws_subnet.private) : s.cidr_block => s.id }
  subnets = [for range, id in local.all : id if !contains(local.kept_out, range)]
}

locals {
  kept_out = ["10.0.0.0/24"]
}
