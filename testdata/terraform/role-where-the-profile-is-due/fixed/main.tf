provider "aws" {
  region = "eu-west-1"
}

resource "aws_vpc" "farm" {
  cidr_block = "10.64.0.0/16"
}

resource "aws_internet_gateway" "farm" {
  vpc_id = aws_vpc.farm.id
}

resource "aws_subnet" "farm" {
  vpc_id                  = aws_vpc.farm.id
  cidr_block              = "10.64.1.0/24"
  map_public_ip_on_launch = true
}

resource "aws_route_table" "farm" {
  vpc_id = aws_vpc.farm.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.farm.id
  }
}

resource "aws_route_table_association" "farm" {
  subnet_id      = aws_subnet.farm.id
  route_table_id = aws_route_table.farm.id
}

resource "aws_security_group" "farm" {
  vpc_id = aws_vpc.farm.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "host" {
  name = "farm-host"

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
  name = "farm-host"
  role = aws_iam_role.host.name
}

resource "aws_launch_template" "host" {
  image_id               = "ami-0123456789abcdef0"
  instance_type          = "t3.small"
  vpc_security_group_ids = [aws_security_group.farm.id]

  iam_instance_profile {
    arn = aws_iam_instance_profile.host.arn
  }
}

resource "aws_autoscaling_group" "host" {
  min_size            = 1
  max_size            = 3
  vpc_zone_identifier = [aws_subnet.farm.id]

  launch_template {
    id      = aws_launch_template.host.id
    version = "$Latest"
  }
}

resource "aws_ecs_capacity_provider" "host" {
  name = "farm"

  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.host.arn
  }
}

resource "aws_ecs_cluster" "farm" {
  name = "farm"
}

resource "aws_ecs_cluster_capacity_providers" "farm" {
  cluster_name       = aws_ecs_cluster.farm.name
  capacity_providers = [aws_ecs_capacity_provider.host.name]
}

resource "aws_ecr_repository" "farm" {
  name = "farm"
}

resource "aws_ecs_task_definition" "farm" {
  family                = "farm"
  container_definitions = jsonencode([{ name = "farm", image = "${aws_ecr_repository.farm.repository_url}:12", memory = 128 }])
}

resource "aws_ecs_service" "farm" {
  name            = "farm"
  cluster         = aws_ecs_cluster.farm.id
  task_definition = aws_ecs_task_definition.farm.arn
  desired_count   = 1

  capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.host.name
    weight            = 1
  }
}
