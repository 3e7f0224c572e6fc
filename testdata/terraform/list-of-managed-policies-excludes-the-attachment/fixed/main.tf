provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "hr" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "hr" {
  vpc_id = aws_vpc.hr.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.hr.id
  cidr_block = cidrsubnet(aws_vpc.hr.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.hr.id
  cidr_block = cidrsubnet(aws_vpc.hr.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "hr" {
  domain = "vpc"
}

resource "aws_nat_gateway" "hr" {
  allocation_id = aws_eip.hr.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.hr.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.hr.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.hr.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.hr.id
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
resource "aws_security_group" "hr" {
  vpc_id = aws_vpc.hr.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "hr" {
  name = "hr"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "hr" {
  role       = aws_iam_role.hr.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_repository" "hr" {
  name = "hr"
}

resource "aws_ecs_cluster" "hr" {
  name = "hr"
}

resource "aws_ecs_task_definition" "hr" {
  family                   = "hr"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.hr.arn
  container_definitions    = jsonencode([{ name = "hr", image = "${aws_ecr_repository.hr.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "hr" {
  name            = "hr"
  cluster         = aws_ecs_cluster.hr.id
  task_definition = aws_ecs_task_definition.hr.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.hr.id]
  }
}
