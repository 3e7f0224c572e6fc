provider "aws" {
  region = "eu-west-1"
}

locals {
  organization = "o-a1b2c3d4e5"
}

resource "aws_vpc" "core" {
  cidr_block           = "10.3.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "core" {
  vpc_id = aws_vpc.core.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.core.id
  cidr_block = cidrsubnet(aws_vpc.core.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.core.id
  cidr_block = cidrsubnet(aws_vpc.core.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "core" {
  domain = "vpc"
}

resource "aws_nat_gateway" "core" {
  allocation_id = aws_eip.core.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.core.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.core.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.core.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.core.id
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

data "aws_iam_policy_document" "perimeter" {
  statement {
    sid       = "Everything"
    actions   = ["s3:*"]
    resources = ["*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }

  statement {
    sid           = "OnlyOurBuckets"
    effect        = "Deny"
    actions       = ["s3:*"]
    not_resources = ["arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    condition {
      test     = "StringNotEquals"
      variable = "aws:ResourceOrgID"
      values   = [local.organization]
    }
  }
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.core.id
  service_name = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [
    aws_route_table.public.id,
    aws_route_table.private.id,
  ]
}

resource "aws_vpc_endpoint_policy" "s3" {
  vpc_endpoint_id = aws_vpc_endpoint.s3.id
  policy          = data.aws_iam_policy_document.perimeter.json
}

resource "aws_security_group" "ledger" {
  name   = "ledger"
  vpc_id = aws_vpc.core.id
}

resource "aws_vpc_security_group_egress_rule" "ledger" {
  security_group_id = aws_security_group.ledger.id
  ip_protocol       = "tcp"
  from_port         = 1
  to_port           = 1024
  cidr_ipv4         = "0.0.0.0/0"
}
resource "aws_iam_role" "ledger" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "ledger" {
  role       = aws_iam_role.ledger.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "ledger" {
  name = "ledger"
}

resource "aws_ecs_cluster" "ledger" {
  name = "ledger"
}

resource "aws_ecs_task_definition" "ledger" {
  family                   = "ledger"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.ledger.arn
  container_definitions    = jsonencode([{ name = "ledger", image = "${aws_ecr_repository.ledger.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "ledger" {
  name            = "ledger"
  cluster         = aws_ecs_cluster.ledger.id
  task_definition = aws_ecs_task_definition.ledger.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.ledger.id]
  }
}
