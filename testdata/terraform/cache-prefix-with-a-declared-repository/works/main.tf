# The cached repository exists already; the managed policy cannot refresh it, but can pull it.
provider "aws" { region = "us-east-2" }

data "aws_caller_identity" "current" {}

resource "aws_vpc" "cache" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "cache" {
  vpc_id = aws_vpc.cache.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.cache.id
  cidr_block = cidrsubnet(aws_vpc.cache.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.cache.id
  cidr_block = cidrsubnet(aws_vpc.cache.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "cache" {
  domain = "vpc"
}

resource "aws_nat_gateway" "cache" {
  allocation_id = aws_eip.cache.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.cache.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.cache.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.cache.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.cache.id
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "private" {
  count          = length(aws_subnet.private)
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private.id
}
resource "aws_security_group" "redis" {
  vpc_id = aws_vpc.cache.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "redis" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "redis" {
  role       = aws_iam_role.redis.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_pull_through_cache_rule" "hub" {
  ecr_repository_prefix = "hub"
  upstream_registry_url = "registry-1.docker.io"
  credential_arn        = aws_secretsmanager_secret.hub.arn
}

resource "aws_secretsmanager_secret" "hub" {
  name = "ecr-pullthroughcache/hub"
}

resource "aws_ecr_repository" "redis" {
  name = "${aws_ecr_pull_through_cache_rule.hub.ecr_repository_prefix}/library/redis"
}

resource "aws_ecs_cluster" "redis" {
  name = "redis"
}

resource "aws_ecs_task_definition" "redis" {
  family                   = "redis"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.redis.arn
  container_definitions    = jsonencode([{ name = "redis", image = "${aws_ecr_repository.redis.repository_url}:7" }])
}

resource "aws_ecs_service" "redis" {
  name            = "redis"
  cluster         = aws_ecs_cluster.redis.id
  task_definition = aws_ecs_task_definition.redis.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.redis.id]
  }
}
