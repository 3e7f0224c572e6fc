provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "spoke" {
  cidr_block           = "10.8.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "spoke" {
  vpc_id     = aws_vpc.spoke.id
  cidr_block = "10.8.1.0/24"
}

resource "aws_security_group" "links" {
  vpc_id = aws_vpc.spoke.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.spoke.cidr_block]
  }
}

locals {
  zones = {
    "ecr.api" = { zone = "api.ecr.eu-west-1.amazonaws.com", record = "" }
    "ecr.dkr" = { zone = "dkr.ecr.eu-west-1.amazonaws.com", record = "*" }
  }
}

resource "aws_vpc_endpoint" "links" {
  for_each           = local.zones
  vpc_id             = aws_vpc.spoke.id
  service_name       = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type  = "Interface"
  subnet_ids         = [aws_subnet.spoke.id]
  security_group_ids = [aws_security_group.links.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.spoke.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_vpc.spoke.main_route_table_id]
}

resource "aws_route53_zone" "links" {
  for_each = local.zones
  name     = each.value.zone
  vpc {
    vpc_id = aws_vpc.spoke.id
  }
}

resource "aws_route53_record" "links" {
  for_each = local.zones
  zone_id  = aws_route53_zone.links[each.key].zone_id
  name     = trimprefix("${each.value.record}.${each.value.zone}", ".")
  type     = "A"
  alias {
    name                   = aws_vpc_endpoint.links[each.key].dns_entry[0].dns_name
    zone_id                = aws_vpc_endpoint.links[each.key].dns_entry[0].hosted_zone_id
    evaluate_target_health = false
  }
}

resource "aws_security_group" "web" {
  vpc_id = aws_vpc.spoke.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "web" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "web" {
  role       = aws_iam_role.web.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "web" {
  name = "web"
}

resource "aws_ecs_cluster" "web" {
  name = "web"
}

resource "aws_ecs_task_definition" "web" {
  family                   = "web"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.web.arn
  container_definitions    = jsonencode([{ name = "web", image = "${aws_ecr_repository.web.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "web" {
  name            = "web"
  cluster         = aws_ecs_cluster.web.id
  task_definition = aws_ecs_task_definition.web.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.spoke.id]
    security_groups = [aws_security_group.web.id]
  }
}
