# No capacity provider: what the hosts' user data write into the agent's settings makes them the cluster's.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
}

provider "aws" { region = "eu-central-1" }

locals {
  stage = "press"
  zones = { a = 0, b = 1 }
}

resource "aws_vpc" "press" {
  cidr_block = "10.31.0.0/16"
}

resource "aws_internet_gateway" "press" {
  vpc_id = aws_vpc.press.id
}

resource "aws_subnet" "front" {
  vpc_id                  = aws_vpc.press.id
  cidr_block              = "10.31.255.0/24"
  map_public_ip_on_launch = true
}

resource "aws_route_table" "front" {
  vpc_id = aws_vpc.press.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.press.id
  }
}

resource "aws_route_table_association" "front" {
  subnet_id      = aws_subnet.front.id
  route_table_id = aws_route_table.front.id
}

resource "aws_eip" "out" {
  domain = "vpc"
}

resource "aws_nat_gateway" "out" {
  subnet_id     = aws_subnet.front.id
  allocation_id = aws_eip.out.id
  depends_on    = [aws_internet_gateway.press]
}

resource "aws_subnet" "host" {
  for_each          = local.zones
  vpc_id            = aws_vpc.press.id
  availability_zone = "eu-central-1${each.key}"
  cidr_block        = cidrsubnet(aws_vpc.press.cidr_block, 8, each.value)
}

resource "aws_route_table" "host" {
  vpc_id = aws_vpc.press.id
}

resource "aws_route_table_association" "host" {
  for_each       = aws_subnet.host
  subnet_id      = each.value.id
  route_table_id = aws_route_table.host.id
}

resource "aws_security_group" "host" {
  name_prefix = "${local.stage}-host-"
  vpc_id      = aws_vpc.press.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "host" {
  name = "${local.stage}-host"
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

data "aws_ssm_parameter" "image" {
  name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"
}

resource "aws_ecs_cluster" "press" {
  name = local.stage
}

resource "aws_launch_template" "host" {
  image_id               = data.aws_ssm_parameter.image.value
  instance_type          = "m6i.large"
  vpc_security_group_ids = [aws_security_group.host.id]

  iam_instance_profile {
    arn = aws_iam_instance_profile.host.arn
  }

  user_data = base64encode(templatefile("${path.module}/boot.sh.tftpl", {
    settings = {
      ECS_CLUSTER             = aws_ecs_cluster.press.name
      ECS_ENABLE_TASK_IAM_ROLE = "true"
    }
  }))
}

resource "aws_autoscaling_group" "host" {
  min_size            = 2
  max_size            = 4
  vpc_zone_identifier = [for subnet in aws_subnet.host : subnet.id]

  launch_template {
    id      = aws_launch_template.host.id
    version = "$Latest"
  }
}

resource "aws_ecr_repository" "typesetter" {
  name = "press/typesetter"
}

resource "aws_ecs_task_definition" "typesetter" {
  family       = "typesetter"
  network_mode = "bridge"
  container_definitions = jsonencode([{
    name   = "typesetter"
    image  = "${aws_ecr_repository.typesetter.repository_url}:11"
    memory = 512
  }])
}

resource "aws_ecs_service" "typesetter" {
  name            = "typesetter"
  cluster         = aws_ecs_cluster.press.arn
  task_definition = aws_ecs_task_definition.typesetter.arn
  launch_type     = "EC2"
  desired_count   = 2
  depends_on      = [aws_iam_role_policy_attachment.host]
}
