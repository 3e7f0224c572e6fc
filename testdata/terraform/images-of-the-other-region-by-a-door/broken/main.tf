provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "core" {
  cidr_block           = "10.136.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "kite" {
  vpc_id            = aws_vpc.core.id
  cidr_block        = "10.136.10.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_route_table" "kite" {
  vpc_id = aws_vpc.core.id
}

resource "aws_route_table_association" "kite" {
  subnet_id      = aws_subnet.kite.id
  route_table_id = aws_route_table.kite.id
}

resource "aws_security_group" "doors" {
  name   = "doors"
  vpc_id = aws_vpc.core.id

  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = [aws_vpc.core.cidr_block]
  }
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.core.id
  service_name      = "com.amazonaws.eu-west-1.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.kite.id]
}

resource "aws_vpc_endpoint" "ecr_api" {
  vpc_id              = aws_vpc.core.id
  service_name        = "com.amazonaws.us-east-1.ecr.api"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  service_region      = "us-east-1"
  subnet_ids          = [aws_subnet.kite.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "ecr_dkr" {
  vpc_id              = aws_vpc.core.id
  service_name        = "com.amazonaws.us-east-1.ecr.dkr"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  service_region      = "us-east-1"
  subnet_ids          = [aws_subnet.kite.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_security_group" "kite" {
  name   = "kite"
  vpc_id = aws_vpc.core.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "execution" {
  name = "kite-execution"
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
  name = "kite"
}

resource "aws_ecs_task_definition" "kite" {
  family                   = "kite"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "kite", image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/kite:1.0", essential = true }
  ])
}

resource "aws_ecs_service" "kite" {
  name            = "kite"
  cluster         = aws_ecs_cluster.core.id
  task_definition = aws_ecs_task_definition.kite.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.kite.id]
    security_groups  = [aws_security_group.kite.id]
  }

  depends_on = [aws_iam_role_policy_attachment.execution]
}
