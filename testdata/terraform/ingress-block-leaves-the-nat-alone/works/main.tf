provider "aws" {
  region = "eu-west-3"
}

resource "aws_vpc" "bank" {
  cidr_block = "10.6.0.0/16"
}

resource "aws_internet_gateway" "bank" {
  vpc_id = aws_vpc.bank.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.bank.id
  cidr_block = cidrsubnet(aws_vpc.bank.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.bank.id
  cidr_block = cidrsubnet(aws_vpc.bank.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "bank" {
  domain = "vpc"
}

resource "aws_nat_gateway" "bank" {
  allocation_id = aws_eip.bank.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.bank.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.bank.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.bank.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.bank.id
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

resource "aws_vpc_block_public_access_options" "region" {
  internet_gateway_block_mode = "block-ingress"
}

resource "aws_security_group" "teller" {
  name   = "teller"
  vpc_id = aws_vpc.bank.id
}

resource "aws_vpc_security_group_egress_rule" "teller" {
  security_group_id = aws_security_group.teller.id
  ip_protocol       = "tcp"
  from_port         = 1
  to_port           = 1024
  cidr_ipv4         = "0.0.0.0/0"
}
resource "aws_iam_role" "teller" {
  name = "teller"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = { Effect = "Allow", Action = ["sts:AssumeRole"], Principal = { Service = ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"] } }
  })
}

resource "aws_iam_policy" "teller" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ecr:*", "logs:*"], Resource = ["*"] }]
  })
}

resource "aws_iam_policy_attachment" "teller" {
  name       = "teller"
  policy_arn = aws_iam_policy.teller.arn
  roles      = [aws_iam_role.teller.name]
}
resource "aws_ecr_repository" "teller" {
  name = "teller"
}

resource "aws_ecs_cluster" "teller" {
  name = "teller"
}

resource "aws_ecs_task_definition" "teller" {
  family                   = "teller"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.teller.arn
  container_definitions    = jsonencode([{ name = "teller", image = "${aws_ecr_repository.teller.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "teller" {
  name            = "teller"
  cluster         = aws_ecs_cluster.teller.id
  task_definition = aws_ecs_task_definition.teller.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.teller.id]
  }
}
