provider "aws" {
  region = "ap-southeast-2"
}

resource "aws_vpc" "main" {
  cidr_block = "10.11.0.0/16"
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_default_route_table" "main" {
  default_route_table_id = aws_vpc.main.default_route_table_id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}

resource "aws_subnet" "tasks" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.11.1.0/24"
}

resource "aws_network_acl" "tasks" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = [aws_subnet.tasks.id]
}

resource "aws_network_acl_rule" "in" {
  for_each       = { 100 = 80, 110 = 443 }
  network_acl_id = aws_network_acl.tasks.id
  rule_number    = each.key
  rule_action    = "allow"
  protocol       = "tcp"
  cidr_block     = "0.0.0.0/0"
  from_port      = each.value
  to_port        = each.value
}

resource "aws_network_acl_rule" "out" {
  network_acl_id = aws_network_acl.tasks.id
  egress         = true
  rule_number    = 100
  rule_action    = "allow"
  protocol       = "-1"
  cidr_block     = "0.0.0.0/0"
}

resource "aws_iam_role" "site" {
  name = "site"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "site" {
  role       = aws_iam_role.site.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_security_group" "site" {
  vpc_id = aws_vpc.main.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_cluster" "site" {
  name = "site"
}

resource "aws_ecs_task_definition" "site" {
  family                   = "site"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.site.arn
  container_definitions    = jsonencode([{ name = "site", image = "111122223333.dkr.ecr.ap-southeast-2.amazonaws.com/site:41" }])
}

resource "aws_ecs_service" "site" {
  name            = "site"
  cluster         = aws_ecs_cluster.site.id
  task_definition = aws_ecs_task_definition.site.arn
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.tasks.id]
    security_groups  = [aws_security_group.site.id]
    assign_public_ip = true
  }
}
