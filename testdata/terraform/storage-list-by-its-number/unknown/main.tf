# The number may be that of S3's list in this region, or not: nothing here says.
provider "aws" { region = "us-east-1" }

resource "aws_vpc" "num" {
  cidr_block           = "10.5.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "num" {
  count      = 2
  vpc_id     = aws_vpc.num.id
  cidr_block = cidrsubnet(aws_vpc.num.cidr_block, 8, count.index)
}

resource "aws_security_group" "num_links" {
  vpc_id = aws_vpc.num.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.num.cidr_block]
  }
}

resource "aws_vpc_endpoint" "num" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.num.id
  service_name        = "com.amazonaws.us-east-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = aws_subnet.num[*].id
  security_group_ids  = [aws_security_group.num_links.id]
}

resource "aws_vpc_endpoint" "num_layers" {
  vpc_id          = aws_vpc.num.id
  service_name    = "com.amazonaws.us-east-1.s3"
  route_table_ids = [aws_vpc.num.main_route_table_id]
}

resource "aws_security_group" "app" {
  vpc_id = aws_vpc.num.id

  egress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    cidr_blocks     = [aws_vpc.num.cidr_block]
    prefix_list_ids = ["pl-63a5400a"]
  }
}

resource "aws_iam_role" "app" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "app" {
  role       = aws_iam_role.app.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_ecs_cluster" "app" {
  name = "app"
}

resource "aws_ecs_task_definition" "app" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.app.arn
  container_definitions    = jsonencode([{ name = "app", image = "${aws_ecr_repository.app.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "app" {
  name            = "app"
  cluster         = aws_ecs_cluster.app.id
  task_definition = aws_ecs_task_definition.app.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.num[*].id
    security_groups = [aws_security_group.app.id]
  }
}
