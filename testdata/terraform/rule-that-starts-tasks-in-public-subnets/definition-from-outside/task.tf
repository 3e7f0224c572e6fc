resource "aws_ecr_repository" "reports" {
  name                 = "finance/reports"
  image_tag_mutability = "IMMUTABLE"
}

data "aws_iam_policy_document" "tasks" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "launch" {
  name               = "reports-launch"
  assume_role_policy = data.aws_iam_policy_document.tasks.json
}

resource "aws_iam_role_policy_attachment" "launch" {
  role       = aws_iam_role.launch.name
  policy_arn = "arn:aws:iam::aws:policy/CloudWatchLogsFullAccess"
}

resource "aws_ecs_cluster" "reports" {
  name = "reports"
}

resource "aws_ecs_cluster_capacity_providers" "reports" {
  cluster_name       = aws_ecs_cluster.reports.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]
  default_capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
    weight            = 1
  }
}

resource "aws_ecs_task_definition" "report" {
  family                   = "monthly-report"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = "512"
  memory                   = "1024"
  execution_role_arn       = aws_iam_role.launch.arn
  container_definitions = jsonencode([{
    name      = "report"
    image     = "${aws_ecr_repository.reports.repository_url}:2026.1"
    essential = true
  }])
}

resource "aws_security_group" "report" {
  vpc_id = aws_vpc.reports.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
