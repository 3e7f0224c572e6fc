data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "execution" {
  name               = "proxy-execution"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role" "task" {
  name               = "proxy-task"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "task" {
  role = aws_iam_role.task.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*" }]
  })
}

resource "aws_ecr_repository" "proxy" {
  name = "proxy"
}

resource "aws_ecs_cluster" "proxy" {
  name = "proxy"
}

resource "aws_ecs_task_definition" "proxy" {
  family                   = "proxy"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn
  container_definitions = jsonencode([
    { name = "nginx", image = format("%s:%s", aws_ecr_repository.proxy.repository_url, "latest"), essential = true },
  ])
}

resource "aws_ecs_service" "proxy" {
  name            = "proxy"
  cluster         = aws_ecs_cluster.proxy.id
  task_definition = aws_ecs_task_definition.proxy.arn
  launch_type     = "FARGATE"
  desired_count   = 2
  depends_on      = [aws_iam_role_policy_attachment.execution, module.endpoints]

  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.proxy.id]
  }
}
