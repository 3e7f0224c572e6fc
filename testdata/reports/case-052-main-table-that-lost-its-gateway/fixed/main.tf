provider "aws" {
  region = "us-east-2"
}

resource "aws_default_vpc" "this" {}

resource "aws_default_subnet" "this" {
  for_each          = toset(["us-east-2a", "us-east-2b", "us-east-2c"])
  availability_zone = each.value
}

data "aws_internet_gateway" "default" {
  filter {
    name   = "attachment.vpc-id"
    values = [aws_default_vpc.this.id]
  }
}

resource "aws_default_route_table" "main" {
  default_route_table_id = aws_default_vpc.this.default_route_table_id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = data.aws_internet_gateway.default.id
  }
}

resource "aws_security_group" "engine" {
  name   = "engine"
  vpc_id = aws_default_vpc.this.id

  egress = [{
    description      = "out"
    from_port        = 0
    to_port          = 0
    protocol         = "-1"
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = []
    prefix_list_ids  = []
    security_groups  = []
    self             = false
  }]
}

resource "aws_iam_role" "engine" {
  name = "engine"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "engine" {
  role       = aws_iam_role.engine.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_repository" "engine" {
  name                 = "engine"
  image_tag_mutability = "IMMUTABLE"
}

resource "aws_ecs_cluster" "engine" {
  name = "engine"
}

resource "aws_ecs_task_definition" "engine" {
  family                   = "engine"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 2048
  memory                   = 8192
  execution_role_arn       = aws_iam_role.engine.arn
  container_definitions    = jsonencode([{ name = "engine", image = "${aws_ecr_repository.engine.repository_url}:2024-03" }])
}

resource "aws_ecs_service" "engine" {
  name            = "engine"
  cluster         = aws_ecs_cluster.engine.id
  task_definition = aws_ecs_task_definition.engine.arn
  launch_type     = "FARGATE"
  depends_on      = [aws_iam_role_policy_attachment.engine]

  network_configuration {
    subnets          = [for subnet in aws_default_subnet.this : subnet.id]
    security_groups  = [aws_security_group.engine.id]
    assign_public_ip = true
  }
}
