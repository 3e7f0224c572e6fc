resource "aws_iam_role" "host" {
  name = "hub-host"
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
  role = aws_iam_role.host.name
}

data "aws_secretsmanager_secret" "docker" {
  name = "docker-hub"
}

resource "aws_iam_role" "execution" {
  name = "redis-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role_policy" "docker" {
  role = aws_iam_role.execution.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = data.aws_secretsmanager_secret.docker.arn }]
  })
}

resource "aws_ecs_cluster" "hub" {
  name = "hub"
}

resource "aws_security_group" "hosts" {
  name   = "hub-hosts"
  vpc_id = aws_vpc.hub.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_launch_template" "hub" {
  name_prefix            = "hub-"
  image_id               = "ami-0123456789abcdef0"
  instance_type          = "t3.large"
  vpc_security_group_ids = [aws_security_group.hosts.id]

  iam_instance_profile {
    name = aws_iam_instance_profile.host.name
  }

  user_data = base64encode(<<-SCRIPT
    #!/bin/bash
    cat <<'CONF' >> /etc/ecs/ecs.config
    ECS_CLUSTER=${aws_ecs_cluster.hub.name}
    ECS_IMAGE_PULL_BEHAVIOR=once
    CONF
  SCRIPT
  )
}

resource "aws_autoscaling_group" "hub" {
  name                = "hub"
  min_size            = 1
  max_size            = 3
  vpc_zone_identifier = [for s in aws_subnet.private : s.id]

  launch_template {
    id      = aws_launch_template.hub.id
    version = "$Latest"
  }
}

resource "aws_ecs_capacity_provider" "hub" {
  name = "hub"

  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.hub.arn
  }
}

resource "aws_ecs_cluster_capacity_providers" "hub" {
  cluster_name       = aws_ecs_cluster.hub.name
  capacity_providers = [aws_ecs_capacity_provider.hub.name]

  default_capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.hub.name
    weight            = 1
  }
}

resource "aws_ecs_task_definition" "redis" {
  family             = "redis"
  execution_role_arn = aws_iam_role.execution.arn
  container_definitions = jsonencode([{
    name                  = "redis"
    image                 = "redis:7-alpine"
    memory                = 128
    repositoryCredentials = { credentialsParameter = data.aws_secretsmanager_secret.docker.arn }
  }])
}

resource "aws_ecs_service" "redis" {
  name            = "redis"
  cluster         = aws_ecs_cluster.hub.id
  task_definition = aws_ecs_task_definition.redis.arn
  desired_count   = 4
  depends_on      = [aws_ecs_cluster_capacity_providers.hub]
}
