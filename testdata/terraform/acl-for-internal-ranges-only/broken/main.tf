provider "aws" {
  region = "us-west-2"
}

resource "aws_vpc" "lean" {
  cidr_block           = "10.55.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "tasks" {
  vpc_id     = aws_vpc.lean.id
  cidr_block = "10.55.1.0/24"
}

resource "aws_subnet" "links" {
  vpc_id     = aws_vpc.lean.id
  cidr_block = "10.55.2.0/24"
}

resource "aws_security_group" "lean" {
  vpc_id = aws_vpc.lean.id
}

resource "aws_security_group_rule" "lean" {
  for_each          = toset(["ingress", "egress"])
  type              = each.key
  security_group_id = aws_security_group.lean.id
  protocol          = -1
  from_port         = -1
  to_port           = -1
  self              = true
}

resource "aws_security_group_rule" "layers" {
  type              = "egress"
  security_group_id = aws_security_group.lean.id
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  prefix_list_ids   = [data.aws_prefix_list.s3.id]
}

data "aws_prefix_list" "s3" {
  name = "com.amazonaws.us-west-2.s3"
}

resource "aws_vpc_endpoint" "api" {
  vpc_id              = aws_vpc.lean.id
  service_name        = "com.amazonaws.us-west-2.ecr.api"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.links.id]
  security_group_ids  = [aws_security_group.lean.id]
}

resource "aws_vpc_endpoint" "dkr" {
  vpc_id              = aws_vpc.lean.id
  service_name        = "com.amazonaws.us-west-2.ecr.dkr"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.links.id]
  security_group_ids  = [aws_security_group.lean.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.lean.id
  service_name    = "com.amazonaws.us-west-2.s3"
  route_table_ids = [aws_vpc.lean.main_route_table_id]
}

resource "aws_iam_role" "lean" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "lean" {
  role       = aws_iam_role.lean.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "lean" {
  name = "lean"
}

resource "aws_ecs_cluster" "lean" {
  name = "lean"
}

resource "aws_ecs_task_definition" "lean" {
  family                   = "lean"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.lean.arn
  container_definitions    = jsonencode([{ name = "lean", image = "${aws_ecr_repository.lean.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "lean" {
  name            = "lean"
  cluster         = aws_ecs_cluster.lean.id
  task_definition = aws_ecs_task_definition.lean.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.tasks.id]
    security_groups = [aws_security_group.lean.id]
  }
}
