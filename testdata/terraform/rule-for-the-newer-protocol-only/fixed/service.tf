resource "aws_iam_role" "six" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "six" {
  role       = aws_iam_role.six.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "six" {
  name = "six"
}

resource "aws_ecs_cluster" "six" {
  name = "six"
}

resource "aws_ecs_task_definition" "six" {
  family                   = "six"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.six.arn
  container_definitions    = jsonencode([{ name = "six", image = "${aws_ecr_repository.six.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "six" {
  name            = "six"
  cluster         = aws_ecs_cluster.six.id
  task_definition = aws_ecs_task_definition.six.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.six.id]
  }
}
