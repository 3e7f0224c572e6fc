provider "aws" { region = "us-east-1" }

variable "dns" {
  type    = object({ support = optional(bool, true), hostnames = optional(bool, false) })
  default = { support = false }
}

resource "aws_vpc" "old" {
  cidr_block           = "172.31.0.0/16"
  enable_dns_support   = var.dns.support
  enable_dns_hostnames = var.dns.hostnames
}

resource "aws_internet_gateway" "old" {
  vpc_id = aws_vpc.old.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.old.id
  cidr_block = cidrsubnet(aws_vpc.old.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.old.id
  cidr_block = cidrsubnet(aws_vpc.old.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "old" {
  domain = "vpc"
}

resource "aws_nat_gateway" "old" {
  allocation_id = aws_eip.old.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.old.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.old.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.old.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.old.id
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
resource "aws_security_group" "old" {
  name_prefix = "old"
  vpc_id      = aws_vpc.old.id
}

resource "aws_security_group_rule" "old_out" {
  type              = "egress"
  security_group_id = aws_security_group.old.id
  protocol          = "all"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}
data "aws_iam_policy_document" "old_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "old" {
  name_prefix        = "old-"
  assume_role_policy = data.aws_iam_policy_document.old_trust.json
}

resource "aws_iam_role_policy" "old" {
  role = aws_iam_role.old.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      { Effect = "Allow", Action = ["ecr:BatchGet*", "ecr:GetDownloadUrlForLayer"], Resource = "arn:*:ecr:*:*:repository/*" },
    ]
  })
}
resource "aws_ecr_repository" "old" {
  name = "old"
}

resource "aws_ecs_cluster" "old" {
  name = "old"
}

resource "aws_ecs_task_definition" "old" {
  family                   = "old"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.old.arn
  container_definitions    = jsonencode([{ name = "old", image = "${aws_ecr_repository.old.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "old" {
  name            = "old"
  cluster         = aws_ecs_cluster.old.id
  task_definition = aws_ecs_task_definition.old.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.old.id]
  }
}
