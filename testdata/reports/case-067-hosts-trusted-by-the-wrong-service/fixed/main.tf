resource "aws_iam_role" "ecs_instance" {
  name = "ecsInstanceRole"

  assume_role_policy = jsonencode({
    Version = "2008-10-17"
    Statement = [{
      Sid       = ""
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "ecs_instance" {
  role       = aws_iam_role.ecs_instance.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
}

resource "aws_iam_instance_profile" "ecs_instance" {
  name = "ecsInstanceRole"
  role = aws_iam_role.ecs_instance.name
}

resource "aws_ecs_cluster" "web" {
  name = "web"
}

resource "aws_security_group" "hosts" {
  name   = "web-hosts"
  vpc_id = aws_vpc.web.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_launch_template" "web" {
  name_prefix            = "web-"
  image_id               = "ami-0123456789abcdef0"
  instance_type          = "t3.large"
  vpc_security_group_ids = [aws_security_group.hosts.id]

  iam_instance_profile {
    name = aws_iam_instance_profile.ecs_instance.name
  }

  user_data = base64encode(<<-SCRIPT
    #!/bin/bash
    echo ECS_CLUSTER=${aws_ecs_cluster.web.name} >> /etc/ecs/ecs.config
  SCRIPT
  )
}

resource "aws_autoscaling_group" "web" {
  name                = "web"
  min_size            = 1
  max_size            = 3
  vpc_zone_identifier = aws_subnet.public[*].id

  launch_template {
    id      = aws_launch_template.web.id
    version = "$Latest"
  }
}

resource "aws_ecs_capacity_provider" "web" {
  name = "web"

  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.web.arn
  }
}

resource "aws_ecs_cluster_capacity_providers" "web" {
  cluster_name       = aws_ecs_cluster.web.name
  capacity_providers = [aws_ecs_capacity_provider.web.name]

  default_capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.web.name
    weight            = 1
  }
}

resource "aws_ecs_task_definition" "web" {
  family = "web"
  container_definitions = jsonencode([{
    name         = "web"
    image        = "123456789012.dkr.ecr.us-east-1.amazonaws.com/web:3"
    memory       = 300
    portMappings = [{ containerPort = 80, hostPort = 0 }]
  }])
}

resource "aws_ecs_service" "web" {
  name            = "web"
  cluster         = aws_ecs_cluster.web.id
  task_definition = aws_ecs_task_definition.web.arn
  desired_count   = 3
  depends_on      = [aws_ecs_cluster_capacity_providers.web, aws_iam_role_policy_attachment.ecs_instance]
}
