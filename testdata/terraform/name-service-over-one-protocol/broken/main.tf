provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "ad" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "ad" {
  vpc_id = aws_vpc.ad.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.ad.id
  cidr_block = cidrsubnet(aws_vpc.ad.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.ad.id
  cidr_block = cidrsubnet(aws_vpc.ad.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "ad" {
  domain = "vpc"
}

resource "aws_nat_gateway" "ad" {
  allocation_id = aws_eip.ad.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.ad.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.ad.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.ad.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.ad.id
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

resource "aws_vpc_dhcp_options" "ad" {
  domain_name_servers = var.servers
}

variable "servers" {
  type    = list(string)
  default = ["192.0.2.53", "198.51.100.53"]
}

resource "aws_vpc_dhcp_options_association" "ad" {
  vpc_id          = aws_vpc.ad.id
  dhcp_options_id = aws_vpc_dhcp_options.ad.id
}

resource "aws_security_group" "ad" {
  vpc_id = aws_vpc.ad.id

  dynamic "egress" {
    for_each = merge({ https = { port = 443, protocol = "tcp", to = ["0.0.0.0/0"] } }, local.names)
    content {
      description = egress.key
      from_port   = egress.value.port
      to_port     = egress.value.port
      protocol    = egress.value.protocol
      cidr_blocks = egress.value.to
    }
  }
}

locals {
  names = { for p in ["tcp"] : "names-${p}" => { port = 53, protocol = p, to = formatlist("%s/32", var.servers) } }
}

resource "aws_iam_role" "ad" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "ad" {
  role       = aws_iam_role.ad.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "ad" {
  name = "ad"
}

resource "aws_ecs_cluster" "ad" {
  name = "ad"
}

resource "aws_ecs_task_definition" "ad" {
  family                   = "ad"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.ad.arn
  container_definitions    = jsonencode([{ name = "ad", image = "${aws_ecr_repository.ad.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "ad" {
  name            = "ad"
  cluster         = aws_ecs_cluster.ad.id
  task_definition = aws_ecs_task_definition.ad.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.ad.id]
  }
}
