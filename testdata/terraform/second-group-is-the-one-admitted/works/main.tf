# A rule that admits a group admits every interface that has it, whatever else it has.
provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "union" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "union" {
  vpc_id     = aws_vpc.union.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_security_group" "named" {
  for_each = toset(["service", "registry-client", "layer-client", "links"])
  vpc_id   = aws_vpc.union.id
  name     = each.key
}

resource "aws_vpc_security_group_ingress_rule" "links" {
  security_group_id            = aws_security_group.named["links"].id
  referenced_security_group_id = aws_security_group.named["registry-client"].id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_vpc_security_group_egress_rule" "registry" {
  security_group_id            = aws_security_group.named["registry-client"].id
  referenced_security_group_id = aws_security_group.named["links"].id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_vpc_security_group_egress_rule" "layers" {
  security_group_id = aws_security_group.named["layer-client"].id
  prefix_list_id    = aws_vpc_endpoint.s3.prefix_list_id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_endpoint" "links" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.union.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.union.id]
  security_group_ids  = [aws_security_group.named["links"].id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.union.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_vpc.union.main_route_table_id]
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
  network_configuration {
    subnets         = [aws_subnet.union.id]
    security_groups = [for name, g in aws_security_group.named : g.id if name != "links"]
  }
}
