provider "aws" { region = "eu-west-1" }

locals {
  networks  = { core = "10.1.0.0/16", edge = "10.2.0.0/16" }
  endpoints = { for pair in setproduct(local.served, ["ecr.api", "ecr.dkr"]) : join("/", pair) => { network = pair[0], service = pair[1] } }
}

variable "served" {
  type    = list(string)
  default = null
}

locals {
  served = coalescelist(coalesce(var.served, []), ["core"])
}

resource "aws_vpc" "this" {
  for_each             = local.networks
  cidr_block           = each.value
  enable_dns_hostnames = true
}

resource "aws_subnet" "this" {
  for_each   = aws_vpc.this
  vpc_id     = each.value.id
  cidr_block = cidrsubnet(each.value.cidr_block, 8, 4)
}

resource "aws_security_group" "links" {
  for_each = aws_vpc.this
  vpc_id   = each.value.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = values(local.networks)
  }
}

resource "aws_vpc_endpoint" "links" {
  for_each            = local.endpoints
  vpc_id              = aws_vpc.this[each.value.network].id
  service_name        = "com.amazonaws.eu-west-1.${each.value.service}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.this[each.value.network].id]
  security_group_ids  = [aws_security_group.links[each.value.network].id]
}

resource "aws_vpc_endpoint" "layers" {
  for_each        = aws_vpc.this
  vpc_id          = each.value.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [each.value.default_route_table_id]
}

resource "aws_security_group" "news" {
  vpc_id = aws_vpc.this["edge"].id
  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "news" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "news" {
  role       = aws_iam_role.news.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "news" {
  name = "news"
}

resource "aws_ecs_cluster" "news" {
  name = "news"
}

resource "aws_ecs_task_definition" "news" {
  family                   = "news"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.news.arn
  container_definitions    = jsonencode([{ name = "news", image = "${aws_ecr_repository.news.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "news" {
  name            = "news"
  cluster         = aws_ecs_cluster.news.id
  task_definition = aws_ecs_task_definition.news.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.this["edge"].id]
    security_groups = [aws_security_group.news.id]
  }
}
