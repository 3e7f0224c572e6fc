# Fargate would find no public address here; its weight is 0, nothing is placed there.
provider "aws" { region = "us-east-1" }

resource "aws_vpc" "mix" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "mix" {
  vpc_id = aws_vpc.mix.id
}

resource "aws_subnet" "mix" {
  for_each          = toset(["a", "b"])
  vpc_id            = aws_vpc.mix.id
  cidr_block        = cidrsubnet(aws_vpc.mix.cidr_block, 4, each.key == "a" ? 0 : 1)
  availability_zone = "us-east-1${each.key}"
}

resource "aws_route_table" "mix" {
  vpc_id = aws_vpc.mix.id
}

resource "aws_route" "mix" {
  route_table_id         = aws_route_table.mix.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.mix.id
}

resource "aws_route_table_association" "mix" {
  for_each       = aws_subnet.mix
  subnet_id      = each.value.id
  route_table_id = aws_route_table.mix.id
}
resource "aws_security_group" "mix" {
  name   = "mix"
  vpc_id = aws_vpc.mix.id
}

resource "aws_vpc_security_group_egress_rule" "mix" {
  security_group_id = aws_security_group.mix.id
  ip_protocol       = "tcp"
  from_port         = 1
  to_port           = 1024
  cidr_ipv4         = "0.0.0.0/0"
}
data "aws_iam_policy_document" "mix_node_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "mix_node" {
  name               = "mix-node"
  assume_role_policy = data.aws_iam_policy_document.mix_node_trust.json
}

resource "aws_iam_role_policy_attachment" "mix_node" {
  role       = aws_iam_role.mix_node.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
}

resource "aws_iam_instance_profile" "mix" {
  role = aws_iam_role.mix_node.name
}

data "aws_ssm_parameter" "mix_ami" {
  name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"
}

resource "aws_launch_template" "mix" {
  name     = "mix"
  image_id = data.aws_ssm_parameter.mix_ami.value
  iam_instance_profile {
    arn = aws_iam_instance_profile.mix.arn
  }
  network_interfaces {
    device_index                = 0
    associate_public_ip_address = true
    security_groups             = [aws_security_group.mix.id]
  }
}

resource "aws_autoscaling_group" "mix" {
  min_size            = 1
  max_size            = 3
  vpc_zone_identifier = values(aws_subnet.mix)[*].id

  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_name = aws_launch_template.mix.name
        version              = "$Latest"
      }
      override {
        instance_type = "m6i.large"
      }
      override {
        instance_type = "m5.large"
      }
    }
  }
}

resource "aws_ecs_capacity_provider" "mix" {
  name = "mix-hosts"
  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.mix.arn
    managed_scaling {
      status = "ENABLED"
    }
  }
}

resource "aws_ecs_cluster" "mix" {
  name = "mix"
}
resource "aws_ecr_repository" "mix" {
  name = "mix"
}

resource "aws_ecs_cluster_capacity_providers" "mix" {
  cluster_name       = aws_ecs_cluster.mix.name
  capacity_providers = ["FARGATE", aws_ecs_capacity_provider.mix.name]
}

resource "aws_security_group" "task" {
  vpc_id = aws_vpc.mix.id
}

resource "aws_iam_role" "mix" {
  name                = "mix"
  managed_policy_arns = ["arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"]
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_ecs_task_definition" "mix" {
  family                   = "mix"
  requires_compatibilities = ["EC2", "FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.mix.arn
  container_definitions    = jsonencode([{ name = "mix", image = "${aws_ecr_repository.mix.repository_url}:v1" }])
}

resource "aws_ecs_service" "mix" {
  name            = "mix"
  cluster         = aws_ecs_cluster.mix.id
  task_definition = aws_ecs_task_definition.mix.arn

  dynamic "capacity_provider_strategy" {
    for_each = { FARGATE = 0, (aws_ecs_capacity_provider.mix.name) = 100 }
    content {
      capacity_provider = capacity_provider_strategy.key
      weight            = capacity_provider_strategy.value
    }
  }

  network_configuration {
    subnets         = values(aws_subnet.mix)[*].id
    security_groups = [aws_security_group.task.id]
  }
}
