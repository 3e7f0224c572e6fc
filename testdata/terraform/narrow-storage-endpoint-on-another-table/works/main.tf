# The reporting subnets reach one bucket only; the tasks' own table knows nothing of that endpoint.
provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "side" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "side" {
  vpc_id = aws_vpc.side.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.side.id
  cidr_block = cidrsubnet(aws_vpc.side.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.side.id
  cidr_block = cidrsubnet(aws_vpc.side.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "side" {
  domain = "vpc"
}

resource "aws_nat_gateway" "side" {
  allocation_id = aws_eip.side.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.side.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.side.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.side.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.side.id
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

resource "aws_route_table" "reporting" {
  vpc_id = aws_vpc.side.id
}

resource "aws_vpc_endpoint" "reporting" {
  vpc_id          = aws_vpc.side.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_route_table.reporting.id]
  policy          = <<-JSON
    {
      "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]}
      ]
    }
  JSON
}

resource "aws_security_group" "side" {
  vpc_id = aws_vpc.side.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "side" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "side" {
  role       = aws_iam_role.side.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "side" {
  name = "side"
}

resource "aws_ecs_cluster" "side" {
  name = "side"
}

resource "aws_ecs_task_definition" "side" {
  family                   = "side"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.side.arn
  container_definitions    = jsonencode([{ name = "side", image = "${aws_ecr_repository.side.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "side" {
  name            = "side"
  cluster         = aws_ecs_cluster.side.id
  task_definition = aws_ecs_task_definition.side.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.side.id]
  }
}
