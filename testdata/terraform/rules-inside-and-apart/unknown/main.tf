# Inline and separate rules of one group overwrite each other at every apply.
provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "both" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "both" {
  vpc_id = aws_vpc.both.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.both.id
  cidr_block = cidrsubnet(aws_vpc.both.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.both.id
  cidr_block = cidrsubnet(aws_vpc.both.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "both" {
  domain = "vpc"
}

resource "aws_nat_gateway" "both" {
  allocation_id = aws_eip.both.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.both.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.both.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.both.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.both.id
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

resource "aws_security_group" "both" {
  vpc_id = aws_vpc.both.id
  egress {
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.both.cidr_block]
  }
}

resource "aws_security_group_rule" "both" {
  type              = "egress"
  security_group_id = aws_security_group.both.id
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_iam_role" "both" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "both" {
  role       = aws_iam_role.both.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "both" {
  name = "both"
}

resource "aws_ecs_cluster" "both" {
  name = "both"
}

resource "aws_ecs_task_definition" "both" {
  family                   = "both"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.both.arn
  container_definitions    = jsonencode([{ name = "both", image = "${aws_ecr_repository.both.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "both" {
  name            = "both"
  cluster         = aws_ecs_cluster.both.id
  task_definition = aws_ecs_task_definition.both.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.both.id]
  }
}
