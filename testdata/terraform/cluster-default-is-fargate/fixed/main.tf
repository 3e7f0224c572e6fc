provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "web" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "web" {
  vpc_id = aws_vpc.web.id
}

resource "aws_subnet" "web" {
  for_each          = toset(["a", "b"])
  vpc_id            = aws_vpc.web.id
  cidr_block        = cidrsubnet(aws_vpc.web.cidr_block, 4, each.key == "a" ? 0 : 1)
  availability_zone = "eu-west-1${each.key}"
}

resource "aws_route_table" "web" {
  vpc_id = aws_vpc.web.id
}

resource "aws_route" "web" {
  route_table_id         = aws_route_table.web.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.web.id
}

resource "aws_route_table_association" "web" {
  for_each       = aws_subnet.web
  subnet_id      = each.value.id
  route_table_id = aws_route_table.web.id
}
resource "aws_security_group" "web" {
  vpc_id = aws_vpc.web.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "web" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "web" {
  role       = aws_iam_role.web.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "web" {
  name = "web"
}
resource "aws_ecs_task_definition" "web" {
  family                   = "web"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.web.arn
  container_definitions    = jsonencode([{ name = "web", image = "${aws_ecr_repository.web.repository_url}:v1", essential = true }])
}

resource "aws_ecs_cluster" "web" {
  name = "web"
}

resource "aws_ecs_cluster_capacity_providers" "web" {
  cluster_name       = "web"
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]

  default_capacity_provider_strategy {
    base              = 1
    weight            = 100
    capacity_provider = "FARGATE"
  }
}

resource "aws_ecs_service" "web" {
  name            = "web"
  cluster         = aws_ecs_cluster.web.id
  task_definition = aws_ecs_task_definition.web.arn
  desired_count   = 1

  network_configuration {
    subnets         = [for s in aws_subnet.web : s.id]
    security_groups = [aws_security_group.web.id]

    assign_public_ip = true
  }
}
