variable "account_id" {
  type    = string
  default = "123456789012"
}

data "aws_partition" "current" {}

resource "aws_iam_role" "host" {
  name = "platform-host"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.${data.aws_partition.current.dns_suffix}" }
    }]
  })
}

resource "aws_iam_policy" "images" {
  name = "platform-images"
  policy = templatefile("${path.module}/images.json", {
    partition = data.aws_partition.current.partition
    account   = var.account_id
  })
}

resource "aws_iam_policy" "agent" {
  name = "platform-agent"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["ecs:DiscoverPollEndpoint", "ecs:Poll", "ecs:*ContainerInstance", "ecs:StartTelemetrySession", "ecs:Submit*"]
      Resource = "*"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "host" {
  for_each = {
    images = aws_iam_policy.images.arn
    agent  = aws_iam_policy.agent.arn
  }
  role       = aws_iam_role.host.name
  policy_arn = each.value
}

resource "aws_iam_instance_profile" "host" {
  name = "platform-host"
  role = aws_iam_role.host.name
}

resource "aws_ecs_cluster" "platform" {
  name = "platform"
}

resource "aws_security_group" "hosts" {
  name   = "platform-hosts"
  vpc_id = aws_vpc.platform.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_launch_template" "platform" {
  name_prefix            = "platform-"
  image_id               = "ami-0123456789abcdef0"
  instance_type          = "t3.large"
  vpc_security_group_ids = [aws_security_group.hosts.id]

  iam_instance_profile {
    name = aws_iam_instance_profile.host.name
  }

  user_data = base64encode(<<-SCRIPT
    #!/bin/bash
    echo ECS_CLUSTER=${aws_ecs_cluster.platform.name} >> /etc/ecs/ecs.config
  SCRIPT
  )
}

resource "aws_autoscaling_group" "platform" {
  name                = "platform"
  min_size            = 1
  max_size            = 3
  vpc_zone_identifier = [for s in aws_subnet.private : s.id]

  launch_template {
    id      = aws_launch_template.platform.id
    version = "$Latest"
  }
}

resource "aws_ecs_capacity_provider" "platform" {
  name = "platform"

  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.platform.arn
  }
}

resource "aws_ecs_cluster_capacity_providers" "platform" {
  cluster_name       = aws_ecs_cluster.platform.name
  capacity_providers = [aws_ecs_capacity_provider.platform.name]

  default_capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.platform.name
    weight            = 1
  }
}

resource "aws_ecs_task_definition" "worker" {
  family = "worker"
  container_definitions = jsonencode([{
    name   = "worker"
    image  = "${var.account_id}.dkr.ecr.us-gov-west-1.amazonaws.com/concourse/worker:7"
    memory = 2048
  }])
}

resource "aws_ecs_service" "worker" {
  name            = "worker"
  cluster         = aws_ecs_cluster.platform.id
  task_definition = aws_ecs_task_definition.worker.arn
  desired_count   = 2
  depends_on      = [aws_iam_role_policy_attachment.host, aws_ecs_cluster_capacity_providers.platform]
}
