provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "half" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "half" {
  vpc_id = aws_vpc.half.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.half.id
  cidr_block = cidrsubnet(aws_vpc.half.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.half.id
  cidr_block = cidrsubnet(aws_vpc.half.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "half" {
  domain = "vpc"
}

resource "aws_nat_gateway" "half" {
  allocation_id = aws_eip.half.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.half.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.half.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.half.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.half.id
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

resource "aws_network_acl" "half" {
  vpc_id     = aws_vpc.half.id
  subnet_ids = aws_subnet.private[*].id

  egress {
    rule_no    = 1
    action     = "allow"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }

  ingress {
    rule_no    = 1
    action     = "allow"
    protocol   = "6"
    cidr_block = "0.0.0.0/0"
    from_port  = 49152
    to_port    = 65535
  }
}

resource "aws_security_group" "half" {
  vpc_id = aws_vpc.half.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "half" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "half" {
  role       = aws_iam_role.half.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "half" {
  name = "half"
}

resource "aws_ecs_cluster" "half" {
  name = "half"
}

resource "aws_ecs_task_definition" "half" {
  family                   = "half"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.half.arn
  container_definitions    = jsonencode([{ name = "half", image = "${aws_ecr_repository.half.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "half" {
  name            = "half"
  cluster         = aws_ecs_cluster.half.id
  task_definition = aws_ecs_task_definition.half.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.half.id]
  }
}
