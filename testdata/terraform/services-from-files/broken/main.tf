provider "aws" { region = "eu-west-1" }

locals {
  files    = fileset("${path.module}/services", "*.json")
  services = { for f in local.files : trimsuffix(f, ".json") => jsondecode(file("${path.module}/services/${f}")) }
  placed   = { for name, s in local.services : name => s if try(s.enabled, true) }
  subnets = {
    public  = [aws_subnet.public.id]
    private = aws_subnet.private[*].id
  }
}

resource "aws_vpc" "fleet" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "fleet" {
  vpc_id = aws_vpc.fleet.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.fleet.id
  cidr_block = cidrsubnet(aws_vpc.fleet.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.fleet.id
  cidr_block = cidrsubnet(aws_vpc.fleet.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "fleet" {
  domain = "vpc"
}

resource "aws_nat_gateway" "fleet" {
  allocation_id = aws_eip.fleet.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.fleet.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.fleet.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.fleet.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.fleet.id
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
resource "aws_security_group" "fleet" {
  vpc_id = aws_vpc.fleet.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "fleet" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "fleet" {
  role       = aws_iam_role.fleet.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecs_cluster" "fleet" {
  name = "fleet"
}

resource "aws_ecr_repository" "fleet" {
  for_each = local.services
  name     = "fleet/${each.key}"
}

resource "aws_ecs_task_definition" "fleet" {
  for_each                 = local.placed
  family                   = each.key
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = each.value.size[0]
  memory                   = each.value.size[1]
  execution_role_arn       = aws_iam_role.fleet.arn
  container_definitions    = jsonencode([{ name = each.key, image = "${aws_ecr_repository.fleet[each.key].repository_url}:${each.value.version}" }])
}

resource "aws_ecs_service" "fleet" {
  for_each        = aws_ecs_task_definition.fleet
  name            = each.key
  cluster         = aws_ecs_cluster.fleet.id
  task_definition = each.value.arn
  launch_type     = "FARGATE"
  network_configuration {
    subnets          = local.subnets[local.placed[each.key].tier]
    security_groups  = [aws_security_group.fleet.id]
    assign_public_ip = lookup(local.placed[each.key], "public_ip", false)
  }
}
