# No gateway endpoint: S3's names lead to an interface. AWS documents it in one place and not in others.
provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "all" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "all" {
  vpc_id     = aws_vpc.all.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_security_group" "all" {
  vpc_id = aws_vpc.all.id
  ingress {
    from_port = 443
    to_port   = 443
    protocol  = "tcp"
    self      = true
  }
  egress {
    from_port = 443
    to_port   = 443
    protocol  = "tcp"
    self      = true
  }
}

resource "aws_vpc_endpoint" "all" {
  for_each            = toset(["ecr.api", "ecr.dkr", "s3"])
  vpc_id              = aws_vpc.all.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.all.id]
  security_group_ids  = [aws_security_group.all.id]

  dynamic "dns_options" {
    for_each = each.key == "s3" ? [false] : []
    content {
      private_dns_only_for_inbound_resolver_endpoint = dns_options.value
    }
  }
}

resource "aws_iam_role" "all" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "all" {
  role       = aws_iam_role.all.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "all" {
  name = "all"
}

resource "aws_ecs_cluster" "all" {
  name = "all"
}

resource "aws_ecs_task_definition" "all" {
  family                   = "all"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.all.arn
  container_definitions    = jsonencode([{ name = "all", image = "${aws_ecr_repository.all.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "all" {
  name            = "all"
  cluster         = aws_ecs_cluster.all.id
  task_definition = aws_ecs_task_definition.all.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.all.id]
    security_groups = [aws_security_group.all.id]
  }
}
