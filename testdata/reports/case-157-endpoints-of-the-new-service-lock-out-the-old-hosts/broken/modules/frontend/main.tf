variable "vpc_id" {}
variable "subnet_ids" {}
variable "vpc_endpoint_group_id" {}
variable "image" {}
variable "authorise_on_the_endpoint" { type = bool }

data "aws_ssm_parameter" "ami" {
  name = "/aws/service/ecs/optimized-ami/amazon-linux-2/recommended/image_id"
}

resource "aws_security_group" "hosts" {
  name   = "frontend-hosts"
  vpc_id = var.vpc_id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group_rule" "endpoints" {
  count                    = var.authorise_on_the_endpoint ? 1 : 0
  type                     = "ingress"
  from_port                = 443
  to_port                  = 443
  protocol                 = "tcp"
  security_group_id        = var.vpc_endpoint_group_id
  source_security_group_id = aws_security_group.hosts.id
}

resource "aws_iam_role" "hosts" {
  name               = "frontend-hosts"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_role_policy_attachment" "hosts" {
  role       = aws_iam_role.hosts.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
}

resource "aws_iam_instance_profile" "hosts" {
  name = "frontend-hosts"
  role = aws_iam_role.hosts.name
}

resource "aws_launch_template" "hosts" {
  image_id               = data.aws_ssm_parameter.ami.value
  instance_type          = "t3.medium"
  vpc_security_group_ids = [aws_security_group.hosts.id]
  user_data              = base64encode("#!/bin/bash\necho ECS_CLUSTER=frontend >> /etc/ecs/ecs.config\n")

  iam_instance_profile {
    name = aws_iam_instance_profile.hosts.name
  }
}

resource "aws_autoscaling_group" "hosts" {
  min_size            = 3
  max_size            = 3
  vpc_zone_identifier = var.subnet_ids

  launch_template {
    id      = aws_launch_template.hosts.id
    version = "$Latest"
  }
}

resource "aws_ecs_capacity_provider" "hosts" {
  name = "frontend"

  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.hosts.arn
  }
}

resource "aws_ecs_cluster" "frontend" {
  name = "frontend"
}

resource "aws_ecs_cluster_capacity_providers" "frontend" {
  cluster_name       = aws_ecs_cluster.frontend.name
  capacity_providers = [aws_ecs_capacity_provider.hosts.name]

  default_capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.hosts.name
  }
}

resource "aws_ecs_task_definition" "radius" {
  family                = "radius"
  network_mode          = "host"
  container_definitions = jsonencode([{ name = "radius", image = var.image, memory = 1500 }])
}

resource "aws_ecs_service" "radius" {
  name            = "radius"
  cluster         = aws_ecs_cluster.frontend.id
  task_definition = aws_ecs_task_definition.radius.arn
  desired_count   = 3
}
