provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "pubr" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "pubr" {
  vpc_id = aws_vpc.pubr.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.pubr.id
  cidr_block = cidrsubnet(aws_vpc.pubr.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.pubr.id
  cidr_block = cidrsubnet(aws_vpc.pubr.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "pubr" {
  domain = "vpc"
}

resource "aws_nat_gateway" "pubr" {
  allocation_id = aws_eip.pubr.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.pubr.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.pubr.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.pubr.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.pubr.id
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

data "aws_ip_ranges" "here" {
  regions  = ["eu-west-1"]
  services = ["amazon"]
}

resource "aws_security_group" "pubr" {
  vpc_id = aws_vpc.pubr.id
  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = concat(["10.0.0.0/8"], data.aws_ip_ranges.here.cidr_blocks)
  }
}

resource "aws_iam_role" "pubr" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "pubr" {
  role       = aws_iam_role.pubr.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "pubr" {
  name = "pubr"
}

resource "aws_ecs_cluster" "pubr" {
  name = "pubr"
}

resource "aws_ecs_task_definition" "pubr" {
  family                   = "pubr"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.pubr.arn
  container_definitions    = jsonencode([{ name = "pubr", image = "${aws_ecr_repository.pubr.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "pubr" {
  name            = "pubr"
  cluster         = aws_ecs_cluster.pubr.id
  task_definition = aws_ecs_task_definition.pubr.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.pubr.id]
  }
}
