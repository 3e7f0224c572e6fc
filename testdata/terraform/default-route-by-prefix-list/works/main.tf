provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "pfx" { cidr_block = "10.0.0.0/16" }

resource "aws_ec2_managed_prefix_list" "world" {
  name           = "world"
  address_family = "IPv4"
  max_entries    = 4
}

resource "aws_ec2_managed_prefix_list_entry" "world" {
  for_each       = toset(["0.0.0.0/1", "128.0.0.0/1"])
  prefix_list_id = aws_ec2_managed_prefix_list.world.id
  cidr           = each.key
}

resource "aws_internet_gateway" "pfx" { vpc_id = aws_vpc.pfx.id }

resource "aws_subnet" "pfx" {
  vpc_id     = aws_vpc.pfx.id
  cidr_block = "10.0.3.0/24"
}

resource "aws_route_table" "pfx" {
  vpc_id = aws_vpc.pfx.id

  route {
    destination_prefix_list_id = aws_ec2_managed_prefix_list.world.id
    gateway_id                 = aws_internet_gateway.pfx.id
  }
}

resource "aws_route_table_association" "pfx" {
  route_table_id = aws_route_table.pfx.id
  subnet_id      = aws_subnet.pfx.id
}

resource "aws_security_group" "pfx" {
  vpc_id = aws_vpc.pfx.id
}

resource "aws_vpc_security_group_egress_rule" "halves" {
  for_each          = aws_ec2_managed_prefix_list_entry.world
  security_group_id = aws_security_group.pfx.id
  cidr_ipv4         = each.value.cidr
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_iam_role" "pfx" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "pfx" {
  role       = aws_iam_role.pfx.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "pfx" {
  name = "pfx"
}
resource "aws_ecs_cluster" "pfx" {
  name = "pfx"
}
resource "aws_ecs_task_definition" "pfx" {
  family                   = "pfx"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.pfx.arn
  container_definitions    = jsonencode([{ name = "pfx", image = "${aws_ecr_repository.pfx.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "pfx" {
  name            = "pfx"
  cluster         = aws_ecs_cluster.pfx.id
  task_definition = aws_ecs_task_definition.pfx.arn_without_revision
  launch_type     = "FARGATE"
  network_configuration {
    subnets          = [aws_subnet.pfx.id]
    security_groups  = [aws_security_group.pfx.id]
    assign_public_ip = true
  }
}
