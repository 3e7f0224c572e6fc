provider "aws" { region = "us-east-1" }

resource "aws_vpc" "legacy" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "legacy" {
  vpc_id = aws_vpc.legacy.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.legacy.id
  cidr_block = cidrsubnet(aws_vpc.legacy.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.legacy.id
  cidr_block = cidrsubnet(aws_vpc.legacy.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "legacy" {
  domain = "vpc"
}

resource "aws_nat_gateway" "legacy" {
  allocation_id = aws_eip.legacy.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.legacy.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.legacy.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.legacy.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.legacy.id
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "private" {
  count          = length(aws_subnet.private)
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private.id
}
resource "aws_security_group" "hosts" {
  vpc_id = aws_vpc.legacy.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
data "aws_iam_policy_document" "hosts_node_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "hosts_node" {
  name               = "hosts-node"
  assume_role_policy = data.aws_iam_policy_document.hosts_node_trust.json
}

resource "aws_iam_role_policy_attachment" "hosts_node" {
  role       = aws_iam_role.hosts_node.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
}

resource "aws_iam_instance_profile" "hosts" {
  role = aws_iam_role.hosts_node.name
}

data "aws_ssm_parameter" "hosts_ami" {
  name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"
}

resource "aws_launch_configuration" "hosts" {
  name_prefix     = "hosts-"
  image_id        = data.aws_ssm_parameter.hosts_ami.value
  instance_type   = "m5.large"
  security_groups = [aws_security_group.hosts.id]
  user_data       = <<-SH
    #!/bin/bash
    echo ECS_CLUSTER=${aws_ecs_cluster.legacy.name} >> /etc/ecs/ecs.config
  SH
}

resource "aws_autoscaling_group" "hosts" {
  min_size             = 1
  max_size             = 3
  vpc_zone_identifier  = aws_subnet.private[*].id
  launch_configuration = aws_launch_configuration.hosts.name
}

resource "aws_ecs_capacity_provider" "hosts" {
  name = "hosts"
  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.hosts.arn
  }
}

resource "aws_ecs_cluster" "legacy" {
  name = "legacy"
}

resource "aws_ecs_cluster_capacity_providers" "legacy" {
  cluster_name       = aws_ecs_cluster.legacy.name
  capacity_providers = [aws_ecs_capacity_provider.hosts.name]
  default_capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.hosts.name
  }
}

resource "aws_ecr_repository" "legacy" {
  name = "legacy"
}

resource "aws_ecs_task_definition" "legacy" {
  family                = "legacy"
  container_definitions = jsonencode([{ name = "legacy", image = aws_ecr_repository.legacy.repository_url, memory = 256 }])
}

resource "aws_ecs_service" "legacy" {
  name            = "legacy"
  cluster         = aws_ecs_cluster.legacy.id
  task_definition = aws_ecs_task_definition.legacy.arn
  desired_count   = 2
}
