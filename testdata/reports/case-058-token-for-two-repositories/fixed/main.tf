resource "aws_ecr_repository" "image" {
  for_each = toset(["portal", "portal-migrations"])
  name     = each.key
}

resource "aws_iam_role" "execution" {
  name_prefix = "portal-"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
}

resource "aws_iam_policy" "pull" {
  name   = "portal-pull"
  policy = data.aws_iam_policy_document.pull.json
}

data "aws_iam_policy_document" "pull" {
  statement {
    sid = "PullImages"
    actions = [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:GetDownloadUrlForLayer",
    ]
    resources = [for r in aws_ecr_repository.image : r.arn]
  }

  statement {
    sid       = "LogIn"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy_attachment" "pull" {
  role       = aws_iam_role.execution.name
  policy_arn = aws_iam_policy.pull.arn
}

resource "aws_security_group" "portal" {
  name_prefix = "portal-"
  vpc_id      = aws_vpc.portal.id

  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_cluster" "portal" {
  name = "portal"
}

resource "aws_ecs_task_definition" "portal" {
  family                   = "portal"
  cpu                      = 1024
  memory                   = 2048
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.execution.arn

  container_definitions = jsonencode([
    {
      name      = "migrations"
      image     = "${aws_ecr_repository.image["portal-migrations"].repository_url}:stable"
      essential = false
    },
    {
      name         = "portal"
      image        = "${aws_ecr_repository.image["portal"].repository_url}:stable"
      portMappings = [{ containerPort = 8080 }]
      dependsOn    = [{ containerName = "migrations", condition = "SUCCESS" }]
    },
  ])
}

resource "aws_ecs_service" "portal" {
  name            = "portal"
  cluster         = aws_ecs_cluster.portal.id
  task_definition = aws_ecs_task_definition.portal.arn
  launch_type     = "FARGATE"
  desired_count   = 1

  network_configuration {
    subnets         = values(aws_subnet.private)[*].id
    security_groups = [aws_security_group.portal.id]
  }

  depends_on = [aws_iam_role_policy_attachment.pull]
}
