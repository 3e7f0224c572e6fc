provider "aws" {
  region              = "ap-southeast-2"
  allowed_account_ids = ["604101201301"]
}

data "aws_vpc" "kiln" {
  tags = { Name = "kiln" }
}

data "aws_subnets" "inner" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.kiln.id]
  }

  filter {
    name   = "tag:Ring"
    values = ["inner"]
  }
}

data "aws_security_groups" "hosts" {
  filter {
    name   = "group-name"
    values = ["kiln-hosts"]
  }

  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.kiln.id]
  }
}

data "aws_iam_instance_profile" "hosts" {
  name = "kiln-hosts"
}

data "aws_ecs_cluster" "live" {
  cluster_name = "kiln-live"
}

data "aws_ecr_repository" "glaze" {
  name = "kiln/glaze"
}

data "aws_ssm_parameter" "image" {
  name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"
}

resource "aws_launch_template" "hosts" {
  name_prefix   = "kiln-"
  image_id      = data.aws_ssm_parameter.image.value
  instance_type = "m6i.large"

  vpc_security_group_ids = data.aws_security_groups.hosts.ids

  iam_instance_profile {
    arn = data.aws_iam_instance_profile.hosts.arn
  }

  user_data = base64encode("#!/bin/bash\necho ECS_CLUSTER=kiln-live >> /etc/ecs/ecs.config\n")
}

resource "aws_autoscaling_group" "hosts" {
  name                = "kiln-hosts"
  min_size            = 2
  max_size            = 6
  vpc_zone_identifier = data.aws_subnets.inner.ids

  launch_template {
    id      = aws_launch_template.hosts.id
    version = "$Latest"
  }
}

resource "aws_ecs_capacity_provider" "hosts" {
  name = "kiln-hosts"

  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.hosts.arn
  }
}

resource "aws_ecs_cluster_capacity_providers" "live" {
  cluster_name       = data.aws_ecs_cluster.live.cluster_name
  capacity_providers = [aws_ecs_capacity_provider.hosts.name]
}

resource "aws_ecs_task_definition" "glaze" {
  family       = "glaze"
  network_mode = "bridge"

  container_definitions = jsonencode([{
    name   = "glaze"
    image  = format("%s:%s", data.aws_ecr_repository.glaze.repository_url, "2.11.0")
    memory = 512
  }])
}

resource "aws_ecs_service" "glaze" {
  name            = "glaze"
  cluster         = data.aws_ecs_cluster.live.id
  task_definition = aws_ecs_task_definition.glaze.arn
  desired_count   = 2

  capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.hosts.name
    weight            = 1
  }
}
