provider "aws" { region = "us-west-1" }

resource "aws_vpc" "shop" {
  cidr_block = "10.31.0.0/16"
}

resource "aws_internet_gateway" "shop" {
  tags = { Name = "shop" }
}

resource "aws_subnet" "shop" {
  vpc_id     = aws_vpc.shop.id
  cidr_block = "10.31.0.0/20"
}

resource "aws_route_table" "shop" {
  vpc_id = aws_vpc.shop.id
  dynamic "route" {
    for_each = { "0.0.0.0/1" = true, "128.0.0.0/1" = true, "192.0.2.0/24" = false }
    content {
      cidr_block = route.key
      gateway_id = route.value ? aws_internet_gateway.shop.id : "local"
    }
  }
}

resource "aws_route_table_association" "shop" {
  route_table_id = aws_route_table.shop.id
  subnet_id      = aws_subnet.shop.id
}

resource "aws_security_group" "shop" {
  vpc_id = aws_vpc.shop.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "shop" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "shop" {
  role       = aws_iam_role.shop.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "shop" {
  name = "shop"
}
resource "aws_ecs_cluster" "shop" {
  name = "shop"
}
resource "aws_ecs_task_definition" "shop" {
  family                   = "shop"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.shop.arn
  container_definitions    = jsonencode([{ name = "shop", image = "${aws_ecr_repository.shop.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "shop" {
  name            = "shop"
  cluster         = aws_ecs_cluster.shop.id
  task_definition = aws_ecs_task_definition.shop.family
  launch_type     = "FARGATE"
  network_configuration {
    subnets          = aws_subnet.shop.*.id
    security_groups  = aws_security_group.shop.*.id
    assign_public_ip = "true"
  }
}
