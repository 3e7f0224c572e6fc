# EC2: the execution role cannot pull, the host's role can. Which one the agent takes, the documents disagree on.
provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "host" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "host" {
  vpc_id = aws_vpc.host.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.host.id
  cidr_block = cidrsubnet(aws_vpc.host.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.host.id
  cidr_block = cidrsubnet(aws_vpc.host.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "host" {
  domain = "vpc"
}

resource "aws_nat_gateway" "host" {
  allocation_id = aws_eip.host.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.host.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.host.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.host.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.host.id
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
resource "aws_security_group" "host" {
  vpc_id = aws_vpc.host.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
data "aws_iam_policy_document" "host_node_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "host_node" {
  name               = "host-node"
  assume_role_policy = data.aws_iam_policy_document.host_node_trust.json
}

resource "aws_iam_role_policy_attachment" "host_node" {
  role       = aws_iam_role.host_node.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
}

resource "aws_iam_instance_profile" "host" {
  role = aws_iam_role.host_node.name
}

data "aws_ssm_parameter" "host_ami" {
  name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"
}

resource "aws_launch_template" "host" {
  image_id               = data.aws_ssm_parameter.host_ami.value
  vpc_security_group_ids = [aws_security_group.host.id]
  iam_instance_profile {
    name = aws_iam_instance_profile.host.name
  }
}

resource "aws_autoscaling_group" "host" {
  min_size            = 1
  max_size            = 2
  vpc_zone_identifier = aws_subnet.private[*].id
  launch_template {
    id      = aws_launch_template.host.id
    version = aws_launch_template.host.latest_version
  }
}

resource "aws_ecs_capacity_provider" "host" {
  name = "host"
  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.host.arn
  }
}

resource "aws_ecs_cluster" "host" {
  name = "host"
}
resource "aws_ecr_repository" "host" {
  name = "host"
}

resource "aws_iam_role" "weak" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_ecs_task_definition" "host" {
  family                = "host"
  execution_role_arn    = aws_iam_role.weak.arn
  container_definitions = jsonencode([{ name = "host", image = "${aws_ecr_repository.host.repository_url}:v1", memory = 64 }])
}

resource "aws_ecs_service" "host" {
  name            = "host"
  cluster         = aws_ecs_cluster.host.id
  task_definition = aws_ecs_task_definition.host.arn
  capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.host.name
    weight            = 1
  }
}
