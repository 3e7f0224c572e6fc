# Through NAT the request does not come from the network: the condition does not hold.
provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "cond" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "cond" {
  vpc_id = aws_vpc.cond.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.cond.id
  cidr_block = cidrsubnet(aws_vpc.cond.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.cond.id
  cidr_block = cidrsubnet(aws_vpc.cond.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "cond" {
  domain = "vpc"
}

resource "aws_nat_gateway" "cond" {
  allocation_id = aws_eip.cond.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.cond.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.cond.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.cond.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.cond.id
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
resource "aws_security_group" "cond" {
  vpc_id = aws_vpc.cond.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "cond" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "cond" {
  role = aws_iam_role.cond.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      Resource  = "*"
      Condition = { StringEquals = { "aws:sourceVpc" = aws_vpc.cond.id } }
    }]
  })
}

resource "aws_vpc_endpoint" "cond" {
  for_each            = toset(["api", "dkr"])
  vpc_id              = aws_vpc.cond.id
  service_name        = "com.amazonaws.eu-west-1.ecr.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = false
  subnet_ids          = aws_subnet.private[*].id
  security_group_ids  = [aws_security_group.links.id]
}

resource "aws_security_group" "links" {
  vpc_id = aws_vpc.cond.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.cond.cidr_block]
  }
}

resource "aws_ecr_repository" "cond" {
  name = "cond"
}

resource "aws_ecs_cluster" "cond" {
  name = "cond"
}

resource "aws_ecs_task_definition" "cond" {
  family                   = "cond"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.cond.arn
  container_definitions    = jsonencode([{ name = "cond", image = "${aws_ecr_repository.cond.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "cond" {
  name            = "cond"
  cluster         = aws_ecs_cluster.cond.id
  task_definition = aws_ecs_task_definition.cond.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.cond.id]
  }
}
