provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "list" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "list" {
  count      = 3
  vpc_id     = aws_vpc.list.id
  cidr_block = cidrsubnet(aws_vpc.list.cidr_block, 8, count.index)
}

resource "aws_ec2_managed_prefix_list" "clients" {
  name           = "clients"
  address_family = "IPv4"
  max_entries    = 10
  dynamic "entry" {
    for_each = aws_subnet.list
    content {
      cidr = entry.value.cidr_block
    }
  }
}

resource "aws_security_group" "links" {
  vpc_id = aws_vpc.list.id
  ingress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    prefix_list_ids = [aws_ec2_managed_prefix_list.clients.id]
  }
}

resource "aws_vpc_endpoint" "links" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.list.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.list[2].id]
  security_group_ids  = [aws_security_group.links.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.list.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_vpc.list.main_route_table_id]
}

resource "aws_security_group" "app" {
  vpc_id = aws_vpc.list.id
}

resource "aws_security_group_rule" "app" {
  type              = "egress"
  security_group_id = aws_security_group.app.id
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  prefix_list_ids   = [aws_ec2_managed_prefix_list.clients.id, aws_vpc_endpoint.s3.prefix_list_id]
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
    subnets         = slice(aws_subnet.list[*].id, 0, 2)
    security_groups = [aws_security_group.app.id]
  }
}
