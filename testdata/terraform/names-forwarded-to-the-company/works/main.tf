provider "aws" {
  region              = "eu-north-1"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "core" {
  cidr_block           = "10.25.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "core" {
  vpc_id = aws_vpc.core.id
}

resource "aws_subnet" "violet" {
  vpc_id            = aws_vpc.core.id
  cidr_block        = "10.25.10.0/24"
  availability_zone = "eu-north-1a"
}

resource "aws_route_table" "violet" {
  vpc_id = aws_vpc.core.id
}

resource "aws_route_table_association" "violet" {
  subnet_id      = aws_subnet.violet.id
  route_table_id = aws_route_table.violet.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.core.id
  cidr_block        = "10.25.0.0/24"
  availability_zone = "eu-north-1a"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.core.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.core.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "core" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route" "r" {
  route_table_id         = aws_route_table.violet.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id = aws_nat_gateway.core.id
}

resource "aws_route53_resolver_rule" "c" {
  domain_name = "corp.example.com"
  rule_type = "FORWARD"
  resolver_endpoint_id = "rslvr-out-1"
  target_ip { ip = "10.0.0.5" }
}
resource "aws_route53_resolver_rule_association" "x" {
  resolver_rule_id = aws_route53_resolver_rule.c.id
  vpc_id = aws_vpc.core.id
}

resource "aws_security_group" "violet" {
  name   = "violet"
  vpc_id = aws_vpc.core.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "execution" {
  name = "violet-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_cluster" "core" {
  name = "violet"
}

resource "aws_ecs_task_definition" "violet" {
  family                   = "violet"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "violet", image = "123456789012.dkr.ecr.eu-north-1.amazonaws.com/violet:1.0", essential = true }
  ])
}

resource "aws_ecs_service" "violet" {
  name            = "violet"
  cluster         = aws_ecs_cluster.core.id
  task_definition = aws_ecs_task_definition.violet.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.violet.id]
    security_groups  = [aws_security_group.violet.id]
  }

  depends_on = [aws_iam_role_policy_attachment.execution]
}
