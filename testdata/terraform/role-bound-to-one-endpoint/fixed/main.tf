provider "aws" { region = "eu-central-1" }

resource "aws_vpc" "vault" {
  cidr_block           = "10.9.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "vault" {
  count      = 2
  vpc_id     = aws_vpc.vault.id
  cidr_block = cidrsubnet(aws_vpc.vault.cidr_block, 8, count.index)
}

resource "aws_security_group" "vault_links" {
  vpc_id = aws_vpc.vault.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.vault.cidr_block]
  }
}

resource "aws_vpc_endpoint" "vault" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.vault.id
  service_name        = "com.amazonaws.eu-central-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = aws_subnet.vault[*].id
  security_group_ids  = [aws_security_group.vault_links.id]
}

resource "aws_vpc_endpoint" "vault_layers" {
  vpc_id          = aws_vpc.vault.id
  service_name    = "com.amazonaws.eu-central-1.s3"
  route_table_ids = [aws_vpc.vault.main_route_table_id]
}
resource "aws_security_group" "keys" {
  name   = "keys"
  vpc_id = aws_vpc.vault.id
}

resource "aws_vpc_security_group_egress_rule" "keys" {
  security_group_id = aws_security_group.keys.id
  ip_protocol       = "tcp"
  from_port         = 1
  to_port           = 1024
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_iam_role" "keys" {
  name_prefix        = "keys-"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "pull" {
  statement {
    actions   = ["ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = ["*"]
    condition {
      test     = "StringEquals"
      variable = "aws:SourceVpce"
      values   = [for e in aws_vpc_endpoint.vault : e.id]
    }
  }
}

resource "aws_iam_role_policy" "pull" {
  role   = aws_iam_role.keys.name
  policy = data.aws_iam_policy_document.pull.json
}

resource "aws_ecr_repository" "keys" {
  name = "keys"
}

resource "aws_ecs_cluster" "keys" {
  name = "keys"
}

resource "aws_ecs_task_definition" "keys" {
  family                   = "keys"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.keys.arn
  container_definitions    = jsonencode([{ name = "keys", image = "${aws_ecr_repository.keys.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "keys" {
  name            = "keys"
  cluster         = aws_ecs_cluster.keys.id
  task_definition = aws_ecs_task_definition.keys.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.vault[*].id
    security_groups = [aws_security_group.keys.id]
  }
}
