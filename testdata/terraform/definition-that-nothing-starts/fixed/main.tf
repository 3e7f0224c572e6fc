provider "aws" { region = "eu-west-1" }

resource "aws_iam_role" "nightly" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "nightly" {
  role       = aws_iam_role.nightly.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "nightly" {
  name = "nightly"
}

resource "aws_ecs_task_definition" "nightly" {
  family                   = "nightly"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  task_role_arn            = aws_iam_role.nightly.arn
  execution_role_arn       = aws_iam_role.nightly.arn
  container_definitions    = jsonencode([{ name = "nightly", image = "${aws_ecr_repository.nightly.repository_url}:v1" }])
}
