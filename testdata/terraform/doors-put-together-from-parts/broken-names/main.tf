provider "aws" {
  region              = "us-west-2"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "shared" {
  cidr_block           = "10.126.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "zephyr" {
  vpc_id            = aws_vpc.shared.id
  cidr_block        = "10.126.10.0/24"
  availability_zone = "us-west-2a"
}

resource "aws_route_table" "zephyr" {
  vpc_id = aws_vpc.shared.id
}

resource "aws_route_table_association" "zephyr" {
  subnet_id      = aws_subnet.zephyr.id
  route_table_id = aws_route_table.zephyr.id
}

resource "aws_security_group" "doors" {
  name   = "doors"
  vpc_id = aws_vpc.shared.id

  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = [aws_vpc.shared.cidr_block]
  }
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.shared.id
  service_name      = "com.amazonaws.us-west-2.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = []
}

resource "aws_vpc_endpoint" "ecr_api" {
  vpc_id            = aws_vpc.shared.id
  service_name      = "com.amazonaws.us-west-2.ecr.api"
  vpc_endpoint_type = "Interface"
}

resource "aws_vpc_endpoint" "ecr_dkr" {
  vpc_id            = aws_vpc.shared.id
  service_name      = "com.amazonaws.us-west-2.ecr.dkr"
  vpc_endpoint_type = "Interface"
}

locals {
  doors = { api = aws_vpc_endpoint.ecr_api.id, dkr = aws_vpc_endpoint.ecr_dkr.id }
}
resource "aws_vpc_endpoint_route_table_association" "s3" {
  route_table_id  = aws_route_table.zephyr.id
  vpc_endpoint_id = aws_vpc_endpoint.s3.id
}

resource "aws_vpc_endpoint_subnet_association" "d" {
  for_each        = local.doors
  vpc_endpoint_id = each.value
  subnet_id       = aws_subnet.zephyr.id
}

resource "aws_vpc_endpoint_security_group_association" "d" {
  for_each                    = local.doors
  vpc_endpoint_id             = each.value
  security_group_id           = aws_security_group.doors.id
  replace_default_association = true
}

resource "aws_security_group" "zephyr" {
  name   = "zephyr"
  vpc_id = aws_vpc.shared.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "execution" {
  name = "zephyr-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_cluster" "shared" {
  name = "zephyr"
}

resource "aws_ecs_task_definition" "zephyr" {
  family                   = "zephyr"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "zephyr", image = "123456789012.dkr.ecr.us-west-2.amazonaws.com/zephyr:1.0", essential = true }
  ])
}

resource "aws_ecs_service" "zephyr" {
  name            = "zephyr"
  cluster         = aws_ecs_cluster.shared.id
  task_definition = aws_ecs_task_definition.zephyr.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.zephyr.id]
    security_groups  = [aws_security_group.zephyr.id]
  }

  depends_on = [aws_iam_role_policy_attachment.execution]
}
