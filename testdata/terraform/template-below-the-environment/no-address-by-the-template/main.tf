# Instances of Batch start from a launch template whose group lets nothing but the file system
# through. Where the environment names groups itself, those of the template do not count.
provider "aws" {
  region = "ca-central-1"
}

variable "own_groups" {
  type    = bool
  default = true
}

variable "address" {
  type    = bool
  default = false
}

resource "aws_vpc" "gis" {
  cidr_block = "10.30.0.0/16"
}

resource "aws_internet_gateway" "gis" {
  vpc_id = aws_vpc.gis.id
}

resource "aws_default_route_table" "gis" {
  default_route_table_id = aws_vpc.gis.default_route_table_id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.gis.id
  }
}

resource "aws_subnet" "gis" {
  vpc_id                  = aws_vpc.gis.id
  cidr_block              = "10.30.1.0/24"
  map_public_ip_on_launch = true
}

resource "aws_security_group" "share" {
  name   = "gis-share"
  vpc_id = aws_vpc.gis.id

  egress {
    description = "file system"
    protocol    = "tcp"
    from_port   = 2049
    to_port     = 2049
    cidr_blocks = [aws_vpc.gis.cidr_block]
  }
}

resource "aws_security_group" "machines" {
  name   = "gis-machines"
  vpc_id = aws_vpc.gis.id

  egress {
    protocol         = "-1"
    from_port        = 0
    to_port          = 0
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = ["::/0"]
  }
}

resource "aws_iam_role" "machines" {
  name                = "gis-machines"
  assume_role_policy  = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
  managed_policy_arns = ["arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"]
}

resource "aws_iam_instance_profile" "machines" {
  name = "gis-machines"
  role = aws_iam_role.machines.name
}

resource "aws_launch_template" "scratch" {
  name_prefix = "gis-scratch-"

  network_interfaces {
    device_index                = 0
    associate_public_ip_address = var.address
    security_groups             = [aws_security_group.share.id]
  }

  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      volume_size = 400
    }
  }
}

resource "aws_batch_compute_environment" "gis" {
  name = "gis"
  type = "managed"

  compute_resources {
    type               = "EC2"
    instance_role      = aws_iam_instance_profile.machines.arn
    instance_type      = ["optimal"]
    max_vcpus          = 128
    subnets            = [aws_subnet.gis.id]
    security_group_ids = var.own_groups ? [aws_security_group.machines.id] : null

    launch_template {
      launch_template_id = aws_launch_template.scratch.id
      version            = "$Latest"
    }
  }
}

resource "aws_batch_job_queue" "gis" {
  name     = "gis"
  state    = "ENABLED"
  priority = 1

  compute_environment_order {
    order               = 1
    compute_environment = aws_batch_compute_environment.gis.arn
  }
}

resource "aws_ecr_repository" "raster" {
  name = "gis/raster"
}

resource "aws_batch_job_definition" "raster" {
  name                  = "raster"
  type                  = "container"
  platform_capabilities = ["EC2"]

  container_properties = jsonencode({
    image                = "${aws_ecr_repository.raster.repository_url}:7"
    resourceRequirements = [{ type = "VCPU", value = "8" }, { type = "MEMORY", value = "30000" }]
  })
}
