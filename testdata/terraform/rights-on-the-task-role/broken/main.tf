provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet(aws_vpc.main.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "main" {
  domain = "vpc"
}

resource "aws_nat_gateway" "main" {
  allocation_id = aws_eip.main.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.main.id
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "private" {
  count          = length(aws_subnet.private)
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private.id
}
resource "aws_security_group" "mailer" {
  name_prefix = "mailer"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group_rule" "mailer_out" {
  type              = "egress"
  security_group_id = aws_security_group.mailer.id
  protocol          = "all"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

locals {
  roles = {
    execution = {
      policies = ["service-role/AmazonEC2ContainerServiceEventsRole", "CloudWatchLogsFullAccess"]
    }
    task = {
      policies = ["service-role/AmazonECSTaskExecutionRolePolicy", "AmazonSESFullAccess"]
    }
  }
  grants = merge([for role, r in local.roles : { for p in r.policies : "${role}:${basename(p)}" => { role = role, policy = p } }]...)
}

resource "aws_iam_role" "mailer" {
  for_each = local.roles
  name     = "mailer-${each.key}"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "mailer" {
  for_each   = local.grants
  role       = aws_iam_role.mailer[each.value.role].name
  policy_arn = "arn:aws:iam::aws:policy/${each.value.policy}"
}

resource "aws_ecr_repository" "mailer" {
  name = "mailer"
}
resource "aws_ecs_cluster" "mailer" {
  name = "mailer"
}

resource "aws_ecs_task_definition" "mailer" {
  family                   = "mailer"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.mailer["execution"].arn
  task_role_arn            = aws_iam_role.mailer["task"].arn
  container_definitions    = jsonencode([{ name = "mailer", image = "${aws_ecr_repository.mailer.repository_url}:latest" }])
}

resource "aws_ecs_service" "mailer" {
  name            = "mailer"
  cluster         = aws_ecs_cluster.mailer.id
  task_definition = aws_ecs_task_definition.mailer.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.mailer.id]
  }
}
