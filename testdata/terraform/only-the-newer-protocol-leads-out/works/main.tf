# Dual-stack subnets: ECR's dual-stack name would do, but Fargate still calls api.ecr over IPv4.
provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "dual" {
  cidr_block                       = "10.0.0.0/16"
  assign_generated_ipv6_cidr_block = true
}

resource "aws_subnet" "dual" {
  vpc_id          = aws_vpc.dual.id
  cidr_block      = "10.0.0.0/24"
  ipv6_cidr_block = cidrsubnet(aws_vpc.dual.ipv6_cidr_block, 8, 0)
}

resource "aws_egress_only_internet_gateway" "dual" {
  vpc_id = aws_vpc.dual.id
}

resource "aws_route" "dual" {
  route_table_id              = aws_vpc.dual.main_route_table_id
  destination_ipv6_cidr_block = "::/0"
  egress_only_gateway_id      = aws_egress_only_internet_gateway.dual.id
}

resource "aws_security_group" "dual" {
  vpc_id = aws_vpc.dual.id
  egress {
    from_port        = 443
    to_port          = 443
    protocol         = "tcp"
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = ["::/0"]
  }
}

resource "aws_iam_role" "dual" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "dual" {
  role       = aws_iam_role.dual.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecs_cluster" "dual" {
  name = "dual"
}

resource "aws_ecs_task_definition" "dual" {
  family                   = "dual"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.dual.arn
  container_definitions    = jsonencode([{ name = "dual", image = "123456789012.dkr-ecr.eu-west-1.on.aws/dual:1" }])
}

resource "aws_ecs_service" "dual" {
  name            = "dual"
  cluster         = aws_ecs_cluster.dual.id
  task_definition = aws_ecs_task_definition.dual.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.dual.id]
    security_groups = [aws_security_group.dual.id]
  }
}
