variable "image" {
  type    = string
  default = "123456789012.dkr.ecr.us-west-2.amazonaws.com/images/worker:5"
}

resource "aws_iam_role" "host" {
  name = "kube-host"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  managed_policy_arns = ["arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"]
}

resource "aws_iam_instance_profile" "host" {
  name = "kube-host"
  role = aws_iam_role.host.name
}

resource "aws_ecs_cluster" "kube" {
  name = "kube"
}

resource "aws_security_group" "hosts" {
  name   = "kube-hosts"
  vpc_id = aws_vpc.kube.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_launch_template" "kube" {
  name_prefix            = "kube-"
  image_id               = "ami-0123456789abcdef0"
  instance_type          = "t3.large"
  vpc_security_group_ids = [aws_security_group.hosts.id]

  iam_instance_profile {
    name = aws_iam_instance_profile.host.name
  }

  user_data = base64encode(<<-SCRIPT
    #!/bin/bash
    echo ECS_CLUSTER=${aws_ecs_cluster.kube.name} >> /etc/ecs/ecs.config
  SCRIPT
  )
}

resource "aws_autoscaling_group" "kube" {
  name                = "kube"
  min_size            = 1
  max_size            = 3
  vpc_zone_identifier = [for s in aws_subnet.private : s.id]

  launch_template {
    id      = aws_launch_template.kube.id
    version = "$Latest"
  }
}

resource "aws_ecs_capacity_provider" "kube" {
  name = "kube"

  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.kube.arn
  }
}

resource "aws_ecs_cluster_capacity_providers" "kube" {
  cluster_name       = aws_ecs_cluster.kube.name
  capacity_providers = [aws_ecs_capacity_provider.kube.name]

  default_capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.kube.name
    weight            = 1
  }
}

resource "aws_ecs_task_definition" "worker" {
  family = "worker"
  container_definitions = jsonencode([{
    name   = "worker"
    image  = var.image
    memory = 512
  }])
}

resource "aws_ecs_service" "worker" {
  name            = "worker"
  cluster         = aws_ecs_cluster.kube.id
  task_definition = aws_ecs_task_definition.worker.arn
  desired_count   = 2
  depends_on      = [aws_ecs_cluster_capacity_providers.kube]
}
