resource "aws_ssm_parameter" "network" {
  name = "/app/network"
  type = "String"
  value = jsonencode({
    subnet_ids = [for s in aws_subnet.private : s.id]
    group_id   = aws_security_group.custom_sg.id
  })
}

locals {
  network = { subnet_ids = [for s in aws_subnet.private : s.id], group_id = aws_security_group.custom_sg.id }
}

resource "aws_iam_role" "execution" {
  name = "execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_repository" "image_repo" {
  name = "app"
}

resource "aws_ecs_cluster" "app" {
  name = "app"
}

resource "aws_ecs_task_definition" "web_app" {
  family                   = "web-app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 1024
  memory                   = 2048
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions    = jsonencode([{ name = "first", image = "${aws_ecr_repository.image_repo.repository_url}:latest", cpu = 10, memory = 256 }])
}

resource "aws_ecs_service" "service" {
  name            = "web-app-service"
  cluster         = aws_ecs_cluster.app.arn
  task_definition = aws_ecs_task_definition.web_app.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  network_configuration {
    security_groups  = [local.network.group_id]
    subnets          = local.network.subnet_ids
    assign_public_ip = false
  }
}
