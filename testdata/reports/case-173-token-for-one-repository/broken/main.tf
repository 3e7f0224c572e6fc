variable "repository" {
  type    = string
  default = "general-task"
}

data "aws_caller_identity" "this" {}

data "aws_region" "this" {}

locals {
  registry       = "${data.aws_caller_identity.this.account_id}.dkr.ecr.${data.aws_region.this.name}.amazonaws.com"
  repository_arn = "arn:aws:ecr:${data.aws_region.this.name}:${data.aws_caller_identity.this.account_id}:repository/${var.repository}"
}

resource "aws_iam_role" "worker" {
  name = "build-worker"

  assume_role_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }
      ]
    }
  JSON
}

resource "aws_iam_role_policy" "worker" {
  name = "images"
  role = aws_iam_role.worker.id

  policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": [
            "ecr:GetAuthorizationToken",
            "ecr:BatchCheckLayerAvailability",
            "ecr:GetDownloadUrlForLayer",
            "ecr:BatchGetImage",
            "ecr:DescribeImages"
          ],
          "Resource": "${local.repository_arn}"
        }
      ]
    }
  JSON
}

resource "aws_iam_role_policy_attachment" "agent" {
  role       = aws_iam_role.worker.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "worker" {
  name = "build-worker"
  role = aws_iam_role.worker.name
}

resource "aws_ecs_cluster" "build" {
  name = "build"
}

resource "aws_security_group" "hosts" {
  name   = "build-hosts"
  vpc_id = aws_vpc.build.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_launch_template" "build" {
  name_prefix            = "build-"
  image_id               = "ami-0123456789abcdef0"
  instance_type          = "t3.large"
  vpc_security_group_ids = [aws_security_group.hosts.id]

  iam_instance_profile {
    name = aws_iam_instance_profile.worker.name
  }

  user_data = base64encode(<<-SCRIPT
    #!/bin/bash
    echo ECS_CLUSTER=${aws_ecs_cluster.build.name} >> /etc/ecs/ecs.config
  SCRIPT
  )
}

resource "aws_autoscaling_group" "build" {
  name                = "build"
  min_size            = 1
  max_size            = 3
  vpc_zone_identifier = aws_subnet.public[*].id

  launch_template {
    id      = aws_launch_template.build.id
    version = "$Latest"
  }
}

resource "aws_ecs_capacity_provider" "build" {
  name = "build"

  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.build.arn
  }
}

resource "aws_ecs_cluster_capacity_providers" "build" {
  cluster_name       = aws_ecs_cluster.build.name
  capacity_providers = [aws_ecs_capacity_provider.build.name]

  default_capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.build.name
    weight            = 1
  }
}

resource "aws_ecs_task_definition" "general" {
  family                   = "general-task"
  network_mode             = "bridge"
  requires_compatibilities = ["EC2"]

  container_definitions = <<-JSON
    [
      {
        "name": "general",
        "image": "${local.registry}/${var.repository}:latest",
        "memory": 512
      }
    ]
  JSON
}

resource "aws_ecs_service" "general" {
  name            = "general"
  cluster         = aws_ecs_cluster.build.id
  task_definition = aws_ecs_task_definition.general.arn
  desired_count   = 1
  depends_on      = [aws_iam_role_policy.worker]

  capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.build.name
    base              = 1
  }
}
