provider "aws" {
  region = "us-east-1"
}

resource "aws_vpc" "main" {
  cidr_block           = "10.60.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}

resource "aws_subnet" "batch" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
  availability_zone = element(["us-east-1a", "us-east-1b"], count.index)
}

resource "aws_default_security_group" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_security_group" "jobs" {
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route" "out" {
  route_table_id         = aws_vpc.main.main_route_table_id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
}

data "aws_caller_identity" "me" {}

resource "aws_ecr_repository" "render" {
  name = "render"
}

resource "aws_iam_role" "jobs" {
  name = "jobs"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "jobs" {
  role       = aws_iam_role.jobs.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_batch_compute_environment" "spare" {
  name = "spare"
  type = "MANAGED"
  compute_resources {
    type               = "FARGATE_SPOT"
    max_vcpus          = 64
    subnets            = aws_subnet.batch[*].id
    security_group_ids = [aws_security_group.jobs.id]
  }
}

resource "aws_batch_job_queue" "render" {
  name     = "render"
  state    = "ENABLED"
  priority = 1
  compute_environment_order {
    order               = 1
    compute_environment = aws_batch_compute_environment.spare.arn
  }
}

resource "aws_batch_job_definition" "render" {
  name                  = "render"
  type                  = "container"
  platform_capabilities = ["FARGATE"]
  container_properties = jsonencode({
    image            = "${aws_ecr_repository.render.repository_url}:9"
    executionRoleArn = aws_iam_role.jobs.arn
    resourceRequirements = [
      { type = "VCPU", value = "1" },
      { type = "MEMORY", value = "2048" },
    ]
    networkConfiguration = { assignPublicIp = "ENABLED" }
  })
}

locals {
  submit = {
    Type     = "Task"
    Resource = "arn:aws:states:::batch:submitJob.sync"
    Parameters = {
      JobName       = "frame"
      JobDefinition = aws_batch_job_definition.render.arn
      JobQueue      = aws_batch_job_queue.render.arn
      ContainerOverrides = {
        Environment = [{ Name = "FRAME", "Value.$" = "States.Format('{}', $.frame)" }]
      }
    }
  }
}

resource "aws_iam_role" "states" {
  name = "states"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "states.amazonaws.com" } }]
  })
}

resource "aws_sfn_state_machine" "render" {
  name     = "render"
  role_arn = aws_iam_role.states.arn
  definition = jsonencode({
    StartAt = "Render"
    States = {
      Render = merge(local.submit, { Next = "Notify" })
      Notify = { Type = "Pass", End = true }
    }
  })
}
