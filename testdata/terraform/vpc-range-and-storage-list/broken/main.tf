# Public subnets by the main route table; registry endpoints inside; S3 by the gateway endpoint.
provider "aws" {
  region = var.region
}

variable "region" {
  default = "eu-north-1"
}

resource "aws_vpc" "game" {
  cidr_block           = "10.77.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "game" {
  vpc_id = aws_vpc.game.id
}

resource "aws_route" "default" {
  route_table_id         = aws_vpc.game.main_route_table_id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.game.id
}

resource "aws_subnet" "game" {
  for_each                = toset(["a", "b", "c"])
  vpc_id                  = aws_vpc.game.id
  cidr_block              = cidrsubnet(aws_vpc.game.cidr_block, 4, index(["a", "b", "c"], each.key))
  availability_zone       = "${var.region}${each.key}"
  map_public_ip_on_launch = true
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.game.id
  service_name    = "com.amazonaws.${var.region}.s3"
  route_table_ids = [aws_vpc.game.main_route_table_id]
}

resource "aws_vpc_endpoint" "private" {
  for_each            = toset(["ecr.api", "ecr.dkr", "logs", "secretsmanager"])
  vpc_id              = aws_vpc.game.id
  service_name        = "com.amazonaws.${var.region}.${each.value}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [for s in aws_subnet.game : s.id]
  security_group_ids  = [aws_security_group.private_link.id]
}

resource "aws_security_group" "private_link" {
  vpc_id = aws_vpc.game.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.game.cidr_block]
  }
}

# Two groups on the task: one for who calls it, one for whom it calls.
resource "aws_security_group" "callers" {
  vpc_id = aws_vpc.game.id
  ingress {
    from_port   = 7777
    to_port     = 7777
    protocol    = "udp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "callees" {
  vpc_id = aws_vpc.game.id
  egress {
    description = "registry, logs, secrets"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.game.cidr_block]
  }
  egress {
    description = "names"
    from_port   = 53
    to_port     = 53
    protocol    = "udp"
    cidr_blocks = [aws_vpc.game.cidr_block]
  }
}

data "aws_iam_policy_document" "server_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "server" {
  name_prefix        = "server-"
  assume_role_policy = data.aws_iam_policy_document.server_trust.json
}

resource "aws_iam_role_policy" "server" {
  role = aws_iam_role.server.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      { Effect = "Allow", Action = ["ecr:BatchGet*", "ecr:GetDownloadUrlForLayer"], Resource = "arn:*:ecr:*:*:repository/*" },
    ]
  })
}
resource "aws_ecr_repository" "server" {
  name = "server"
}
resource "aws_ecs_cluster" "server" {
  name = "server"
}
resource "aws_ecs_task_definition" "server" {
  family                   = "server"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.server.arn
  container_definitions    = jsonencode([{ name = "server", image = "${aws_ecr_repository.server.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "server" {
  name             = "server"
  cluster          = aws_ecs_cluster.server.id
  task_definition  = aws_ecs_task_definition.server.arn
  launch_type      = "FARGATE"
  platform_version = "1.4.0"
  desired_count    = 2
  network_configuration {
    subnets          = [for zone, s in aws_subnet.game : s.id if zone != "c"]
    security_groups  = [aws_security_group.callers.id, aws_security_group.callees.id]
    assign_public_ip = true
  }
}
