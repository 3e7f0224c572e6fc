provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "sealed" {
  cidr_block           = "10.40.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "sealed" {
  vpc_id     = aws_vpc.sealed.id
  cidr_block = "10.40.0.0/20"
}

locals {
  mirror = "${aws_ecr_repository.claims.registry_id}.dkr.ecr.eu-west-1.amazonaws.com"
  starter = {
    name      = "migrate"
    image     = "flyway/flyway:10"
    essential = false
  }
}

module "endpoints" {
  source          = "./endpoints"
  vpc_id          = aws_vpc.sealed.id
  subnet_ids      = [aws_subnet.sealed.id]
  route_table_ids = [aws_vpc.sealed.main_route_table_id]
  clients         = [aws_security_group.claims.id]
}

resource "aws_security_group" "claims" {
  vpc_id = aws_vpc.sealed.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "claims" {
  name = "claims"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = { Effect = "Allow", Action = ["sts:AssumeRole"], Principal = { Service = ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"] } }
  })
}

resource "aws_iam_policy" "claims" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ecr:*", "logs:*"], Resource = ["*"] }]
  })
}

resource "aws_iam_policy_attachment" "claims" {
  name       = "claims"
  policy_arn = aws_iam_policy.claims.arn
  roles      = [aws_iam_role.claims.name]
}
resource "aws_ecr_repository" "claims" {
  name = "claims"
}
resource "aws_ecs_cluster" "claims" {
  name = "claims"
}

resource "aws_ecs_task_definition" "claims" {
  family                   = "claims"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 1024
  memory                   = 2048
  execution_role_arn       = aws_iam_role.claims.arn
  container_definitions = jsonencode([
    local.starter,
    {
      name      = "claims"
      image     = "${aws_ecr_repository.claims.repository_url}:2025.3"
      dependsOn = [{ containerName = local.starter.name, condition = "SUCCESS" }]
    },
  ])
}

resource "aws_ecs_service" "claims" {
  name            = "claims"
  cluster         = aws_ecs_cluster.claims.id
  task_definition = aws_ecs_task_definition.claims.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.sealed.id]
    security_groups = [aws_security_group.claims.id]
  }
}
