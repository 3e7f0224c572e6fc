# Whether what a NAT gateway forwards also takes its own table's storage endpoint is not known: no error.
provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "behind" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "behind" {
  vpc_id = aws_vpc.behind.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.behind.id
  cidr_block = cidrsubnet(aws_vpc.behind.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.behind.id
  cidr_block = cidrsubnet(aws_vpc.behind.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "behind" {
  domain = "vpc"
}

resource "aws_nat_gateway" "behind" {
  allocation_id = aws_eip.behind.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.behind.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.behind.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.behind.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.behind.id
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

resource "aws_vpc_endpoint" "front" {
  vpc_id          = aws_vpc.behind.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_route_table.public.id]
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:*", Resource = ["arn:aws:s3:::assets", "arn:aws:s3:::assets/*"] }]
  })
}

resource "aws_security_group" "behind" {
  vpc_id = aws_vpc.behind.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "behind" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "behind" {
  role       = aws_iam_role.behind.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "behind" {
  name = "behind"
}

resource "aws_ecs_cluster" "behind" {
  name = "behind"
}

resource "aws_ecs_task_definition" "behind" {
  family                   = "behind"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.behind.arn
  container_definitions    = jsonencode([{ name = "behind", image = "${aws_ecr_repository.behind.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "behind" {
  name            = "behind"
  cluster         = aws_ecs_cluster.behind.id
  task_definition = aws_ecs_task_definition.behind.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.behind.id]
  }
}
