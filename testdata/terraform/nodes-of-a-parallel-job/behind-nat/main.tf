# A solver over four nodes. Whether the address of an instance helps a node's pull is not written
# anywhere: AWS asks for a NAT gateway or endpoints.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

provider "aws" {
  region = "us-east-2"
}

variable "way_out" {
  description = "internet, nat or none"
  type        = string
  default     = "nat"
}

resource "aws_vpc" "cfd" {
  cidr_block = "10.9.0.0/20"
}

resource "aws_internet_gateway" "cfd" {
  vpc_id = aws_vpc.cfd.id
}

resource "aws_subnet" "gateway" {
  vpc_id     = aws_vpc.cfd.id
  cidr_block = "10.9.0.0/24"
}

resource "aws_subnet" "nodes" {
  vpc_id                  = aws_vpc.cfd.id
  cidr_block              = "10.9.8.0/21"
  map_public_ip_on_launch = var.way_out == "internet"
}

resource "aws_eip" "nat" {
  count  = var.way_out == "nat" ? 1 : 0
  domain = "vpc"
}

resource "aws_nat_gateway" "cfd" {
  count         = var.way_out == "nat" ? 1 : 0
  subnet_id     = aws_subnet.gateway.id
  allocation_id = one(aws_eip.nat[*].id)
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.cfd.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.cfd.id
  }
}

resource "aws_route_table" "nodes" {
  vpc_id = aws_vpc.cfd.id
}

resource "aws_route" "nodes" {
  count = var.way_out == "none" ? 0 : 1

  route_table_id         = aws_route_table.nodes.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = var.way_out == "internet" ? aws_internet_gateway.cfd.id : null
  nat_gateway_id         = var.way_out == "nat" ? aws_nat_gateway.cfd[0].id : null
}

resource "aws_route_table_association" "gateway" {
  subnet_id      = aws_subnet.gateway.id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "nodes" {
  subnet_id      = aws_subnet.nodes.id
  route_table_id = aws_route_table.nodes.id
}

resource "aws_security_group" "nodes" {
  name   = "cfd-nodes"
  vpc_id = aws_vpc.cfd.id

  ingress {
    protocol  = "-1"
    from_port = 0
    to_port   = 0
    self      = true
  }

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "instance" {
  name = "cfd-instance"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Action    = "sts:AssumeRole"
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "instance" {
  role       = aws_iam_role.instance.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
}

resource "aws_iam_instance_profile" "instance" {
  role = aws_iam_role.instance.name
}

resource "aws_placement_group" "cfd" {
  name     = "cfd"
  strategy = "cluster"
}

resource "aws_batch_compute_environment" "cfd" {
  name = "cfd"
  type = "MANAGED"

  compute_resources {
    type               = "EC2"
    instance_role      = aws_iam_instance_profile.instance.arn
    instance_type      = ["hpc7a.24xlarge"]
    max_vcpus          = 384
    min_vcpus          = 0
    placement_group    = aws_placement_group.cfd.name
    subnets            = [aws_subnet.nodes.id]
    security_group_ids = [aws_security_group.nodes.id]
  }
}

resource "aws_batch_job_queue" "cfd" {
  name     = "cfd"
  state    = "ENABLED"
  priority = 1

  compute_environment_order {
    order               = 1
    compute_environment = aws_batch_compute_environment.cfd.arn
  }
}

resource "aws_ecr_repository" "solver" {
  name = "cfd/solver"
}

locals {
  node = {
    image                = "${aws_ecr_repository.solver.repository_url}:openmpi"
    resourceRequirements = [{ type = "VCPU", value = "96" }, { type = "MEMORY", value = "360000" }]
  }
}

resource "aws_batch_job_definition" "solver" {
  name = "cfd-solver"
  type = "multinode"

  node_properties = jsonencode({
    numNodes = 4
    mainNode = 0
    nodeRangeProperties = [
      { targetNodes = "0", container = merge(local.node, { command = ["lead"] }) },
      { targetNodes = "1:", container = merge(local.node, { command = ["follow"] }) },
    ]
  })
}
