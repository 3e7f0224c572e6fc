provider "aws" { region = "eu-west-1" }

variable "image" {
  type    = string
  default = ""
}

variable "tag" {
  type    = string
  default = null
}

variable "registry" {
  type    = string
  default = null
}

resource "aws_vpc" "fall" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "fall" {
  count      = 2
  vpc_id     = aws_vpc.fall.id
  cidr_block = cidrsubnet(aws_vpc.fall.cidr_block, 8, count.index)
}

resource "aws_security_group" "fall_links" {
  vpc_id = aws_vpc.fall.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.fall.cidr_block]
  }
}

resource "aws_vpc_endpoint" "fall" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.fall.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = aws_subnet.fall[*].id
  security_group_ids  = [aws_security_group.fall_links.id]
}

resource "aws_vpc_endpoint" "fall_layers" {
  vpc_id          = aws_vpc.fall.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_vpc.fall.main_route_table_id]
}
resource "aws_security_group" "fall" {
  vpc_id = aws_vpc.fall.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "fall" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "fall" {
  role       = aws_iam_role.fall.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecs_cluster" "fall" {
  name = "fall"
}

locals {
  registry = try(coalesce(var.registry), "docker.io")
  image    = var.image != "" ? var.image : join("", [local.registry, "/", "acme/fall", var.tag == null ? ":stable" : ":${var.tag}"])
  defaults = { essential = true, cpu = null, memory = null }
}

resource "aws_ecs_task_definition" "fall" {
  family                   = "fall"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.fall.arn
  container_definitions = jsonencode([
    for c in [merge(local.defaults, { name = "fall", image = local.image })] : { for k, v in c : k => v if v != null }
  ])
}

resource "aws_ecs_service" "fall" {
  name            = "fall"
  cluster         = aws_ecs_cluster.fall.id
  task_definition = aws_ecs_task_definition.fall.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.fall[*].id
    security_groups = [aws_security_group.fall.id]
  }
}
