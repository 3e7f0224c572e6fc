# Nobody knows the ranges before IPAM hands them out. The groups refer to them all the same.
provider "aws" { region = "eu-west-1" }

variable "pool_id" {
  type = string
}

resource "aws_vpc" "pool" {
  ipv4_ipam_pool_id    = var.pool_id
  ipv4_netmask_length  = 20
  enable_dns_hostnames = true
}

resource "aws_subnet" "pool" {
  count      = 2
  vpc_id     = aws_vpc.pool.id
  cidr_block = cidrsubnet(aws_vpc.pool.cidr_block, 4, count.index)
}

resource "aws_security_group" "links" {
  vpc_id = aws_vpc.pool.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.pool.cidr_block]
  }
}

resource "aws_vpc_endpoint" "links" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.pool.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = aws_subnet.pool[*].id
  security_group_ids  = [aws_security_group.links.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.pool.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_vpc.pool.main_route_table_id]
}

resource "aws_security_group" "app" {
  vpc_id = aws_vpc.pool.id
  egress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    cidr_blocks     = [aws_vpc.pool.cidr_block]
    prefix_list_ids = [aws_vpc_endpoint.s3.prefix_list_id]
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
    subnets         = aws_subnet.pool[*].id
    security_groups = [aws_security_group.app.id]
  }
}
