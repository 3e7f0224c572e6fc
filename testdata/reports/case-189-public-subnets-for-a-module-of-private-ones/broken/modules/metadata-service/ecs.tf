resource "aws_security_group" "this" {
  vpc_id = var.vpc_id

  ingress {
    from_port   = 8080
    to_port     = 8080
    protocol    = "tcp"
    self        = true
    description = "API calls"
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"] #tfsec:ignore:aws-vpc-no-public-egress-sgr
  }
}

resource "aws_ecs_cluster" "this" {
  name = "metadata"
}

resource "aws_ecs_task_definition" "this" {
  family                   = "metadata"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  container_definitions    = <<EOF
[
  {
    "name": "metadata-service",
    "image": "${var.container_image}",
    "essential": true,
    "portMappings": [{"containerPort": 8080, "hostPort": 8080}]
  }
]
EOF
}

resource "aws_ecs_service" "this" {
  name            = "metadata"
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.this.arn
  desired_count   = 1
  launch_type     = "FARGATE"

  network_configuration {
    security_groups  = [aws_security_group.this.id]
    assign_public_ip = var.with_public_ip
    subnets          = [var.subnet1_id, var.subnet2_id]
  }

  lifecycle {
    ignore_changes = [desired_count]
  }
}
