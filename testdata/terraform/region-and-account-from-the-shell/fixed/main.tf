# No provider block: region and account come from the environment of whoever applies this.
data "aws_region" "current" {}
data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

locals {
  region   = data.aws_region.current.name
  account  = data.aws_caller_identity.current.account_id
  registry = "${local.account}.dkr.ecr.${local.region}.${data.aws_partition.current.dns_suffix}"
  services = { api = "ecr.api", dkr = "ecr.dkr" }
}

resource "aws_vpc" "ops" {
  cidr_block           = "10.61.0.0/16"
  enable_dns_hostnames = true
}

data "aws_availability_zones" "usable" {}

resource "aws_subnet" "ops" {
  count             = min(2, length(data.aws_availability_zones.usable.names))
  vpc_id            = aws_vpc.ops.id
  cidr_block        = cidrsubnet(aws_vpc.ops.cidr_block, 3, count.index)
  availability_zone = element(data.aws_availability_zones.usable.names, count.index)
}

resource "aws_security_group" "links" {
  vpc_id = aws_vpc.ops.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = aws_subnet.ops[*].cidr_block
  }
}

resource "aws_vpc_endpoint" "links" {
  for_each            = local.services
  vpc_id              = aws_vpc.ops.id
  service_name        = "com.amazonaws.${local.region}.${each.value}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = aws_subnet.ops[*].id
  security_group_ids  = [aws_security_group.links.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.ops.id
  service_name    = "com.amazonaws.${local.region}.s3"
  route_table_ids = [aws_vpc.ops.main_route_table_id]
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = ["s3:GetObject"]
        Resource  = ["arn:${data.aws_partition.current.partition}:s3:::prod-${local.region}-starport-layer-bucket/*"]
      },
    ]
  })
}

resource "aws_security_group" "job" {
  vpc_id = aws_vpc.ops.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "job" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "job" {
  role = aws_iam_role.job.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      {
        Effect   = "Allow"
        Action   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        Resource = "arn:${data.aws_partition.current.partition}:ecr:${local.region}:${local.account}:repository/tools/job"
      },
    ]
  })
}

resource "aws_ecs_cluster" "job" {
  name = "job"
}

resource "aws_ecs_task_definition" "job" {
  family                   = "job"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.job.arn
  container_definitions    = jsonencode([{ name = "job", image = "${local.registry}/tools/job:4" }])
}

resource "aws_ecs_service" "job" {
  name            = "job"
  cluster         = aws_ecs_cluster.job.id
  task_definition = aws_ecs_task_definition.job.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.ops[*].id
    security_groups = [aws_security_group.job.id]
  }
}
