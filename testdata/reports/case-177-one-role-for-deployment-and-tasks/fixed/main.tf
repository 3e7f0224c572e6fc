variable "image" {
  type    = string
  default = "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/example:2019.4"
}

module "role" {
  source      = "./modules/role"
  name        = "example"
  identifiers = ["codedeploy.amazonaws.com", "ecs-tasks.amazonaws.com"]
  policy_arns = {
    tasks      = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
    deployment = "arn:aws:iam::aws:policy/AWSCodeDeployRoleForECS"
  }
}

resource "aws_codedeploy_app" "example" {
  compute_platform = "ECS"
  name             = "example"
}

resource "aws_codedeploy_deployment_group" "example" {
  app_name               = aws_codedeploy_app.example.name
  deployment_group_name  = "example"
  service_role_arn       = module.role.arn
  deployment_config_name = "CodeDeployDefault.ECSAllAtOnce"

  deployment_style {
    deployment_option = "WITH_TRAFFIC_CONTROL"
    deployment_type   = "BLUE_GREEN"
  }

  ecs_service {
    cluster_name = aws_ecs_cluster.example.name
    service_name = aws_ecs_service.example.name
  }
}

resource "aws_security_group" "tasks" {
  name   = "example"
  vpc_id = aws_vpc.blue.id
}

resource "aws_security_group_rule" "out" {
  type              = "egress"
  security_group_id = aws_security_group.tasks.id
  from_port         = 0
  to_port           = 0
  protocol          = "-1"
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_ecs_cluster" "example" {
  name = "example"
}

resource "aws_ecs_task_definition" "example" {
  family                   = "example"
  cpu                      = 256
  memory                   = 512
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = module.role.arn

  container_definitions = jsonencode([{
    name         = "example"
    image        = var.image
    portMappings = [{ containerPort = 80, protocol = "tcp" }]
  }])
}

resource "aws_ecs_service" "example" {
  name            = "example"
  cluster         = aws_ecs_cluster.example.arn
  task_definition = aws_ecs_task_definition.example.arn
  launch_type     = "FARGATE"
  desired_count   = 2
  depends_on      = [module.role]

  deployment_controller {
    type = "CODE_DEPLOY"
  }

  network_configuration {
    subnets          = aws_subnet.public[*].id
    security_groups  = [aws_security_group.tasks.id]
    assign_public_ip = true
  }
}
