data "aws_caller_identity" "current" {}

resource "aws_ecr_repository" "proxy" {
  name = "domain-proxy"
}

resource "aws_ecs_cluster" "this" {
  name = "domain-proxy"
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "execution" {
  name_prefix        = "proxy-execution-"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role" "task" {
  name_prefix        = "proxy-task-"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

# It does not help: the layers are fetched with a request that Amazon ECR has signed.
resource "aws_iam_role_policy" "layers" {
  role = aws_iam_role.task.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = "arn:aws:s3:::prod-${var.region}-starport-layer-bucket/*"
    }]
  })
}

resource "aws_security_group" "task" {
  name_prefix = "proxy-"
  vpc_id      = aws_vpc.this.id
}

resource "aws_security_group_rule" "task_https" {
  security_group_id        = aws_security_group.task.id
  type                     = "egress"
  protocol                 = "tcp"
  from_port                = 443
  to_port                  = 443
  source_security_group_id = aws_security_group.endpoints.id
}

resource "aws_security_group_rule" "task_dns" {
  security_group_id = aws_security_group.task.id
  type              = "egress"
  protocol          = "udp"
  from_port         = 53
  to_port           = 53
  cidr_blocks       = ["${cidrhost(var.vpc_cidr, 2)}/32"]
}

resource "aws_ecs_task_definition" "proxy" {
  family                   = "domain-proxy"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = "512"
  memory                   = "1024"
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn

  container_definitions = jsonencode([{
    name         = "nginx"
    image        = format("%s:%s", aws_ecr_repository.proxy.repository_url, "stable")
    essential    = true
    portMappings = [{ containerPort = 80 }]
  }])
}

resource "aws_ecs_service" "proxy" {
  name            = "domain-proxy"
  cluster         = aws_ecs_cluster.this.arn
  task_definition = aws_ecs_task_definition.proxy.arn
  launch_type     = "FARGATE"
  desired_count   = 2

  network_configuration {
    subnets          = aws_subnet.private[*].id
    security_groups  = [aws_security_group.task.id]
    assign_public_ip = false
  }

  depends_on = [aws_iam_role_policy_attachment.execution]
}
