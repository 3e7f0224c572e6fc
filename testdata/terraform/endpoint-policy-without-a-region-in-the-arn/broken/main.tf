provider "aws" {
  region              = "eu-west-2"
  allowed_account_ids = ["101010101010"]
}

resource "aws_vpc" "gov" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "gov" {
  vpc_id = aws_vpc.gov.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.gov.id
  cidr_block = cidrsubnet(aws_vpc.gov.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.gov.id
  cidr_block = cidrsubnet(aws_vpc.gov.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "gov" {
  domain = "vpc"
}

resource "aws_nat_gateway" "gov" {
  allocation_id = aws_eip.gov.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.gov.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.gov.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.gov.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.gov.id
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

resource "aws_vpc_endpoint" "ecr" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.gov.id
  service_name        = "com.amazonaws.eu-west-2.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = aws_subnet.private[*].id
  security_group_ids  = [aws_security_group.links.id]
  policy              = data.aws_iam_policy_document.ecr[each.key].json
}

resource "aws_security_group" "links" {
  vpc_id = aws_vpc.gov.id
  ingress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = [aws_vpc.gov.cidr_block]
  }
}

data "aws_iam_policy_document" "ecr" {
  for_each = {
    "ecr.api" = ["*"]
    "ecr.dkr" = [local.repositories]
  }

  statement {
    actions   = ["ecr:*"]
    resources = each.value
    principals {
      type        = "AWS"
      identifiers = ["101010101010"]
    }
  }
}

locals {
  repositories = "arn:aws:ecr::101010101010:*"
}

resource "aws_security_group" "gov" {
  name_prefix = "gov"
  vpc_id      = aws_vpc.gov.id
}

resource "aws_security_group_rule" "gov_out" {
  type              = "egress"
  security_group_id = aws_security_group.gov.id
  protocol          = "all"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}
data "aws_iam_policy_document" "gov_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "gov" {
  name_prefix        = "gov-"
  assume_role_policy = data.aws_iam_policy_document.gov_trust.json
}

resource "aws_iam_role_policy" "gov" {
  role = aws_iam_role.gov.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      { Effect = "Allow", Action = ["ecr:BatchGet*", "ecr:GetDownloadUrlForLayer"], Resource = "arn:*:ecr:*:*:repository/*" },
    ]
  })
}
resource "aws_ecr_repository" "gov" {
  name = "gov"
}

resource "aws_ecs_cluster" "gov" {
  name = "gov"
}

resource "aws_ecs_task_definition" "gov" {
  family                   = "gov"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.gov.arn
  container_definitions    = jsonencode([{ name = "gov", image = "${aws_ecr_repository.gov.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "gov" {
  name            = "gov"
  cluster         = aws_ecs_cluster.gov.id
  task_definition = aws_ecs_task_definition.gov.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.gov.id]
  }
}
