provider "aws" {
  region = "eu-central-1"
}

resource "aws_vpc" "six" {
  cidr_block                       = "10.0.0.0/20"
  assign_generated_ipv6_cidr_block = true
}

resource "aws_egress_only_internet_gateway" "six" {
  vpc_id = aws_vpc.six.id
}

resource "aws_subnet" "six" {
  vpc_id                          = aws_vpc.six.id
  ipv6_native                     = true
  ipv6_cidr_block                 = cidrsubnet(aws_vpc.six.ipv6_cidr_block, 8, 1)
  assign_ipv6_address_on_creation = true
}

resource "aws_route_table" "six" {
  vpc_id = aws_vpc.six.id

  route {
    ipv6_cidr_block        = "::/0"
    egress_only_gateway_id = aws_egress_only_internet_gateway.six.id
  }
}

resource "aws_route_table_association" "six" {
  subnet_id      = aws_subnet.six.id
  route_table_id = aws_route_table.six.id
}

resource "aws_security_group" "six" {
  vpc_id = aws_vpc.six.id
}

resource "aws_vpc_security_group_egress_rule" "six" {
  security_group_id = aws_security_group.six.id
  ip_protocol       = "-1"
  cidr_ipv6         = "::/0"
}

resource "aws_iam_role" "six" {
  name = "six"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "six" {
  role       = aws_iam_role.six.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_ecs_cluster" "six" {
  name = "six"
}

resource "aws_ecs_task_definition" "six" {
  family                   = "six"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.six.arn
  container_definitions    = jsonencode([{ name = "app", image = "${aws_ecr_repository.app.repository_url}:1" }])
}

resource "aws_ecs_service" "six" {
  name            = "six"
  cluster         = aws_ecs_cluster.six.id
  task_definition = aws_ecs_task_definition.six.arn
  launch_type     = "FARGATE"
  depends_on      = [aws_iam_role_policy_attachment.six]

  network_configuration {
    subnets          = [aws_subnet.six.id]
    security_groups  = [aws_security_group.six.id]
    assign_public_ip = false
  }
}
