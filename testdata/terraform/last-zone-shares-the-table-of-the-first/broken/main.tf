provider "aws" { region = "us-west-2" }

locals {
  zones = ["us-west-2a", "us-west-2b", "us-west-2c"]
}

resource "aws_vpc" "trio" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "trio" { vpc_id = aws_vpc.trio.id }

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.trio.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.trio.id
}

resource "aws_route" "public" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.trio.id
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_eip" "trio" {}

resource "aws_nat_gateway" "trio" {
  subnet_id     = aws_subnet.public.id
  allocation_id = aws_eip.trio.id
}

resource "aws_subnet" "private" {
  count             = length(local.zones)
  vpc_id            = aws_vpc.trio.id
  cidr_block        = cidrsubnet(aws_vpc.trio.cidr_block, 8, 10 + count.index)
  availability_zone = local.zones[count.index]
}

resource "aws_route_table" "private" {
  count  = length(local.zones)
  vpc_id = aws_vpc.trio.id
}

resource "aws_route" "private" {
  count                  = local.single ? 1 : length(local.zones)
  route_table_id         = element(aws_route_table.private[*].id, count.index)
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.trio.id
}

locals {
  single = true
}

resource "aws_route_table_association" "private" {
  count          = length(local.zones)
  subnet_id      = element(aws_subnet.private[*].id, count.index)
  route_table_id = element(aws_route_table.private[*].id, count.index)
}

resource "aws_security_group" "trio" {
  vpc_id = aws_vpc.trio.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "trio" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "trio" {
  role       = aws_iam_role.trio.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "trio" {
  name = "trio"
}

resource "aws_ecs_cluster" "trio" {
  name = "trio"
}

resource "aws_ecs_task_definition" "trio" {
  family                   = "trio"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.trio.arn
  container_definitions    = jsonencode([{ name = "trio", image = "${aws_ecr_repository.trio.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "trio" {
  name            = "trio"
  cluster         = aws_ecs_cluster.trio.id
  task_definition = aws_ecs_task_definition.trio.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.trio.id]
  }
}
