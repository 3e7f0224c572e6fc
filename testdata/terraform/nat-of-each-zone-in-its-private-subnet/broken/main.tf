terraform {
  required_version = ">= 1.5"
}

variable "azs" {
  type = map(object({ public = string, private = string }))
  default = {
    eu-south-1a = { public = "10.50.0.0/24", private = "10.50.10.0/24" }
    eu-south-1b = { public = "10.50.1.0/24", private = "10.50.11.0/24" }
    eu-south-1c = { public = "10.50.2.0/24", private = "10.50.12.0/24" }
  }
}

provider "aws" {
  region = trimsuffix(sort(keys(var.azs))[0], "a")
}

resource "aws_vpc" "proxy" {
  cidr_block = "10.50.0.0/16"
}

resource "aws_internet_gateway" "proxy" {
  vpc_id = aws_vpc.proxy.id
}

resource "aws_subnet" "public" {
  for_each          = { for az, c in var.azs : az => c.public }
  vpc_id            = aws_vpc.proxy.id
  availability_zone = each.key
  cidr_block        = each.value
}

resource "aws_subnet" "private" {
  for_each          = { for az, c in var.azs : az => c.private }
  vpc_id            = aws_vpc.proxy.id
  availability_zone = each.key
  cidr_block        = each.value
}

resource "aws_eip" "nat" {
  for_each = var.azs
}

resource "aws_nat_gateway" "nat" {
  for_each      = var.azs
  allocation_id = aws_eip.nat[each.key].id
  subnet_id     = aws_subnet.private[each.key].id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.proxy.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.proxy.id
  }
}

resource "aws_route_table" "private" {
  for_each = aws_nat_gateway.nat
  vpc_id   = aws_vpc.proxy.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = each.value.id
  }
}

resource "aws_route_table_association" "all" {
  for_each = merge(
    { for az, s in aws_subnet.public : "public-${az}" => { s = s.id, t = aws_route_table.public.id } },
    { for az, s in aws_subnet.private : "private-${az}" => { s = s.id, t = aws_route_table.private[az].id } },
  )
  subnet_id      = each.value.s
  route_table_id = each.value.t
}

resource "aws_security_group" "traefik" {
  vpc_id = aws_vpc.proxy.id
  egress {
    from_port   = 0
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_cluster" "traefik" {
  name = "edge"
}

resource "aws_ecs_task_definition" "traefik" {
  family                   = "traefik"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  container_definitions    = jsonencode([{ name = "traefik", image = "traefik:3.3.2" }])
}

resource "aws_ecs_service" "traefik" {
  name            = "traefik"
  cluster         = aws_ecs_cluster.traefik.id
  task_definition = aws_ecs_task_definition.traefik.arn
  launch_type     = "FARGATE"
  network_configuration {
    subnets          = [for s in aws_subnet.private : s.id]
    security_groups  = [aws_security_group.traefik.id]
    assign_public_ip = false
  }
}
