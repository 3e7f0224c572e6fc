provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "zonal" { cidr_block = "10.0.0.0/16" }

resource "aws_subnet" "zonal" {
  vpc_id     = aws_vpc.zonal.id
  cidr_block = "10.0.0.0/20"
}

variable "internet" {
  type    = bool
  default = true
}

resource "aws_internet_gateway" "zonal" {
  count  = var.internet ? 1 : 0
  vpc_id = aws_vpc.zonal.id
}

resource "aws_nat_gateway" "zonal" {
  vpc_id            = aws_vpc.zonal.id
  availability_mode = "regional"
}

resource "aws_route" "zonal" {
  route_table_id         = aws_vpc.zonal.main_route_table_id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.zonal.id
}

resource "aws_security_group" "zonal" {
  vpc_id = aws_vpc.zonal.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "zonal" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "zonal" {
  role       = aws_iam_role.zonal.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "zonal" {
  name = "zonal"
}

resource "aws_ecs_cluster" "zonal" {
  name = "zonal"
}

resource "aws_ecs_task_definition" "zonal" {
  family                   = "zonal"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.zonal.arn
  container_definitions    = jsonencode([{ name = "zonal", image = "${aws_ecr_repository.zonal.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "zonal" {
  name            = "zonal"
  cluster         = aws_ecs_cluster.zonal.id
  task_definition = aws_ecs_task_definition.zonal.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.zonal.id]
    security_groups = [aws_security_group.zonal.id]
  }
}
