resource "aws_security_group" "vpce" {
  name_prefix = "vpce-"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group" "ecs_task" {
  name_prefix = "ecs-task-"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group_rule" "ecs_task_to_vpce" {
  type                     = "egress"
  security_group_id        = aws_security_group.ecs_task.id
  source_security_group_id = aws_security_group.vpce.id
  protocol                 = "tcp"
  from_port                = 443
  to_port                  = 443
}

resource "aws_security_group_rule" "vpce_from_ecs_task" {
  type                     = "ingress"
  security_group_id        = aws_security_group.vpce.id
  source_security_group_id = aws_security_group.ecs_task.id
  protocol                 = "tcp"
  from_port                = 443
  to_port                  = 443
}
