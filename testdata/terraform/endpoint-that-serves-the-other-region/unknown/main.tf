# The registry's endpoint reaches across regions; the layers' buckets are over there too, and an interface leads to them.
provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "xr" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "xr" {
  vpc_id     = aws_vpc.xr.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_security_group" "links" {
  vpc_id = aws_vpc.xr.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.xr.cidr_block]
  }
}

resource "aws_vpc_endpoint" "far" {
  for_each            = toset(["ecr.api", "ecr.dkr", "s3"])
  vpc_id              = aws_vpc.xr.id
  service_name        = "com.amazonaws.us-east-1.${each.key}"
  service_region      = "us-east-1"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.xr.id]
  security_group_ids  = [aws_security_group.links.id]

  dynamic "dns_options" {
    for_each = each.key == "s3" ? [1] : []
    content {
      private_dns_only_for_inbound_resolver_endpoint = false
    }
  }
}

resource "aws_security_group" "xr" {
  vpc_id = aws_vpc.xr.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "xr" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "xr" {
  role       = aws_iam_role.xr.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecs_cluster" "xr" {
  name = "xr"
}

resource "aws_ecs_task_definition" "xr" {
  family                   = "xr"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.xr.arn
  container_definitions    = jsonencode([{ name = "xr", image = "864286428642.dkr.ecr.us-east-1.amazonaws.com/xr:1" }])
}

resource "aws_ecs_service" "xr" {
  name            = "xr"
  cluster         = aws_ecs_cluster.xr.id
  task_definition = aws_ecs_task_definition.xr.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.xr.id]
    security_groups = [aws_security_group.xr.id]
  }
}
