# Vendor images from the vendor's own registry. Every job shares what local.common says; the secret
# with the login lies in Secrets Manager.
provider "aws" {
  region = "us-east-1"
}

variable "jobs" {
  type = map(object({
    image  = string
    memory = optional(number, 2048)
    public = optional(bool, false)
  }))
  default = {
    convert = { image = "registry.pixelworks.example/cli:11", memory = 8192 }
    notify  = { image = "public.ecr.aws/docker/library/busybox:1.37", public = true }
  }
}

locals {
  on_instances = true

  common = merge(
    local.on_instances ? {} : { networkConfiguration = { assignPublicIp = "DISABLED" } },
    local.on_instances ? {} : { executionRoleArn = aws_iam_role.execution.arn },
    { readonlyRootFilesystem = true },
  )
}

resource "aws_vpc" "jobs" {
  cidr_block = "10.240.0.0/20"
}

resource "aws_subnet" "zone" {
  for_each          = { a = "10.240.0.0/23", b = "10.240.2.0/23", nat = "10.240.14.0/23" }
  vpc_id            = aws_vpc.jobs.id
  cidr_block        = each.value
  availability_zone = each.key == "nat" ? "us-east-1a" : "us-east-1${each.key}"
}

resource "aws_internet_gateway" "jobs" {
  vpc_id = aws_vpc.jobs.id
}

resource "aws_eip" "jobs" {}

resource "aws_nat_gateway" "jobs" {
  subnet_id     = aws_subnet.zone["nat"].id
  allocation_id = aws_eip.jobs.id
}

resource "aws_route_table" "jobs" {
  for_each = { nat = aws_internet_gateway.jobs.id, inner = null }
  vpc_id   = aws_vpc.jobs.id

  route {
    cidr_block     = "0.0.0.0/0"
    gateway_id     = each.value
    nat_gateway_id = each.key == "inner" ? aws_nat_gateway.jobs.id : null
  }
}

resource "aws_route_table_association" "jobs" {
  for_each       = aws_subnet.zone
  subnet_id      = each.value.id
  route_table_id = aws_route_table.jobs[each.key == "nat" ? "nat" : "inner"].id
}

resource "aws_security_group" "jobs" {
  vpc_id = aws_vpc.jobs.id

  egress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_secretsmanager_secret" "vendor" {
  name = "vendor/registry"
}

data "aws_iam_policy_document" "trust" {
  for_each = toset(["ecs-tasks", "ec2"])

  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["${each.key}.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "login" {
  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [aws_secretsmanager_secret.vendor.arn]
  }
}

resource "aws_iam_role" "execution" {
  name               = "vendor-execution"
  assume_role_policy = data.aws_iam_policy_document.trust["ecs-tasks"].json
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role_policy" "login" {
  role   = aws_iam_role.execution.name
  policy = data.aws_iam_policy_document.login.json
}

resource "aws_iam_role" "hosts" {
  name                = "vendor-hosts"
  assume_role_policy  = data.aws_iam_policy_document.trust["ec2"].json
  managed_policy_arns = ["arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"]
}

resource "aws_iam_instance_profile" "hosts" {
  role = aws_iam_role.hosts.name
}

resource "aws_batch_compute_environment" "jobs" {
  name = "vendor"
  type = "MANAGED"

  compute_resources {
    type               = local.on_instances ? "EC2" : "FARGATE"
    instance_role      = local.on_instances ? aws_iam_instance_profile.hosts.arn : null
    instance_type      = local.on_instances ? ["optimal"] : null
    max_vcpus          = 32
    subnets            = [aws_subnet.zone["a"].id, aws_subnet.zone["b"].id]
    security_group_ids = [aws_security_group.jobs.id]
  }
}

resource "aws_batch_job_queue" "jobs" {
  name     = "vendor"
  state    = "ENABLED"
  priority = 1

  compute_environment_order {
    order               = 1
    compute_environment = aws_batch_compute_environment.jobs.arn
  }
}

resource "aws_batch_job_definition" "job" {
  for_each = var.jobs

  name                  = "vendor-${each.key}"
  type                  = "container"
  platform_capabilities = [local.on_instances ? "EC2" : "FARGATE"]

  container_properties = jsonencode(merge(
    local.common,
    {
      image = each.value.image
      resourceRequirements = [
        { type = "VCPU", value = "1" },
        { type = "MEMORY", value = tostring(each.value.memory) },
      ]
    },
    each.value.public ? {} : {
      repositoryCredentials = { credentialsParameter = aws_secretsmanager_secret.vendor.arn }
    },
  ))
}
