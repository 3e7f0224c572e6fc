# Local change: one subnet only.
resource "aws_ecs_service" "wiki" {
  desired_count = 1
  network_configuration {
    subnets = [aws_subnet.private[0].id]
  }
}
