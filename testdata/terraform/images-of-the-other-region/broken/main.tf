provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "far" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "far" {
  count      = 2
  vpc_id     = aws_vpc.far.id
  cidr_block = cidrsubnet(aws_vpc.far.cidr_block, 8, count.index)
}

resource "aws_security_group" "far_links" {
  vpc_id = aws_vpc.far.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.far.cidr_block]
  }
}

resource "aws_vpc_endpoint" "far" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.far.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = aws_subnet.far[*].id
  security_group_ids  = [aws_security_group.far_links.id]
}

resource "aws_vpc_endpoint" "far_layers" {
  vpc_id          = aws_vpc.far.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_vpc.far.main_route_table_id]
}
resource "aws_security_group" "far" {
  vpc_id = aws_vpc.far.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "far" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "far" {
  role       = aws_iam_role.far.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

variable "home" {
  type    = string
  default = "eu-central-1"
}

resource "aws_ecr_repository" "far" {
  name   = "far"
  region = var.home
}

resource "aws_ecs_cluster" "far" {
  name = "far"
}
resource "aws_ecs_task_definition" "far" {
  family                   = "far"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.far.arn
  container_definitions    = jsonencode([{ name = "far", image = "${aws_ecr_repository.far.repository_url}:v1", essential = true }])
}
resource "aws_ecs_service" "far" {
  name            = "far"
  cluster         = aws_ecs_cluster.far.id
  task_definition = aws_ecs_task_definition.far.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.far[*].id
    security_groups = [aws_security_group.far.id]
  }
}
