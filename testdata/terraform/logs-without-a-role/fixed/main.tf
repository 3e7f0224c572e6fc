provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "log" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "log" {
  vpc_id = aws_vpc.log.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.log.id
  cidr_block = cidrsubnet(aws_vpc.log.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.log.id
  cidr_block = cidrsubnet(aws_vpc.log.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "log" {
  domain = "vpc"
}

resource "aws_nat_gateway" "log" {
  allocation_id = aws_eip.log.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.log.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.log.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.log.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.log.id
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
resource "aws_security_group" "log" {
  vpc_id = aws_vpc.log.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "log" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "log" {
  role       = aws_iam_role.log.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecs_cluster" "log" {
  name = "log"
}

locals {
  driver = null
}

resource "aws_ecs_task_definition" "log" {
  family                   = "log"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  container_definitions = jsonencode([{
    name  = "log"
    image = "public.ecr.aws/docker/library/busybox:1.36"
    logConfiguration = local.driver == null ? null : {
      logDriver = local.driver
      options   = { awslogs-group = "log", awslogs-region = "eu-west-1", awslogs-stream-prefix = "log" }
    }
  }])
}

resource "aws_ecs_service" "log" {
  name            = "log"
  cluster         = aws_ecs_cluster.log.id
  task_definition = aws_ecs_task_definition.log.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.log.id]
  }
}
