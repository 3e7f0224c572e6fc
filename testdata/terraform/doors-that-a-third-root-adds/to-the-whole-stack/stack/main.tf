provider "aws" {
  region = "eu-central-1"
}

locals {
  zones = ["eu-central-1a", "eu-central-1b"]
}

resource "aws_vpc" "quay" {
  cidr_block           = "10.40.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = { Name = "quay" }
}

resource "aws_internet_gateway" "out" {
  vpc_id = aws_vpc.quay.id
}

resource "aws_subnet" "public" {
  count             = 2
  vpc_id            = aws_vpc.quay.id
  cidr_block        = cidrsubnet(aws_vpc.quay.cidr_block, 8, count.index)
  availability_zone = local.zones[count.index]
  tags              = { Name = "quay-public-${count.index}", Tier = "public" }
}

resource "aws_subnet" "private" {
  count             = 2
  vpc_id            = aws_vpc.quay.id
  cidr_block        = cidrsubnet(aws_vpc.quay.cidr_block, 8, 10 + count.index)
  availability_zone = local.zones[count.index]
  tags              = { Name = "quay-private-${count.index}", Tier = "private" }
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "out" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public[0].id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.quay.id
  tags   = { Name = "quay-public" }

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.out.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.quay.id
  tags   = { Name = "quay-private" }
}

resource "aws_route_table_association" "public" {
  count          = 2
  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "private" {
  count          = 2
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private.id
}

resource "aws_security_group" "task" {
  name   = "winch"
  vpc_id = aws_vpc.quay.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "execution" {
  name = "winch-execution"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_repository" "winch" {
  name = "winch"
}

resource "aws_ecs_cluster" "winch" {
  name = "winch"
}

resource "aws_ecs_task_definition" "winch" {
  family                   = "winch"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "winch", image = "${aws_ecr_repository.winch.repository_url}:4.1", essential = true },
  ])
}

resource "aws_ecs_service" "winch" {
  name            = "winch"
  cluster         = aws_ecs_cluster.winch.arn
  task_definition = aws_ecs_task_definition.winch.arn
  launch_type     = "FARGATE"
  desired_count   = 2
  depends_on      = [aws_iam_role_policy_attachment.execution]

  network_configuration {
    subnets          = aws_subnet.private[*].id
    security_groups  = [aws_security_group.task.id]
    assign_public_ip = false
  }
}
