resource "aws_iam_role" "traefik_execution" {
  name = "traefik_execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "traefik_execution" {
  role       = aws_iam_role.traefik_execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_security_group" "traefik" {
  name   = "review-traefik"
  vpc_id = aws_vpc.forms.id
}

resource "aws_security_group_rule" "traefik_egress" {
  security_group_id = aws_security_group.traefik.id
  type              = "egress"
  protocol          = "tcp"
  from_port         = 0
  to_port           = 443
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_ecs_cluster" "review" {
  name = "review"
}

resource "aws_ecs_cluster_capacity_providers" "review" {
  cluster_name       = aws_ecs_cluster.review.name
  capacity_providers = ["FARGATE"]

  default_capacity_provider_strategy {
    base              = 1
    weight            = 100
    capacity_provider = "FARGATE"
  }
}

resource "aws_ecs_task_definition" "traefik" {
  family                   = "traefik"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.traefik_execution.arn
  container_definitions = jsonencode([{
    name  = "traefik"
    image = "public.ecr.aws/docker/library/traefik:3.3.2"
    command = [
      "--providers.ecs.clusters=review",
    ]
  }])
}

resource "aws_ecs_service" "traefik" {
  name             = "traefik"
  cluster          = aws_ecs_cluster.review.id
  task_definition  = aws_ecs_task_definition.traefik.arn
  desired_count    = 1
  platform_version = "1.4.0"

  network_configuration {
    subnets          = [for s in aws_subnet.private : s.id]
    security_groups  = [aws_security_group.traefik.id]
    assign_public_ip = false
  }
}
