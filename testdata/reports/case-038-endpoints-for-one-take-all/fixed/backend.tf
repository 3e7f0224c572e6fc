resource "aws_iam_role" "backend" {
  name = "backend"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "backend" {
  role       = aws_iam_role.backend.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_security_group" "backend" {
  for_each = toset(["service", "migration"])
  name     = "backend-${each.key}"
  vpc_id   = aws_vpc.this.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecr_repository" "backend" {
  name = "backend"
}

resource "aws_ecs_cluster" "backend" {
  name = "backend"
}

resource "aws_ecs_task_definition" "backend" {
  for_each                 = { service = ["serve"], migration = ["migrate"] }
  family                   = "backend-${each.key}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = aws_iam_role.backend.arn
  container_definitions = jsonencode([{
    name    = "backend"
    image   = "${aws_ecr_repository.backend.repository_url}:main"
    command = each.value
  }])
}

resource "aws_ecs_service" "backend" {
  name            = "backend"
  cluster         = aws_ecs_cluster.backend.id
  task_definition = aws_ecs_task_definition.backend["service"].arn
  launch_type     = "FARGATE"
  desired_count   = 2
  depends_on      = [aws_iam_role_policy_attachment.backend]

  network_configuration {
    subnets         = values(aws_subnet.private)[*].id
    security_groups = [aws_security_group.backend["service"].id]
  }
}
