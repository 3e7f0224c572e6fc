provider "aws" {
  region = "us-east-1"
}

variable "mode" {
  type    = string
  default = "private"
}

resource "aws_vpc" "scanner" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_default_security_group" "scanner" {
  vpc_id = aws_vpc.scanner.id
}

resource "aws_internet_gateway" "scanner" {
  vpc_id = aws_vpc.scanner.id
}

resource "aws_subnet" "scanner" {
  for_each   = { public = "10.0.1.0/24", private = "10.0.2.0/24" }
  vpc_id     = aws_vpc.scanner.id
  cidr_block = each.value
}

resource "aws_eip" "scanner" {
  domain = "vpc"
}

resource "aws_nat_gateway" "scanner" {
  subnet_id     = aws_subnet.scanner["public"].id
  allocation_id = aws_eip.scanner.id
  depends_on    = [aws_internet_gateway.scanner]
}

resource "aws_route_table" "scanner" {
  for_each = aws_subnet.scanner
  vpc_id   = aws_vpc.scanner.id

  route {
    cidr_block     = "0.0.0.0/0"
    gateway_id     = each.key == "public" ? aws_internet_gateway.scanner.id : null
    nat_gateway_id = each.key == "private" ? aws_nat_gateway.scanner.id : null
  }
}

resource "aws_route_table_association" "scanner" {
  for_each       = aws_subnet.scanner
  subnet_id      = each.value.id
  route_table_id = aws_route_table.scanner[each.key].id
}

resource "aws_ecs_cluster" "scanner" {
  name = "scanner"
}

resource "aws_ecs_task_definition" "scanner" {
  family                   = "scanner"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 4096
  memory                   = 8192
  container_definitions = jsonencode([{
    name    = "scanner"
    image   = "quay.io/example/cloud-scanner:1.5.0"
    command = ["-mode", "service"]
  }])
}

resource "aws_ecs_service" "scanner" {
  name            = "scanner"
  cluster         = aws_ecs_cluster.scanner.id
  task_definition = aws_ecs_task_definition.scanner.arn
  desired_count   = 1
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.scanner[var.mode].id]
    assign_public_ip = var.mode == "public"
  }
}
