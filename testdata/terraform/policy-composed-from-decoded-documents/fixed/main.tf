provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["787878787878"]
}

resource "aws_vpc" "doc" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "doc" {
  vpc_id = aws_vpc.doc.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.doc.id
  cidr_block = cidrsubnet(aws_vpc.doc.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.doc.id
  cidr_block = cidrsubnet(aws_vpc.doc.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "doc" {
  domain = "vpc"
}

resource "aws_nat_gateway" "doc" {
  allocation_id = aws_eip.doc.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.doc.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.doc.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.doc.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.doc.id
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
resource "aws_security_group" "doc" {
  vpc_id = aws_vpc.doc.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

data "aws_iam_policy_document" "base" {
  statement {
    sid       = "Registry"
    actions   = ["ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = ["ARN_OF_REPOSITORY"]
  }
}

locals {
  rendered = jsondecode(replace(data.aws_iam_policy_document.base.json, "ARN_OF_REPOSITORY", "${aws_ecr_repository.doc.arn}"))
  extra    = jsondecode(file("${path.module}/extra.json"))
  policy   = merge(local.rendered, { Statement = concat(flatten([local.rendered.Statement]), local.extra) })
}

resource "aws_iam_role" "doc" {
  assume_role_policy = jsonencode(yamldecode(<<-YAML
    Version: "2012-10-17"
    Statement:
      - Effect: Allow
        Action: sts:AssumeRole
        Principal: { Service: ecs-tasks.amazonaws.com }
  YAML
  ))
}

resource "aws_iam_role_policy" "doc" {
  role   = aws_iam_role.doc.name
  policy = jsonencode(local.policy)
}

resource "aws_ecr_repository" "doc" {
  name = "doc"
}

resource "aws_ecs_cluster" "doc" {
  name = "doc"
}

resource "aws_ecs_task_definition" "doc" {
  family                   = "doc"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.doc.arn
  container_definitions    = jsonencode([{ name = "doc", image = "${aws_ecr_repository.doc.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "doc" {
  name            = "doc"
  cluster         = aws_ecs_cluster.doc.id
  task_definition = aws_ecs_task_definition.doc.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.doc.id]
  }
}
