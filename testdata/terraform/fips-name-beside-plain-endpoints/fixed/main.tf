provider "aws" {
  region            = "us-gov-east-1"
  use_fips_endpoint = true
}

locals {
  flavour = "ecr-fips"
}

resource "aws_vpc" "f" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "f" {
  vpc_id     = aws_vpc.f.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_security_group" "f" {
  vpc_id = aws_vpc.f.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc_endpoint" "f" {
  for_each            = toset(concat([for part in ["api", "dkr"] : "ecr.${part}"], local.flavour == "ecr" ? [] : [for part in ["api", "dkr"] : "${local.flavour}.${part}"]))
  vpc_id              = aws_vpc.f.id
  service_name        = "com.amazonaws.us-gov-east-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.f.id]
  security_group_ids  = [aws_security_group.f.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.f.id
  service_name    = "com.amazonaws.us-gov-east-1.s3"
  route_table_ids = [aws_vpc.f.main_route_table_id]
}

resource "aws_iam_role" "f" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "f" {
  role       = aws_iam_role.f.name
  policy_arn = "arn:aws-us-gov:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_cluster" "f" {
  name = "f"
}

resource "aws_ecs_task_definition" "f" {
  family                   = "f"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.f.arn
  container_definitions    = jsonencode([{ name = "f", image = "123456789012.dkr.ecr-fips.us-gov-east-1.amazonaws.com/forms:1" }])
}

resource "aws_ecs_service" "f" {
  name            = "f"
  cluster         = aws_ecs_cluster.f.id
  task_definition = aws_ecs_task_definition.f.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.f.id]
    security_groups = [aws_security_group.f.id]
  }
}
