# A job of two containers in subnets that have endpoints only. The collector comes from a public
# registry, which no endpoint serves.
provider "aws" {
  region = local.region
}

locals {
  region = "eu-north-1"
  names  = ["ecr.api", "ecr.dkr", "logs"]

  collector = "${aws_ecr_repository.collector.repository_url}:v0.43.1"
}

resource "aws_vpc" "lab" {
  cidr_block           = "192.168.96.0/20"
  enable_dns_hostnames = true
}

resource "aws_subnet" "lab" {
  for_each   = { b = 0, c = 1 }
  vpc_id     = aws_vpc.lab.id
  cidr_block = cidrsubnet(aws_vpc.lab.cidr_block, 4, each.value)
}

resource "aws_security_group" "doors" {
  name   = "lab-doors"
  vpc_id = aws_vpc.lab.id

  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = [aws_vpc.lab.cidr_block]
  }
}

resource "aws_security_group" "jobs" {
  name   = "lab-jobs"
  vpc_id = aws_vpc.lab.id

  egress {
    protocol        = "tcp"
    from_port       = 443
    to_port         = 443
    cidr_blocks     = [aws_vpc.lab.cidr_block]
    prefix_list_ids = [aws_vpc_endpoint.bucket.prefix_list_id]
  }
}

resource "aws_vpc_endpoint" "door" {
  count = length(local.names)

  vpc_id              = aws_vpc.lab.id
  service_name        = "com.amazonaws.${local.region}.${local.names[count.index]}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = values(aws_subnet.lab)[*].id
  security_group_ids  = aws_security_group.doors[*].id
}

resource "aws_vpc_endpoint" "bucket" {
  vpc_id            = aws_vpc.lab.id
  service_name      = "com.amazonaws.${local.region}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_vpc.lab.main_route_table_id]
}

resource "aws_ecr_repository" "assay" {
  name = "lab/assay"
}

resource "aws_ecr_repository" "collector" {
  name = "lab/otel-collector"
}

resource "aws_iam_role" "launcher" {
  name = "lab-launcher"
  path = "/batch/"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sts:AssumeRole"], Principal = { Service = ["ecs-tasks.amazonaws.com"] } }]
  })
}

resource "aws_iam_role_policy" "launcher" {
  role = aws_iam_role.launcher.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      { Effect = "Allow", Action = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], Resource = "arn:aws:ecr:${local.region}:*:repository/lab/*" },
      { Effect = "Allow", Action = "logs:*", Resource = "*" },
    ]
  })
}

resource "aws_batch_compute_environment" "lab" {
  name = "lab"
  type = "MANAGED"

  compute_resources {
    type               = "FARGATE"
    max_vcpus          = 8
    subnets            = values(aws_subnet.lab)[*].id
    security_group_ids = [aws_security_group.jobs.id]
  }
}

resource "aws_batch_job_queue" "lab" {
  name     = "lab"
  state    = "ENABLED"
  priority = 1

  compute_environment_order {
    order               = 1
    compute_environment = aws_batch_compute_environment.lab.arn
  }
}

resource "aws_batch_job_definition" "assay" {
  name                  = "assay"
  type                  = "container"
  platform_capabilities = ["FARGATE"]

  ecs_properties = jsonencode({
    taskProperties = [{
      executionRoleArn     = aws_iam_role.launcher.arn
      platformVersion      = "LATEST"
      networkConfiguration = { assignPublicIp = "DISABLED" }
      containers = [
        {
          name      = "assay"
          image     = "${aws_ecr_repository.assay.repository_url}@sha256:7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069"
          essential = true
          dependsOn = [{ containerName = "collector", condition = "START" }]
        },
        {
          name      = "collector"
          image     = local.collector
          essential = false
        },
      ]
    }]
  })
}
