# Subnet and table are ours, the network is not: its endpoints are declared by those who own it.
provider "aws" { region = "eu-west-1" }

data "aws_vpc" "shared" {
  tags = { Name = "shared" }
}

resource "aws_subnet" "ours" {
  vpc_id     = data.aws_vpc.shared.id
  cidr_block = cidrsubnet(data.aws_vpc.shared.cidr_block, 8, 77)
}

resource "aws_route_table" "ours" {
  vpc_id = data.aws_vpc.shared.id
}

resource "aws_route_table_association" "ours" {
  subnet_id      = aws_subnet.ours.id
  route_table_id = aws_route_table.ours.id
}

resource "aws_security_group" "ours" {
  vpc_id = data.aws_vpc.shared.id
  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "ours" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "ours" {
  role       = aws_iam_role.ours.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "ours" {
  name = "ours"
}

resource "aws_ecs_cluster" "ours" {
  name = "ours"
}

resource "aws_ecs_task_definition" "ours" {
  family                   = "ours"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.ours.arn
  container_definitions    = jsonencode([{ name = "ours", image = "${aws_ecr_repository.ours.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "ours" {
  name            = "ours"
  cluster         = aws_ecs_cluster.ours.id
  task_definition = aws_ecs_task_definition.ours.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.ours.id]
    security_groups = [aws_security_group.ours.id]
  }
}
