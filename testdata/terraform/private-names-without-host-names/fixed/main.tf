provider "aws" { region = "eu-west-1" }

variable "vpc" {
  type = object({
    cidr       = string
    host_names = optional(bool)
  })
  default = { cidr = "10.0.0.0/16", host_names = true }
}

resource "aws_vpc" "plain" {
  cidr_block           = var.vpc.cidr
  enable_dns_hostnames = var.vpc.host_names
}

resource "aws_subnet" "plain" {
  count      = 2
  vpc_id     = aws_vpc.plain.id
  cidr_block = cidrsubnet(aws_vpc.plain.cidr_block, 8, count.index)
}

resource "aws_security_group" "plain_links" {
  vpc_id = aws_vpc.plain.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.plain.cidr_block]
  }
}

resource "aws_vpc_endpoint" "plain" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.plain.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = aws_subnet.plain[*].id
  security_group_ids  = [aws_security_group.plain_links.id]
}

resource "aws_vpc_endpoint" "plain_layers" {
  vpc_id          = aws_vpc.plain.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_vpc.plain.main_route_table_id]
}
resource "aws_security_group" "plain" {
  vpc_id = aws_vpc.plain.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "plain" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "plain" {
  role       = aws_iam_role.plain.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "plain" {
  name = "plain"
}

resource "aws_ecs_cluster" "plain" {
  name = "plain"
}

resource "aws_ecs_task_definition" "plain" {
  family                   = "plain"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.plain.arn
  container_definitions    = jsonencode([{ name = "plain", image = "${aws_ecr_repository.plain.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "plain" {
  name            = "plain"
  cluster         = aws_ecs_cluster.plain.id
  task_definition = aws_ecs_task_definition.plain.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.plain[*].id
    security_groups = [aws_security_group.plain.id]
  }
}
