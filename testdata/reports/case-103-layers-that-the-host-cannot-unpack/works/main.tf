data "aws_ssm_parameter" "image" {
  name = "/aws/service/ecs/optimized-ami/amazon-linux-2/recommended/image_id"
}

resource "aws_iam_role" "host" {
  name = "zstd-host"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "host" {
  role       = aws_iam_role.host.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
}

resource "aws_iam_instance_profile" "host" {
  name = "zstd-host"
  role = aws_iam_role.host.name
}

resource "aws_ecs_cluster" "zstd" {
  name = "zstd"
}

resource "aws_security_group" "hosts" {
  name   = "zstd-hosts"
  vpc_id = aws_vpc.zstd.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_launch_template" "zstd" {
  name_prefix            = "zstd-"
  image_id               = data.aws_ssm_parameter.image.value
  instance_type          = "t3.large"
  vpc_security_group_ids = [aws_security_group.hosts.id]

  iam_instance_profile {
    name = aws_iam_instance_profile.host.name
  }

  user_data = base64encode(<<-SCRIPT
    #!/bin/bash
    echo ECS_CLUSTER=${aws_ecs_cluster.zstd.name} >> /etc/ecs/ecs.config
  SCRIPT
  )
}

resource "aws_autoscaling_group" "zstd" {
  name                = "zstd"
  min_size            = 1
  max_size            = 3
  vpc_zone_identifier = [for s in aws_subnet.private : s.id]

  launch_template {
    id      = aws_launch_template.zstd.id
    version = "$Latest"
  }
}

resource "aws_ecs_capacity_provider" "zstd" {
  name = "zstd"

  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.zstd.arn
  }
}

resource "aws_ecs_cluster_capacity_providers" "zstd" {
  cluster_name       = aws_ecs_cluster.zstd.name
  capacity_providers = [aws_ecs_capacity_provider.zstd.name]

  default_capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.zstd.name
    weight            = 1
  }
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_ecs_task_definition" "app" {
  family = "app"
  container_definitions = jsonencode([{
    name   = "app"
    image  = "${aws_ecr_repository.app.repository_url}:zstd-4"
    memory = 512
  }])
}

resource "aws_ecs_service" "app" {
  name            = "app"
  cluster         = aws_ecs_cluster.zstd.id
  task_definition = aws_ecs_task_definition.app.arn
  desired_count   = 2
  depends_on      = [aws_ecs_cluster_capacity_providers.zstd, aws_iam_role_policy_attachment.host]
}
