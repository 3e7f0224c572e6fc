# The template declines the address that the subnets would give.
provider "aws" {
  region = "ca-central-1"
}

data "aws_vpc" "standing" {
  default = true
}

data "aws_subnet_ids" "standing" {
  vpc_id = data.aws_vpc.standing.id
}

resource "aws_security_group" "kiln" {
  name   = "kiln"
  vpc_id = data.aws_vpc.standing.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "kiln" {
  name = "kiln-execution"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
  managed_policy_arns = ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]
}

resource "aws_ecr_repository" "kiln" {
  name = "pottery/kiln"
}

resource "aws_ecs_cluster" "pottery" {
  name = "pottery"
}

resource "aws_ecs_task_definition" "kiln" {
  family                   = "kiln"
  requires_compatibilities = ["EC2"]
  network_mode             = "bridge"
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = aws_iam_role.kiln.arn
  container_definitions = jsonencode([{
    name      = "kiln"
    image     = "${aws_ecr_repository.kiln.repository_url}:2024.11"
    essential = true
  }])
}

data "aws_ssm_parameter" "image" {
  name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"
}

resource "aws_iam_role" "hosts" {
  name = "pottery-hosts"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
  managed_policy_arns = ["arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"]
}

resource "aws_iam_instance_profile" "hosts" {
  name = "pottery-hosts"
  role = aws_iam_role.hosts.name
}

resource "aws_launch_template" "hosts" {
  name_prefix   = "pottery-"
  image_id      = data.aws_ssm_parameter.image.value
  instance_type = "t3.small"
  user_data     = base64encode("#!/bin/sh\necho ECS_CLUSTER=pottery >> /etc/ecs/ecs.config\n")

  iam_instance_profile {
    arn = aws_iam_instance_profile.hosts.arn
  }

  network_interfaces {
    associate_public_ip_address = false
    security_groups             = [aws_security_group.kiln.id]
  }
}

resource "aws_autoscaling_group" "hosts" {
  name                = "pottery"
  min_size            = 1
  max_size            = 2
  vpc_zone_identifier = data.aws_subnet_ids.standing.ids

  launch_template {
    id      = aws_launch_template.hosts.id
    version = "$Latest"
  }
}

resource "aws_ecs_capacity_provider" "hosts" {
  name = "hosts"

  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.hosts.arn
  }
}

resource "aws_ecs_cluster_capacity_providers" "pottery" {
  cluster_name       = aws_ecs_cluster.pottery.name
  capacity_providers = [aws_ecs_capacity_provider.hosts.name]
}

resource "aws_ecs_service" "kiln" {
  name            = "kiln"
  cluster         = aws_ecs_cluster.pottery.id
  task_definition = aws_ecs_task_definition.kiln.arn
  desired_count   = 1

  capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.hosts.name
    weight            = 1
  }
}
