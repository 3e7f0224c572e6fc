module "performance_hub_repository" {
  source    = "./modules/ecr_repository"
  providers = { aws = aws.core }
  app_name  = "performance-hub"

  principals = [
    "arn:aws:iam::${local.accounts.performance_hub}:user/cicd-member-user",
    local.accounts.core_shared_services,
  ]
}

resource "aws_iam_role" "execution" {
  name = "performance-hub-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_security_group" "service" {
  name   = "performance-hub"
  vpc_id = aws_vpc.hub.id

  egress {
    description     = "Endpoints and the layers in S3"
    protocol        = "tcp"
    from_port       = 443
    to_port         = 443
    cidr_blocks     = [aws_vpc.hub.cidr_block]
    prefix_list_ids = [aws_vpc_endpoint.s3.prefix_list_id]
  }
}

resource "aws_ecs_cluster" "hub" {
  name = "performance-hub"
}

resource "aws_ecs_task_definition" "hub" {
  family                   = "performance-hub"
  cpu                      = 1024
  memory                   = 4096
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions    = jsonencode([{ name = "hub", image = "${module.performance_hub_repository.url}:staging" }])
}

resource "aws_ecs_service" "hub" {
  name            = "performance-hub"
  cluster         = aws_ecs_cluster.hub.id
  task_definition = aws_ecs_task_definition.hub.arn
  launch_type     = "FARGATE"
  desired_count   = 1

  network_configuration {
    security_groups = [aws_security_group.service.id]
    subnets         = [for s in aws_subnet.private : s.id]
  }

  depends_on = [aws_iam_role_policy_attachment.execution]
}
