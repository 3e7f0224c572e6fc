# Centralised egress: where the hub's table leads is in another account.
provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "tgw" { cidr_block = "10.0.0.0/16" }

resource "aws_subnet" "tgw" {
  count      = 2
  vpc_id     = aws_vpc.tgw.id
  cidr_block = "10.0.${count.index}.0/24"
}

data "aws_ec2_transit_gateway" "hub" {
  filter {
    name   = "owner-id"
    values = ["111111111111"]
  }
}

resource "aws_ec2_transit_gateway_vpc_attachment" "tgw" {
  transit_gateway_id = data.aws_ec2_transit_gateway.hub.id
  vpc_id             = aws_vpc.tgw.id
  subnet_ids         = aws_subnet.tgw[*].id
}

resource "aws_route" "tgw" {
  route_table_id         = aws_vpc.tgw.main_route_table_id
  destination_cidr_block = "0.0.0.0/0"
  transit_gateway_id     = aws_ec2_transit_gateway_vpc_attachment.tgw.transit_gateway_id
}

resource "aws_security_group" "hub" {
  vpc_id = aws_vpc.tgw.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "hub" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "hub" {
  role       = aws_iam_role.hub.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "hub" {
  name = "hub"
}

resource "aws_ecs_cluster" "hub" {
  name = "hub"
}

resource "aws_ecs_task_definition" "hub" {
  family                   = "hub"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.hub.arn
  container_definitions    = jsonencode([{ name = "hub", image = "${aws_ecr_repository.hub.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "hub" {
  name            = "hub"
  cluster         = aws_ecs_cluster.hub.id
  task_definition = aws_ecs_task_definition.hub.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.tgw[*].id
    security_groups = [aws_security_group.hub.id]
  }
}
