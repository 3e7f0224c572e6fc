provider "aws" { region = "us-east-1" }

resource "aws_vpc" "gpu" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "gpu" { vpc_id = aws_vpc.gpu.id }

resource "aws_subnet" "gpu" {
  count                   = 2
  vpc_id                  = aws_vpc.gpu.id
  cidr_block              = cidrsubnet(aws_vpc.gpu.cidr_block, 8, count.index)
  map_public_ip_on_launch = count.index == 0
}

resource "aws_default_route_table" "gpu" {
  default_route_table_id = aws_vpc.gpu.default_route_table_id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.gpu.id
  }
}

resource "aws_security_group" "gpu" {
  vpc_id = aws_vpc.gpu.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "gpu" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "gpu" {
  role       = aws_iam_role.gpu.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role" "host" {
  name = "ecsInstanceRole-gpu"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "host" {
  role       = aws_iam_role.host.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonECSInstanceRolePolicyForManagedInstances"
}

resource "aws_iam_instance_profile" "host" {
  name = "ecsInstanceRole-gpu"
  role = aws_iam_role.host.name
}

resource "aws_ecs_cluster" "gpu" {
  name = "gpu"
}
resource "aws_ecr_repository" "gpu" {
  name = "gpu"
}

resource "aws_ecs_capacity_provider" "gpu" {
  name    = "gpu"
  cluster = aws_ecs_cluster.gpu.name

  managed_instances_provider {
    infrastructure_role_arn = "arn:aws:iam::123456789012:role/ecsInfrastructureRole"
    instance_launch_template {
      ec2_instance_profile_arn = aws_iam_instance_profile.host.arn
      network_configuration {
        subnets         = slice(aws_subnet.gpu[*].id, 0, local.spread)
        security_groups = [aws_security_group.gpu.id]
      }
    }
  }
}

locals {
  spread = 2
}

resource "aws_ecs_task_definition" "gpu" {
  family                   = "gpu"
  requires_compatibilities = ["MANAGED_INSTANCES"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.gpu.arn
  container_definitions    = jsonencode([{ name = "gpu", image = "${aws_ecr_repository.gpu.repository_url}:v1" }])
}

resource "aws_ecs_service" "gpu" {
  name            = "gpu"
  cluster         = aws_ecs_cluster.gpu.id
  task_definition = aws_ecs_task_definition.gpu.arn
  capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.gpu.name
    weight            = 1
  }
  network_configuration {
    subnets          = aws_subnet.gpu[*].id
    security_groups  = [aws_security_group.gpu.id]
    assign_public_ip = false
  }
}
