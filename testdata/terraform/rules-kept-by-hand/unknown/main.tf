# Someone opens and closes this group in the console; Terraform looks away.
provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "hand" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "hand" {
  vpc_id = aws_vpc.hand.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.hand.id
  cidr_block = cidrsubnet(aws_vpc.hand.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.hand.id
  cidr_block = cidrsubnet(aws_vpc.hand.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "hand" {
  domain = "vpc"
}

resource "aws_nat_gateway" "hand" {
  allocation_id = aws_eip.hand.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.hand.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.hand.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.hand.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.hand.id
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

resource "aws_security_group" "hand" {
  vpc_id = aws_vpc.hand.id

  lifecycle {
    ignore_changes = [ingress, egress]
  }
}

resource "aws_iam_role" "hand" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "hand" {
  role       = aws_iam_role.hand.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "hand" {
  name = "hand"
}

resource "aws_ecs_cluster" "hand" {
  name = "hand"
}

resource "aws_ecs_task_definition" "hand" {
  family                   = "hand"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.hand.arn
  container_definitions    = jsonencode([{ name = "hand", image = "${aws_ecr_repository.hand.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "hand" {
  name            = "hand"
  cluster         = aws_ecs_cluster.hand.id
  task_definition = aws_ecs_task_definition.hand.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.hand.id]
  }
}
