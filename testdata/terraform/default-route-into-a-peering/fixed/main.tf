provider "aws" {
  region = "eu-central-1"
}

resource "aws_vpc" "hub" {
  cidr_block = "10.100.0.0/16"
}

resource "aws_vpc" "spoke" {
  cidr_block = "10.101.0.0/16"
}

# The hub has all that one needs; a peering does not hand it on.
resource "aws_internet_gateway" "hub" {
  vpc_id = aws_vpc.hub.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.hub.id
  cidr_block = cidrsubnet(aws_vpc.hub.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.hub.id
  cidr_block = cidrsubnet(aws_vpc.hub.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "hub" {
  domain = "vpc"
}

resource "aws_nat_gateway" "hub" {
  allocation_id = aws_eip.hub.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.hub.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.hub.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.hub.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.hub.id
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

resource "aws_vpc_peering_connection" "spoke" {
  vpc_id      = aws_vpc.spoke.id
  peer_vpc_id = aws_vpc.hub.id
  auto_accept = true
}

resource "aws_subnet" "spoke" {
  vpc_id     = aws_vpc.spoke.id
  cidr_block = "10.101.7.0/24"
}

resource "aws_route" "spoke" {
  route_table_id            = aws_vpc.spoke.main_route_table_id
  destination_cidr_block    = aws_vpc.hub.cidr_block
  vpc_peering_connection_id = aws_vpc_peering_connection.spoke.id
}

resource "aws_route" "spoke_out" {
  route_table_id         = aws_vpc.spoke.main_route_table_id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.spoke.id
}

# Of the regional kind: no subnet, no address, no table of ours.
resource "aws_nat_gateway" "spoke" {
  availability_mode = "regional"
  vpc_id            = aws_vpc.spoke.id
}

resource "aws_internet_gateway" "spoke" {
  vpc_id = aws_vpc.spoke.id
}

resource "aws_route" "hub" {
  route_table_id            = aws_route_table.private.id
  destination_cidr_block    = aws_vpc.spoke.cidr_block
  vpc_peering_connection_id = aws_vpc_peering_connection.spoke.id
}

resource "aws_security_group" "crawler" {
  name   = "crawler"
  vpc_id = aws_vpc.spoke.id
}

resource "aws_vpc_security_group_egress_rule" "crawler" {
  security_group_id = aws_security_group.crawler.id
  ip_protocol       = "tcp"
  from_port         = 1
  to_port           = 1024
  cidr_ipv4         = "0.0.0.0/0"
}
resource "aws_iam_role" "crawler" {
  name                = "crawler"
  managed_policy_arns = ["arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"]
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}
resource "aws_ecr_repository" "crawler" {
  name = "crawler"
}

resource "aws_ecs_cluster" "crawler" {
  name = "crawler"
}

resource "aws_ecs_task_definition" "crawler" {
  family                   = "crawler"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.crawler.arn
  container_definitions    = jsonencode([{ name = "crawler", image = "${aws_ecr_repository.crawler.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "crawler" {
  name            = "crawler"
  cluster         = aws_ecs_cluster.crawler.id
  task_definition = aws_ecs_task_definition.crawler.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.spoke.id]
    security_groups = [aws_security_group.crawler.id]
  }
}
