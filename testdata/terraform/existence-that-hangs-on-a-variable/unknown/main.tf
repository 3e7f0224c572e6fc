provider "aws" { region = "eu-west-1" }

variable "create_nat" {
  type = bool
}

variable "policies" {
  type = set(string)
}

variable "settings" {
  type = any
}

resource "aws_vpc" "may" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "may" { vpc_id = aws_vpc.may.id }

resource "aws_subnet" "may" {
  for_each   = { public = 0, private = 1 }
  vpc_id     = aws_vpc.may.id
  cidr_block = cidrsubnet(aws_vpc.may.cidr_block, 4, each.value)
}

resource "aws_route_table" "may" {
  for_each = aws_subnet.may
  vpc_id   = aws_vpc.may.id

  dynamic "route" {
    for_each = each.key == "public" ? [aws_internet_gateway.may.id] : []
    content {
      cidr_block = "0.0.0.0/0"
      gateway_id = route.value
    }
  }

  dynamic "route" {
    for_each = each.key == "private" ? aws_nat_gateway.may[*].id : []
    content {
      cidr_block     = "0.0.0.0/0"
      nat_gateway_id = route.value
    }
  }
}

resource "aws_route_table_association" "may" {
  for_each       = aws_subnet.may
  subnet_id      = each.value.id
  route_table_id = aws_route_table.may[each.key].id
}

resource "aws_eip" "may" {
  count = var.create_nat ? 1 : 0
}

resource "aws_nat_gateway" "may" {
  count         = var.create_nat ? 1 : 0
  subnet_id     = aws_subnet.may["public"].id
  allocation_id = aws_eip.may[0].id
}

resource "aws_security_group" "may" {
  vpc_id = aws_vpc.may.id
  dynamic "egress" {
    for_each = try(var.settings.egress, [443])
    content {
      from_port   = egress.value
      to_port     = egress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}

resource "aws_iam_role" "may" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "may" {
  for_each   = var.policies
  role       = aws_iam_role.may.name
  policy_arn = "arn:aws:iam::aws:policy/${each.key}"
}

resource "aws_ecr_repository" "may" {
  name = "may"
}

resource "aws_ecs_cluster" "may" {
  name = "may"
}

resource "aws_ecs_task_definition" "may" {
  family                   = "may"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.may.arn
  container_definitions    = jsonencode([{ name = "may", image = "${aws_ecr_repository.may.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "may" {
  name            = "may"
  cluster         = aws_ecs_cluster.may.id
  task_definition = aws_ecs_task_definition.may.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.may["private"].id]
    security_groups = [aws_security_group.may.id]
  }
}
