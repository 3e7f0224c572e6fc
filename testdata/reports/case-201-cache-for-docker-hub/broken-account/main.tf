data "aws_caller_identity" "current" {}

resource "aws_secretsmanager_secret" "hub" {
  name = "ecr-pullthroughcache/dockerhub"
}

resource "aws_ecr_pull_through_cache_rule" "hub" {
  ecr_repository_prefix = "dockerhub"
  upstream_registry_url = "registry-1.docker.io"
  credential_arn        = aws_secretsmanager_secret.hub.arn
}

resource "aws_ecr_registry_policy" "cache" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "FillTheCache"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
      Action    = ["ecr:CreateRepository", "ecr:BatchImportUpstreamImage"]
      Resource  = "arn:aws:ecr:us-east-1:${data.aws_caller_identity.current.account_id}:repository/dockerhub/*"
    }]
  })
}

resource "aws_iam_role" "execution" {
  name = "ol-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_security_group" "ol" {
  name   = "ol"
  vpc_id = aws_vpc.ol.id
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_cluster" "ol" {
  name = "ol"
}

resource "aws_ecs_task_definition" "ol" {
  family                   = "ol"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = aws_iam_role.execution.arn

  container_definitions = jsonencode([{
    name  = "ol"
    image = "${data.aws_caller_identity.current.account_id}.dkr.ecr.us-east-1.amazonaws.com/${aws_ecr_pull_through_cache_rule.hub.ecr_repository_prefix}/mitodl/web:1"
  }])
}

resource "aws_ecs_service" "ol" {
  name            = "ol"
  cluster         = aws_ecs_cluster.ol.id
  task_definition = aws_ecs_task_definition.ol.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  depends_on      = [aws_iam_role_policy_attachment.execution]

  network_configuration {
    subnets         = [for s in aws_subnet.private : s.id]
    security_groups = [aws_security_group.ol.id]
  }
}
