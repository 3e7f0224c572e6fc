variable "network" {
  type = object({ vpc = string, cidr = string })
  default = {
    vpc  = "imports"
    cidr = "10.77.0.0/16"
  }
}

provider "aws" {
  region = "eu-west-3"
}

data "aws_partition" "here" {}

resource "aws_vpc" "imports" {
  cidr_block = var.network.cidr
  tags       = { Name = var.network.vpc }
}

resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.imports.id
  cidr_block = cidrsubnet(var.network.cidr, 8, 10)
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.imports.id
  cidr_block = cidrsubnet(var.network.cidr, 8, 1)
}

resource "aws_internet_gateway" "out" {
  vpc_id = aws_vpc.imports.id
}

resource "aws_eip" "nat" {}

resource "aws_nat_gateway" "nat" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_default_route_table" "main" {
  default_route_table_id = aws_vpc.imports.default_route_table_id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.nat.id
  }
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.imports.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.out.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_security_group" "import" {
  vpc_id = aws_vpc.imports.id

  egress {
    description = "the database"
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = [var.network.cidr]
  }

  egress {
    description = "the world"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecr_repository" "import" {
  name = "jobs/import"
}

resource "aws_iam_role" "import" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "import" {
  role       = aws_iam_role.import.name
  policy_arn = "arn:${data.aws_partition.here.partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_cluster" "jobs" {
  name = "jobs"
}

resource "aws_ecs_task_definition" "import" {
  family                   = "import"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 1024
  memory                   = 2048
  execution_role_arn       = aws_iam_role.import.arn
  container_definitions    = jsonencode([{ name = "import", image = "${aws_ecr_repository.import.repository_url}:stable", essential = true }])
}

resource "aws_iam_role" "scheduler" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "scheduler.amazonaws.com" } }]
  })
}

resource "aws_scheduler_schedule" "import" {
  name                = "import"
  schedule_expression = "at(2030-01-01T03:00:00)"
  flexible_time_window {
    mode                      = "FLEXIBLE"
    maximum_window_in_minutes = 15
  }

  target {
    arn      = "arn:${data.aws_partition.here.partition}:scheduler:::aws-sdk:ecs:runTask"
    role_arn = aws_iam_role.scheduler.arn
    input = jsonencode({
      Cluster        = aws_ecs_cluster.jobs.arn
      TaskDefinition = aws_ecs_task_definition.import.family
      LaunchType     = "FARGATE"
      Count          = 1
      NetworkConfiguration = {
        AwsvpcConfiguration = {
          Subnets        = [aws_subnet.private.id, aws_subnet.public.id]
          SecurityGroups = [aws_security_group.import.id]
          AssignPublicIp = "DISABLED"
        }
      }
    })
  }
}
