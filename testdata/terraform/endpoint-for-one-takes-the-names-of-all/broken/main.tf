# The reports service pulled through NAT for years; the endpoints were added for the vault.
provider "aws" {
  region = "eu-west-2"
}

resource "aws_vpc" "hq" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "hq" {
  vpc_id = aws_vpc.hq.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.hq.id
  cidr_block = cidrsubnet(aws_vpc.hq.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.hq.id
  cidr_block = cidrsubnet(aws_vpc.hq.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "hq" {
  domain = "vpc"
}

resource "aws_nat_gateway" "hq" {
  allocation_id = aws_eip.hq.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.hq.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.hq.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.hq.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.hq.id
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

resource "aws_security_group" "vault" {
  vpc_id = aws_vpc.hq.id
}

resource "aws_security_group" "reports" {
  vpc_id = aws_vpc.hq.id
}

resource "aws_vpc_security_group_egress_rule" "any" {
  for_each = {
    vault   = aws_security_group.vault.id
    reports = aws_security_group.reports.id
  }
  security_group_id = each.value
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

resource "aws_security_group" "links" {
  vpc_id = aws_vpc.hq.id
}

resource "aws_vpc_security_group_ingress_rule" "links" {
  for_each                     = local.clients
  security_group_id            = aws_security_group.links.id
  referenced_security_group_id = each.value
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

locals {
  clients = {
    vault = aws_security_group.vault.id
  }
}

resource "aws_vpc_endpoint" "links" {
  for_each            = toset(["com.amazonaws.eu-west-2.ecr.api", "com.amazonaws.eu-west-2.ecr.dkr"])
  vpc_id              = aws_vpc.hq.id
  service_name        = each.value
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.private[0].id]
  security_group_ids  = [aws_security_group.links.id]
}

resource "aws_iam_role" "vault" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "vault" {
  role       = aws_iam_role.vault.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_iam_role" "reports" {
  name = "reports"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = { Effect = "Allow", Action = ["sts:AssumeRole"], Principal = { Service = ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"] } }
  })
}

resource "aws_iam_policy" "reports" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ecr:*", "logs:*"], Resource = ["*"] }]
  })
}

resource "aws_iam_policy_attachment" "reports" {
  name       = "reports"
  policy_arn = aws_iam_policy.reports.arn
  roles      = [aws_iam_role.reports.name]
}
resource "aws_ecr_repository" "vault" {
  name = "vault"
}

resource "aws_ecs_cluster" "vault" {
  name = "vault"
}

resource "aws_ecs_task_definition" "vault" {
  family                   = "vault"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.vault.arn
  container_definitions    = jsonencode([{ name = "vault", image = "${aws_ecr_repository.vault.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "vault" {
  name            = "vault"
  cluster         = aws_ecs_cluster.vault.id
  task_definition = aws_ecs_task_definition.vault.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.vault.id]
  }
}
resource "aws_ecr_repository" "reports" {
  name = "reports"
}

resource "aws_ecs_cluster" "reports" {
  name = "reports"
}

resource "aws_ecs_task_definition" "reports" {
  family                   = "reports"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.reports.arn
  container_definitions    = jsonencode([{ name = "reports", image = "${aws_ecr_repository.reports.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "reports" {
  name            = "reports"
  cluster         = aws_ecs_cluster.reports.id
  task_definition = aws_ecs_task_definition.reports.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.reports.id]
  }
}
