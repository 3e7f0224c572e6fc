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

resource "aws_security_group" "hosts" {
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.main.cidr_block]
  }
  egress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    prefix_list_ids = [aws_vpc_endpoint.s3.prefix_list_id]
  }
}

resource "aws_security_group" "doors" {
  vpc_id = aws_vpc.main.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.61.0.0/16"]
  }
}

resource "aws_vpc_endpoint" "doors" {
  for_each            = toset(["ecr.api", "ecr.dkr", "ecs", "ecs-agent", "ecs-telemetry"])
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.us-east-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = aws_subnet.batch[*].id
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.main.id
  service_name    = "com.amazonaws.us-east-1.s3"
  route_table_ids = [aws_vpc.main.default_route_table_id]
}

resource "aws_iam_role" "hosts" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "hosts" {
  role       = aws_iam_role.hosts.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
}

resource "aws_iam_instance_profile" "hosts" {
  role = aws_iam_role.hosts.name
}

resource "aws_batch_compute_environment" "hosts" {
  name = "hosts"
  type = "MANAGED"
  compute_resources {
    type               = "EC2"
    instance_type      = ["c6i"]
    max_vcpus          = 32
    min_vcpus          = 0
    instance_role      = aws_iam_instance_profile.hosts.arn
    subnets            = aws_subnet.batch[*].id
    security_group_ids = [aws_security_group.hosts.id]
  }
}

resource "aws_batch_job_queue" "nightly" {
  name     = "nightly"
  state    = "ENABLED"
  priority = 5
  compute_environment_order {
    order               = 0
    compute_environment = aws_batch_compute_environment.hosts.arn
  }
}

resource "aws_ecr_repository" "nightly" {
  name = "nightly"
}

resource "aws_batch_job_definition" "nightly" {
  name = "nightly"
  type = "container"
  container_properties = jsonencode({
    image   = "${aws_ecr_repository.nightly.repository_url}:3"
    vcpus   = 4
    memory  = 8192
    command = ["nightly"]
  })
}

resource "aws_cloudwatch_event_rule" "nightly" {
  schedule_expression = "cron(0 1 * * ? *)"
}

resource "aws_cloudwatch_event_target" "nightly" {
  rule     = aws_cloudwatch_event_rule.nightly.name
  arn      = aws_batch_job_queue.nightly.arn
  role_arn = "arn:aws:iam::210987654321:role/events"
  batch_target {
    job_definition = aws_batch_job_definition.nightly.arn
    job_name       = "nightly"
  }
}
