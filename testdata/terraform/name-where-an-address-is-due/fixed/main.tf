provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "nick" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "nick" {
  count      = 2
  vpc_id     = aws_vpc.nick.id
  cidr_block = cidrsubnet(aws_vpc.nick.cidr_block, 8, count.index)
}

resource "aws_security_group" "nick_links" {
  vpc_id = aws_vpc.nick.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.nick.cidr_block]
  }
}

resource "aws_vpc_endpoint" "nick" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.nick.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = aws_subnet.nick[*].id
  security_group_ids  = [aws_security_group.nick_links.id]
}

resource "aws_vpc_endpoint" "nick_layers" {
  vpc_id          = aws_vpc.nick.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_vpc.nick.main_route_table_id]
}
resource "aws_security_group" "nick" {
  vpc_id = aws_vpc.nick.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "nick" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "nick" {
  role       = aws_iam_role.nick.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "nick" {
  name = "nick"
}
resource "aws_ecs_cluster" "nick" {
  name = "nick"
}

resource "aws_ecs_task_definition" "nick" {
  family                   = "nick"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.nick.arn
  container_definitions    = jsonencode([{ name = "nick", image = "${aws_ecr_repository.nick.repository_url}:v1" }])
}

resource "aws_ecs_service" "nick" {
  name            = "nick"
  cluster         = aws_ecs_cluster.nick.id
  task_definition = aws_ecs_task_definition.nick.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.nick[*].id
    security_groups = [aws_security_group.nick.id]
  }
}
