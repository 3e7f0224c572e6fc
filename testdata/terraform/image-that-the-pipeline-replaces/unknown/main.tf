# The first revision is a stand-in; the pipeline sets the real one, and Terraform looks away.
provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "pipe" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "pipe" {
  count      = 2
  vpc_id     = aws_vpc.pipe.id
  cidr_block = cidrsubnet(aws_vpc.pipe.cidr_block, 8, count.index)
}

resource "aws_security_group" "pipe_links" {
  vpc_id = aws_vpc.pipe.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.pipe.cidr_block]
  }
}

resource "aws_vpc_endpoint" "pipe" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.pipe.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = aws_subnet.pipe[*].id
  security_group_ids  = [aws_security_group.pipe_links.id]
}

resource "aws_vpc_endpoint" "pipe_layers" {
  vpc_id          = aws_vpc.pipe.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_vpc.pipe.main_route_table_id]
}
resource "aws_security_group" "pipe" {
  vpc_id = aws_vpc.pipe.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "pipe" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "pipe" {
  role       = aws_iam_role.pipe.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecs_cluster" "pipe" {
  name = "pipe"
}

resource "aws_ecs_task_definition" "pipe" {
  family                   = "pipe"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.pipe.arn
  container_definitions    = jsonencode([{ name = "pipe", image = "nginx:alpine" }])

  lifecycle {
    ignore_changes = all
  }
}

resource "aws_ecs_service" "pipe" {
  name            = "pipe"
  cluster         = aws_ecs_cluster.pipe.id
  task_definition = aws_ecs_task_definition.pipe.arn
  launch_type     = "FARGATE"

  network_configuration {
    subnets         = aws_subnet.pipe[*].id
    security_groups = [aws_security_group.pipe.id]
  }

  lifecycle {
    ignore_changes = [task_definition, desired_count]
  }
}
