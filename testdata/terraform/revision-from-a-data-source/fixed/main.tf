# The pipeline registers revisions too; the service takes the newest.
provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "api" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "api" {
  vpc_id = aws_vpc.api.id
}

resource "aws_subnet" "api" {
  for_each          = toset(["a", "b"])
  vpc_id            = aws_vpc.api.id
  cidr_block        = cidrsubnet(aws_vpc.api.cidr_block, 4, each.key == "a" ? 0 : 1)
  availability_zone = "eu-west-1${each.key}"
}

resource "aws_route_table" "api" {
  vpc_id = aws_vpc.api.id
}

resource "aws_route" "api" {
  route_table_id         = aws_route_table.api.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.api.id
}

resource "aws_route_table_association" "api" {
  for_each       = aws_subnet.api
  subnet_id      = each.value.id
  route_table_id = aws_route_table.api.id
}
resource "aws_security_group" "api" {
  vpc_id = aws_vpc.api.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "api" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "api" {
  role       = aws_iam_role.api.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "api" {
  name = "api"
}
resource "aws_ecs_cluster" "api" {
  name = "api"
}
resource "aws_ecs_task_definition" "api" {
  family                   = "api"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.api.arn
  container_definitions    = jsonencode([{ name = "api", image = "${aws_ecr_repository.api.repository_url}:v1", essential = true }])
}

data "aws_ecs_task_definition" "api" {
  task_definition = aws_ecs_task_definition.api.family
}

resource "aws_ecs_service" "api" {
  name            = "api"
  cluster         = aws_ecs_cluster.api.id
  launch_type     = "FARGATE"
  task_definition = "${aws_ecs_task_definition.api.family}:${max(aws_ecs_task_definition.api.revision, data.aws_ecs_task_definition.api.revision)}"

  network_configuration {
    subnets         = [for s in aws_subnet.api : s.id]
    security_groups = [aws_security_group.api.id]

    assign_public_ip = true
  }

  lifecycle {
    ignore_changes = [desired_count]
  }
}
