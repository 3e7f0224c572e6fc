resource "aws_ecs_cluster" "agent" {
  name = "agent"
}

resource "aws_security_group" "hosts" {
  name   = "agent-hosts"
  vpc_id = var.vpc_id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_launch_template" "agent" {
  name_prefix            = "agent-"
  image_id               = "ami-0123456789abcdef0"
  instance_type          = "t3.large"
  vpc_security_group_ids = [aws_security_group.hosts.id]

  iam_instance_profile {
    name = aws_iam_instance_profile.host.name
  }

  user_data = base64encode(<<-SCRIPT
    #!/bin/bash
    echo ECS_CLUSTER=${aws_ecs_cluster.agent.name} >> /etc/ecs/ecs.config
  SCRIPT
  )
}

resource "aws_autoscaling_group" "agent" {
  name                = "agent"
  min_size            = 1
  max_size            = 3
  vpc_zone_identifier = var.subnet_ids

  launch_template {
    id      = aws_launch_template.agent.id
    version = "$Latest"
  }
}

resource "aws_ecs_capacity_provider" "agent" {
  name = "agent"

  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.agent.arn
  }
}

resource "aws_ecs_cluster_capacity_providers" "agent" {
  cluster_name       = aws_ecs_cluster.agent.name
  capacity_providers = [aws_ecs_capacity_provider.agent.name]

  default_capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.agent.name
    weight            = 1
  }
}

resource "aws_ecs_task_definition" "agent" {
  family                   = var.name
  network_mode             = "bridge"
  requires_compatibilities = ["EC2"]

  container_definitions = jsonencode([{
    name      = "agent"
    image     = var.image
    memory    = 1024
    essential = true
  }])
}

resource "aws_ecs_service" "agent" {
  name            = var.name
  cluster         = aws_ecs_cluster.agent.id
  task_definition = aws_ecs_task_definition.agent.arn
  desired_count   = 1

  capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.agent.name
    weight            = 1
  }

  depends_on = [aws_iam_role_policy.host, aws_iam_role_policy.additional]
}
