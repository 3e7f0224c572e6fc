# ECS Anywhere: the hosts are the customer's, and so is their network.
provider "aws" { region = "eu-west-1" }

resource "aws_ecs_cluster" "plant" {
  name = "plant"
}
resource "aws_ecr_repository" "plant" {
  name = "plant"
}
resource "aws_iam_role" "plant" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "plant" {
  role       = aws_iam_role.plant.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_task_definition" "plant" {
  family                   = "plant"
  requires_compatibilities = ["EXTERNAL"]
  network_mode             = "bridge"
  execution_role_arn       = aws_iam_role.plant.arn
  container_definitions    = jsonencode([{ name = "plant", image = "${aws_ecr_repository.plant.repository_url}:v1", memory = 64 }])
}

resource "aws_ecs_service" "plant" {
  name            = "plant"
  cluster         = aws_ecs_cluster.plant.id
  task_definition = aws_ecs_task_definition.plant.arn
  launch_type     = "EXTERNAL"
}
