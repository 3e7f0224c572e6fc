provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "pay" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "pay" {
  vpc_id = aws_vpc.pay.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.pay.id
  cidr_block = cidrsubnet(aws_vpc.pay.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.pay.id
  cidr_block = cidrsubnet(aws_vpc.pay.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "pay" {
  domain = "vpc"
}

resource "aws_nat_gateway" "pay" {
  allocation_id = aws_eip.pay.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.pay.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.pay.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.pay.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.pay.id
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
resource "aws_security_group" "pay" {
  vpc_id = aws_vpc.pay.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "pay" {
  assume_role_policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}
    }
  EOT

  inline_policy {
    name   = "token"
    policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" }] })
  }

  inline_policy {
    name = "images"
    policy = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect   = "Allow"
        Action   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"]
        Resource = [for r in [aws_ecr_repository.pay] : replace(r.arn, "registry/", "")]
      }]
    })
  }
}

resource "aws_ecr_repository" "pay" {
  name = "pay"
}

resource "aws_ecs_cluster" "pay" {
  name = "pay"
}

resource "aws_ecs_task_definition" "pay" {
  family                   = "pay"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.pay.arn
  container_definitions    = jsonencode([{ name = "pay", image = "${aws_ecr_repository.pay.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "pay" {
  name            = "pay"
  cluster         = aws_ecs_cluster.pay.id
  task_definition = aws_ecs_task_definition.pay.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.pay.id]
  }
}
