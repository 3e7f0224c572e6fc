provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "strict" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "strict" {
  vpc_id = aws_vpc.strict.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.strict.id
  cidr_block = cidrsubnet(aws_vpc.strict.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.strict.id
  cidr_block = cidrsubnet(aws_vpc.strict.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "strict" {
  domain = "vpc"
}

resource "aws_nat_gateway" "strict" {
  allocation_id = aws_eip.strict.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.strict.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.strict.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.strict.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.strict.id
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
resource "aws_security_group" "strict" {
  name   = "strict"
  vpc_id = aws_vpc.strict.id
}

resource "aws_vpc_security_group_egress_rule" "strict" {
  security_group_id = aws_security_group.strict.id
  ip_protocol       = "tcp"
  from_port         = 1
  to_port           = 1024
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_egress_rule" "mail" {
  security_group_id = aws_security_group.strict.id
  ip_protocol       = "tcp"
  from_port         = 587
  to_port           = 587
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_rules_exclusive" "strict" {
  security_group_id = aws_security_group.strict.id
  ingress_rule_ids  = []
  egress_rule_ids   = [aws_vpc_security_group_egress_rule.mail.id]
}

resource "aws_iam_role" "strict" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "strict" {
  role       = aws_iam_role.strict.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "strict" {
  name = "strict"
}

resource "aws_ecs_cluster" "strict" {
  name = "strict"
}

resource "aws_ecs_task_definition" "strict" {
  family                   = "strict"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.strict.arn
  container_definitions    = jsonencode([{ name = "strict", image = "${aws_ecr_repository.strict.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "strict" {
  name            = "strict"
  cluster         = aws_ecs_cluster.strict.id
  task_definition = aws_ecs_task_definition.strict.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.strict.id]
  }
}
