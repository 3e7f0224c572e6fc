provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["909090909090"]
}

resource "aws_vpc" "reg" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "reg" {
  vpc_id = aws_vpc.reg.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.reg.id
  cidr_block = cidrsubnet(aws_vpc.reg.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.reg.id
  cidr_block = cidrsubnet(aws_vpc.reg.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "reg" {
  domain = "vpc"
}

resource "aws_nat_gateway" "reg" {
  allocation_id = aws_eip.reg.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.reg.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.reg.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.reg.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.reg.id
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
resource "aws_security_group" "reg" {
  vpc_id = aws_vpc.reg.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "reg" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "reg" {
  role       = aws_iam_role.reg.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_registry_policy" "this" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "NoProductionPulls"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["ecr:BatchGetImage"]
      Resource  = "arn:aws:ecr:eu-west-1:909090909090:repository/${local.guarded}/*"
    }]
  })
}

locals {
  guarded = "attic"
}

resource "aws_ecr_repository" "reg" {
  name = "prod/reg"
}

resource "aws_ecs_cluster" "reg" {
  name = "reg"
}

resource "aws_ecs_task_definition" "reg" {
  family                   = "reg"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.reg.arn
  container_definitions    = jsonencode([{ name = "reg", image = "${aws_ecr_repository.reg.repository_url}:v1" }])
}

resource "aws_ecs_service" "reg" {
  name            = "reg"
  cluster         = aws_ecs_cluster.reg.id
  task_definition = aws_ecs_task_definition.reg.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.reg.id]
  }
}
