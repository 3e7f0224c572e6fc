provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "core" {
  cidr_block           = "10.158.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "iris" {
  vpc_id            = aws_vpc.core.id
  cidr_block        = "10.158.10.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_route_table" "iris" {
  vpc_id = aws_vpc.core.id
}

resource "aws_route_table_association" "iris" {
  subnet_id      = aws_subnet.iris.id
  route_table_id = aws_route_table.iris.id
}

resource "aws_security_group" "doors" {
  name   = "doors"
  vpc_id = aws_vpc.core.id

  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = [aws_vpc.core.cidr_block]
  }
}

resource "aws_vpc_endpoint" "ecr_fips_api" {
  vpc_id              = aws_vpc.core.id
  service_name        = "com.amazonaws.us-east-1.ecr-fips.api"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.iris.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "ecr_fips_dkr" {
  vpc_id              = aws_vpc.core.id
  service_name        = "com.amazonaws.us-east-1.ecr-fips.dkr"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.iris.id]
  security_group_ids  = [aws_security_group.doors.id]
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.core.id
  service_name      = "com.amazonaws.us-east-1.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.iris.id]
}

resource "aws_security_group" "iris" {
  name   = "iris"
  vpc_id = aws_vpc.core.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "execution" {
  name = "iris-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_cluster" "core" {
  name = "iris"
}

resource "aws_ecs_task_definition" "iris" {
  family                   = "iris"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "iris", image = "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/iris:1", essential = true }
  ])
}

resource "aws_ecs_service" "iris" {
  name            = "iris"
  cluster         = aws_ecs_cluster.core.id
  task_definition = aws_ecs_task_definition.iris.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.iris.id]
    security_groups  = [aws_security_group.iris.id]
  }

  depends_on = [aws_iam_role_policy_attachment.execution]
}
