provider "aws" { region = "us-east-1" }

resource "aws_vpc" "scan" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "scan" {
  vpc_id = aws_vpc.scan.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.scan.id
  cidr_block = cidrsubnet(aws_vpc.scan.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.scan.id
  cidr_block = cidrsubnet(aws_vpc.scan.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "scan" {
  domain = "vpc"
}

resource "aws_nat_gateway" "scan" {
  allocation_id = aws_eip.scan.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.scan.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.scan.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.scan.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.scan.id
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
data "aws_iam_policy_document" "ml_node_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "ml_node" {
  name               = "scan-node"
  assume_role_policy = data.aws_iam_policy_document.ml_node_trust.json
}

resource "aws_iam_role_policy_attachment" "ml_node" {
  role       = aws_iam_role.ml_node.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
}

resource "aws_iam_instance_profile" "scan" {
  role = aws_iam_role.ml_node.name
}

data "aws_ssm_parameter" "scan_ami" {
  name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"
}

resource "aws_security_group" "scan" {
  for_each = toset(["closed", "open"])
  vpc_id   = aws_vpc.scan.id
  name     = "scan-${each.key}"

  dynamic "egress" {
    for_each = each.key == "open" ? [443, 80] : []
    content {
      from_port   = egress.value
      to_port     = egress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}

resource "aws_launch_template" "scan" {
  image_id = data.aws_ssm_parameter.scan_ami.value
  iam_instance_profile {
    name = aws_iam_instance_profile.scan.name
  }
  network_interfaces {
    security_groups = [aws_security_group.scan["closed"].id]
  }
}

resource "aws_autoscaling_group" "scan" {
  min_size            = 0
  max_size            = 9
  vpc_zone_identifier = aws_subnet.private.*.id
  launch_template {
    id      = aws_launch_template.scan.id
    version = "4"
  }
}

resource "aws_ecs_capacity_provider" "scan" {
  name = "scan"
  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.scan.arn
  }
}

resource "aws_ecs_cluster" "scan" {
  name = "scan"
}
resource "aws_ecr_repository" "scan" {
  name = "scan"
}

resource "aws_ecs_task_definition" "scan" {
  family                   = "scan"
  requires_compatibilities = ["EC2"]
  network_mode             = "awsvpc"
  container_definitions    = jsonencode([{ name = "scan", image = "${aws_ecr_repository.scan.repository_url}:v1", memory = 512 }])
}

resource "aws_ecs_service" "scan" {
  name            = "scan"
  cluster         = aws_ecs_cluster.scan.id
  task_definition = aws_ecs_task_definition.scan.arn
  capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.scan.name
    base              = 1
    weight            = 0
  }
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.scan["open"].id]
  }
}
