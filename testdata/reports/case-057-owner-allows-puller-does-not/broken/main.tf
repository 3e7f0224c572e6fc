resource "aws_ecr_repository" "agent" {
  provider = aws.images
  name     = "agent-ecr"
}

resource "aws_ecr_repository_policy" "agent" {
  provider   = aws.images
  repository = aws_ecr_repository.agent.name

  policy = jsonencode({
    Version = "2008-10-17"
    Statement = [{
      Sid       = "PullFromFleet"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action = [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
      ]
    }]
  })
}

resource "aws_iam_role" "node" {
  name = "fleet-node"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "node" {
  role = aws_iam_role.node.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Resource = "*"
      Action = [
        "ecs:*",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
      ]
    }]
  })
}

resource "aws_iam_instance_profile" "node" {
  role = aws_iam_role.node.name
}

resource "aws_ecs_cluster" "fleet" {
  name = "fleet"
}

resource "aws_security_group" "hosts" {
  name   = "fleet-hosts"
  vpc_id = aws_vpc.fleet.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_launch_template" "fleet" {
  name_prefix            = "fleet-"
  image_id               = "ami-0123456789abcdef0"
  instance_type          = "t3.large"
  vpc_security_group_ids = [aws_security_group.hosts.id]

  iam_instance_profile {
    name = aws_iam_instance_profile.node.name
  }

  user_data = base64encode(<<-SCRIPT
    #!/bin/bash
    echo ECS_CLUSTER=${aws_ecs_cluster.fleet.name} >> /etc/ecs/ecs.config
  SCRIPT
  )
}

resource "aws_autoscaling_group" "fleet" {
  name                = "fleet"
  min_size            = 1
  max_size            = 3
  vpc_zone_identifier = aws_subnet.public[*].id

  launch_template {
    id      = aws_launch_template.fleet.id
    version = "$Latest"
  }
}

resource "aws_ecs_capacity_provider" "fleet" {
  name = "fleet"

  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.fleet.arn
  }
}

resource "aws_ecs_cluster_capacity_providers" "fleet" {
  cluster_name       = aws_ecs_cluster.fleet.name
  capacity_providers = [aws_ecs_capacity_provider.fleet.name]

  default_capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.fleet.name
    weight            = 1
  }
}

resource "aws_ecs_task_definition" "agent" {
  family       = "agent"
  network_mode = "host"
  container_definitions = jsonencode([{
    name   = "agent"
    image  = "${aws_ecr_repository.agent.repository_url}:latest"
    memory = 256
  }])
}

resource "aws_ecs_service" "agent" {
  name                = "agent"
  cluster             = aws_ecs_cluster.fleet.arn
  task_definition     = aws_ecs_task_definition.agent.arn
  scheduling_strategy = "DAEMON"
  launch_type         = "EC2"
  depends_on          = [aws_iam_role_policy.node]
}
