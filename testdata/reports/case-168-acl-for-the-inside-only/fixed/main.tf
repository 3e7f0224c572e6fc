provider "aws" {
  region = "eu-west-2"
}

resource "aws_vpc" "main" {
  cidr_block           = "10.26.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet(aws_vpc.main.cidr_block, 4, count.index)
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route_table_association" "private" {
  count          = 2
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private.id
}

resource "aws_security_group" "endpoints" {
  vpc_id = aws_vpc.main.id

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.main.cidr_block]
  }
}

resource "aws_vpc_endpoint" "interface" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-2.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = aws_subnet.private[*].id
  security_group_ids  = [aws_security_group.endpoints.id]
  private_dns_enabled = true
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.main.id
  service_name    = "com.amazonaws.eu-west-2.s3"
  route_table_ids = [aws_route_table.private.id]
}

locals {
  internal = ["10.20.0.0/16", "10.26.0.0/16"]
}

resource "aws_network_acl" "private" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = aws_subnet.private[*].id
}

resource "aws_network_acl_rule" "internal" {
  for_each = merge(
    { for i, cidr in local.internal : "in-${i}" => { cidr = cidr, egress = false, number = 1000 + i } },
    { for i, cidr in local.internal : "out-${i}" => { cidr = cidr, egress = true, number = 1000 + i } },
  )
  network_acl_id = aws_network_acl.private.id
  egress         = each.value.egress
  rule_number    = each.value.number
  rule_action    = "allow"
  protocol       = "-1"
  cidr_block     = each.value.cidr
}

data "aws_iam_policy_document" "core_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "core" {
  statement {
    actions = [
      "ecr:GetAuthorizationToken",
      "ecr:BatchCheckLayerAvailability",
      "ecr:GetDownloadUrlForLayer",
      "ecr:BatchGetImage",
    ]
    resources = ["*"]
  }
}

resource "aws_iam_role" "core" {
  name               = "core"
  assume_role_policy = data.aws_iam_policy_document.core_trust.json
}

resource "aws_iam_policy" "core" {
  name   = "core"
  policy = data.aws_iam_policy_document.core.json
}

resource "aws_iam_role_policy_attachment" "core" {
  role       = aws_iam_role.core.name
  policy_arn = aws_iam_policy.core.arn
}

resource "aws_network_acl_rule" "s3_out" {
  network_acl_id = aws_network_acl.private.id
  egress         = true
  rule_number    = 2000
  rule_action    = "allow"
  protocol       = "tcp"
  cidr_block     = "0.0.0.0/0"
  from_port      = 443
  to_port        = 443
}

resource "aws_network_acl_rule" "s3_in" {
  network_acl_id = aws_network_acl.private.id
  rule_number    = 2000
  rule_action    = "allow"
  protocol       = "tcp"
  cidr_block     = "0.0.0.0/0"
  from_port      = 1024
  to_port        = 65535
}

resource "aws_security_group" "core" {
  vpc_id = aws_vpc.main.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_cluster" "core" {
  name = "core"
}

resource "aws_ecs_task_definition" "core" {
  family                   = "core"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.core.arn
  container_definitions    = jsonencode([{ name = "core", image = "111122223333.dkr.ecr.eu-west-2.amazonaws.com/core:2" }])
}

resource "aws_ecs_service" "core" {
  name            = "core"
  cluster         = aws_ecs_cluster.core.id
  task_definition = aws_ecs_task_definition.core.arn
  launch_type     = "FARGATE"

  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.core.id]
  }
}
