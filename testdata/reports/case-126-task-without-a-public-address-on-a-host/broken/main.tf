resource "aws_iam_role" "host" {
  name = "ec2-host"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  managed_policy_arns = ["arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"]
}

resource "aws_iam_instance_profile" "host" {
  role = aws_iam_role.host.name
}

resource "aws_ecs_cluster" "ec2" {
  name = "ec2"
}

resource "aws_security_group" "hosts" {
  name   = "ec2-hosts"
  vpc_id = aws_vpc.ec2.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_launch_template" "ec2" {
  name_prefix            = "ec2-"
  image_id               = "ami-0123456789abcdef0"
  instance_type          = "t3.large"
  vpc_security_group_ids = [aws_security_group.hosts.id]

  iam_instance_profile {
    name = aws_iam_instance_profile.host.name
  }

  user_data = base64encode(<<-SCRIPT
    #!/bin/bash
    echo ECS_CLUSTER=${aws_ecs_cluster.ec2.name} >> /etc/ecs/ecs.config
  SCRIPT
  )
}

resource "aws_autoscaling_group" "ec2" {
  name                = "ec2"
  min_size            = 1
  max_size            = 3
  vpc_zone_identifier = aws_subnet.public[*].id

  launch_template {
    id      = aws_launch_template.ec2.id
    version = "$Latest"
  }
}

resource "aws_ecs_capacity_provider" "ec2" {
  name = "ec2"

  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.ec2.arn
  }
}

resource "aws_ecs_cluster_capacity_providers" "ec2" {
  cluster_name       = aws_ecs_cluster.ec2.name
  capacity_providers = [aws_ecs_capacity_provider.ec2.name]

  default_capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.ec2.name
    weight            = 1
  }
}

resource "aws_security_group" "task" {
  name   = "task"
  vpc_id = aws_vpc.ec2.id

  ingress {
    protocol    = "tcp"
    from_port   = 80
    to_port     = 80
    cidr_blocks = [aws_vpc.ec2.cidr_block]
  }
}

resource "aws_ecs_task_definition" "web" {
  family       = "web"
  network_mode = "awsvpc"
  container_definitions = jsonencode([{
    name   = "web"
    image  = "123456789012.dkr.ecr.us-east-1.amazonaws.com/web:12"
    memory = 256
  }])
}

resource "aws_ecs_service" "web" {
  name            = "web"
  cluster         = aws_ecs_cluster.ec2.id
  task_definition = aws_ecs_task_definition.web.arn
  desired_count   = 1
  depends_on      = [aws_ecs_cluster_capacity_providers.ec2]

  network_configuration {
    subnets         = aws_subnet.public[*].id
    security_groups = [aws_security_group.task.id]
  }
}
