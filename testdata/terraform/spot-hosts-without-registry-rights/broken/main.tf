# Renders on spot instances: the instance profile is named as text, its role came from an older
# template for machines that Systems Manager looks after.
provider "aws" {
  region = "ap-southeast-2"
}

variable "prefix" {
  default = "studio"
}

resource "aws_vpc" "studio" {
  cidr_block = "172.20.0.0/16"
}

resource "aws_internet_gateway" "studio" {
  vpc_id = aws_vpc.studio.id
}

resource "aws_subnet" "farm" {
  for_each = toset(["a", "c"])

  vpc_id                  = aws_vpc.studio.id
  availability_zone       = "ap-southeast-2${each.value}"
  cidr_block              = each.value == "a" ? "172.20.16.0/20" : "172.20.32.0/20"
  map_public_ip_on_launch = true
}

resource "aws_route" "internet" {
  route_table_id         = aws_vpc.studio.main_route_table_id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.studio.id
}

resource "aws_security_group" "farm" {
  name   = "${var.prefix}-farm"
  vpc_id = aws_vpc.studio.id
}

resource "aws_security_group_rule" "farm" {
  type              = "egress"
  security_group_id = aws_security_group.farm.id
  protocol          = "all"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

data "aws_iam_policy_document" "machines" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "farm" {
  name               = "${var.prefix}-farm"
  assume_role_policy = data.aws_iam_policy_document.machines.json
}

resource "aws_iam_role_policy_attachment" "farm" {
  for_each = toset(["AmazonSSMManagedInstanceCore", "CloudWatchAgentServerPolicy"])

  role       = aws_iam_role.farm.id
  policy_arn = "arn:aws:iam::aws:policy/${each.key}"
}

resource "aws_iam_instance_profile" "farm" {
  name = "${var.prefix}-farm-machines"
  role = aws_iam_role.farm.name
}

resource "aws_iam_role" "job" {
  name = "${var.prefix}-job"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }
  })
}

resource "aws_iam_role_policy_attachment" "job" {
  role       = aws_iam_role.job.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"
}

resource "aws_batch_compute_environment" "farm" {
  name_prefix = "${var.prefix}-"
  type        = "MANAGED"

  compute_resources {
    type                = "SPOT"
    allocation_strategy = "SPOT_PRICE_CAPACITY_OPTIMIZED"
    instance_role       = "${var.prefix}-farm-machines"
    instance_type       = ["c6i", "c6a"]
    max_vcpus           = 512
    subnets             = values(aws_subnet.farm)[*].id
    security_group_ids  = [aws_security_group.farm.id]
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_batch_job_queue" "frames" {
  name     = "${var.prefix}-frames"
  state    = "ENABLED"
  priority = 5

  compute_environment_order {
    order               = 0
    compute_environment = aws_batch_compute_environment.farm.arn
  }
}

resource "aws_ecr_repository" "renderer" {
  name = "${var.prefix}/renderer"
}

resource "aws_batch_job_definition" "frame" {
  name = "${var.prefix}-frame"
  type = "container"

  container_properties = jsonencode({
    image      = format("%s:%s", aws_ecr_repository.renderer.repository_url, "4.2")
    vcpus      = 4
    memory     = 8192
    jobRoleArn = aws_iam_role.job.arn
  })
}
