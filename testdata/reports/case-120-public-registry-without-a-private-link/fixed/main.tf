variable "image" {
  type    = string
  default = "123456789012.dkr.ecr.us-east-1.amazonaws.com/mirror/aws-otel-collector:v0.43.1"
}

resource "aws_iam_role" "execution" {
  name = "agent-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_security_group" "isolated" {
  name   = "agent"
  vpc_id = aws_vpc.isolated.id
}

resource "aws_vpc_security_group_egress_rule" "agent" {
  for_each                     = { endpoints = aws_security_group.endpoints.id }
  security_group_id            = aws_security_group.isolated.id
  referenced_security_group_id = each.value
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_vpc_security_group_egress_rule" "layers" {
  security_group_id = aws_security_group.isolated.id
  prefix_list_id    = aws_vpc_endpoint.s3.prefix_list_id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_ecs_cluster" "isolated" {
  name = "isolated"
}

resource "aws_ecs_task_definition" "isolated" {
  family                   = "isolated"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = aws_iam_role.execution.arn

  container_definitions = jsonencode([{
    name  = "isolated"
    image = var.image
  }])
}

resource "aws_ecs_service" "isolated" {
  name            = "isolated"
  cluster         = aws_ecs_cluster.isolated.id
  task_definition = aws_ecs_task_definition.isolated.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  depends_on      = [aws_iam_role_policy_attachment.execution]

  network_configuration {
    subnets         = [for s in aws_subnet.private : s.id]
    security_groups = [aws_security_group.isolated.id]
  }
}
