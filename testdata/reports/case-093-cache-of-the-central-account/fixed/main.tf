resource "aws_ecr_pull_through_cache_rule" "quay" {
  provider              = aws.central
  ecr_repository_prefix = "quay"
  upstream_registry_url = "quay.io"
}

resource "aws_ecr_registry_policy" "tenants" {
  provider = aws.central

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Import"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222233334444:root" }
      Action    = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"]
      Resource  = "arn:aws:ecr:eu-central-1:111122223333:repository/quay/*"
    }]
  })
}

resource "aws_ecr_repository_creation_template" "quay" {
  provider    = aws.central
  prefix      = "quay"
  applied_for = ["PULL_THROUGH_CACHE"]

  repository_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Pull"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::222233334444:root" }
      Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    }]
  })
}

resource "aws_iam_role" "execution" {
  name = "tenant-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })

  inline_policy {
    name = "pull"
    policy = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect = "Allow"
        Action = [
          "ecr:GetAuthorizationToken",
          "ecr:BatchGetImage",
          "ecr:GetDownloadUrlForLayer",
          "ecr:BatchImportUpstreamImage",
          "ecr:CreateRepository",
        ]
        Resource = "*"
      }]
    })
  }
}

resource "aws_security_group" "tenant" {
  name   = "tenant"
  vpc_id = aws_vpc.tenant.id
  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_cluster" "tenant" {
  name = "tenant"
}

resource "aws_ecs_task_definition" "agent" {
  family                   = "agent"
  cpu                      = 256
  memory                   = 512
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([{
    name  = "agent"
    image = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/quay/prometheus/node-exporter:v1.8.2"
  }])
}

resource "aws_ecs_service" "agent" {
  name            = "agent"
  cluster         = aws_ecs_cluster.tenant.id
  task_definition = aws_ecs_task_definition.agent.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [for s in aws_subnet.private : s.id]
    security_groups = [aws_security_group.tenant.id]
  }
}
