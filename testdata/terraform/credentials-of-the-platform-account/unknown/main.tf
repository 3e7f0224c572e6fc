locals {
  zones = ["us-east-2a", "us-east-2b"]
}

provider "aws" {
  region = "us-east-2"
  allowed_account_ids = ["445566778899"]
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

resource "aws_security_group" "studio" {
  name_prefix = "studio-"
  vpc_id      = aws_vpc.net.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_cluster" "studio" {
  name = "studio"
}

resource "aws_ecs_service" "studio" {
  name            = "studio"
  cluster         = aws_ecs_cluster.studio.arn
  task_definition = aws_ecs_task_definition.studio.arn
  desired_count   = 1

  capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 1
  }

  network_configuration {
    subnets         = aws_subnet.inner[*].id
    security_groups = [aws_security_group.studio.id]
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
  name               = "studio-exec"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "exec" {
  role       = aws_iam_role.exec.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_task_definition" "studio" {
  family                   = "studio"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = "256"
  memory                   = "512"
  execution_role_arn       = aws_iam_role.exec.arn

  container_definitions = jsonencode([{
    name      = "studio"
    image     = "quay.io/acme/studio:3.3"
    essential = true
    repositoryCredentials = { credentialsParameter = "arn:aws:secretsmanager:us-east-2:998877665544:secret:quay-Ab12Cd" }
  }])
}

resource "aws_iam_role_policy" "read" {
  role = aws_iam_role.exec.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["secretsmanager:GetSecretValue"], Resource = ["arn:aws:secretsmanager:us-east-2:998877665544:secret:quay-??????"] }]
  })
}
