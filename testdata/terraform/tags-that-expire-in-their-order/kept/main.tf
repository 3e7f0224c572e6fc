locals {
  zones = ["eu-west-1a", "eu-west-1b"]
}

provider "aws" {
  region = "eu-west-1"
}

resource "aws_vpc" "net" {
  cidr_block = "172.21.0.0/16"
}

resource "aws_subnet" "edge" {
  vpc_id                  = aws_vpc.net.id
  cidr_block              = "172.21.0.0/24"
  map_public_ip_on_launch = true
}

resource "aws_subnet" "inner" {
  count             = length(local.zones)
  vpc_id            = aws_vpc.net.id
  availability_zone = local.zones[count.index]
  cidr_block        = "172.21.${count.index + 10}.0/24"
}

resource "aws_internet_gateway" "net" {
  vpc_id = aws_vpc.net.id
}

resource "aws_eip" "out" {
  domain = "vpc"
}

resource "aws_nat_gateway" "out" {
  subnet_id     = aws_subnet.edge.id
  allocation_id = aws_eip.out.id
}

resource "aws_route_table" "edge" {
  vpc_id = aws_vpc.net.id
}

resource "aws_route_table" "inner" {
  vpc_id = aws_vpc.net.id
}

resource "aws_route" "edge" {
  route_table_id         = aws_route_table.edge.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.net.id
}

resource "aws_route" "inner" {
  route_table_id         = aws_route_table.inner.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.out.id
}

resource "aws_route_table_association" "edge" {
  subnet_id      = aws_subnet.edge.id
  route_table_id = aws_route_table.edge.id
}

resource "aws_route_table_association" "inner" {
  count          = length(aws_subnet.inner)
  subnet_id      = aws_subnet.inner[count.index].id
  route_table_id = aws_route_table.inner.id
}

resource "aws_security_group" "newsroom" {
  name_prefix = "newsroom-"
  vpc_id      = aws_vpc.net.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_cluster" "newsroom" {
  name = "newsroom"
}

resource "aws_ecs_service" "newsroom" {
  name            = "newsroom"
  cluster         = aws_ecs_cluster.newsroom.arn
  task_definition = aws_ecs_task_definition.newsroom.arn
  desired_count   = 1

  capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 1
  }

  network_configuration {
    subnets         = aws_subnet.inner[*].id
    security_groups = [aws_security_group.newsroom.id]
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "exec" {
  name               = "newsroom-exec"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "exec" {
  role       = aws_iam_role.exec.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_repository" "newsroom" {
  name = "newsroom"
}

resource "aws_ecs_task_definition" "newsroom" {
  family                   = "newsroom"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = "256"
  memory                   = "512"
  execution_role_arn       = aws_iam_role.exec.arn

  container_definitions = jsonencode([{
    name      = "newsroom"
    image     = "${aws_ecr_repository.newsroom.repository_url}:1.4.2"
    essential = true
  }])
}

resource "aws_ecr_lifecycle_policy" "newsroom" {
  repository = aws_ecr_repository.newsroom.name

  policy = jsonencode({
    rules = [{
      rulePriority = 1
      description  = "releases stay"
      selection    = { tagStatus = "tagged", tagPatternList = ["1.*"], countType = "imageCountMoreThan", countNumber = 200 }
      action       = { type = "expire" }
    }, {
      rulePriority = 2
      description  = "everything else goes"
      selection    = { tagStatus = "any", countType = "sinceImagePushed", countUnit = "days", countNumber = 14 }
      action       = { type = "expire" }
    }]
  })
}
