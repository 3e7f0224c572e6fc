provider "aws" {
  region              = "us-west-2"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "hub" {
  cidr_block           = "10.75.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "hub" {
  vpc_id = aws_vpc.hub.id
}

resource "aws_subnet" "sable" {
  vpc_id            = aws_vpc.hub.id
  cidr_block        = "10.75.10.0/24"
  availability_zone = "us-west-2a"
}

resource "aws_route_table" "sable" {
  vpc_id = aws_vpc.hub.id
}

resource "aws_route_table_association" "sable" {
  subnet_id      = aws_subnet.sable.id
  route_table_id = aws_route_table.sable.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.hub.id
  cidr_block        = "10.75.0.0/24"
  availability_zone = "us-west-2a"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.hub.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.hub.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "hub" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_vpc_endpoint" "inspect" {
  vpc_id            = aws_vpc.hub.id
  service_name      = "com.amazonaws.vpce.us-west-2.vpce-svc-0123456789abcdef0"
  vpc_endpoint_type = "GatewayLoadBalancer"
  subnet_ids        = [aws_subnet.public.id]
}

resource "aws_route" "r" {
  route_table_id         = aws_route_table.sable.id
  destination_cidr_block = "0.0.0.0/0"
  vpc_endpoint_id = aws_vpc_endpoint.inspect.id
}

resource "aws_security_group" "sable" {
  name   = "sable"
  vpc_id = aws_vpc.hub.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "execution" {
  name = "sable-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_cluster" "hub" {
  name = "sable"
}

resource "aws_ecs_task_definition" "sable" {
  family                   = "sable"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "sable", image = "123456789012.dkr.ecr.us-west-2.amazonaws.com/sable:1.0", essential = true }
  ])
}

resource "aws_ecs_service" "sable" {
  name            = "sable"
  cluster         = aws_ecs_cluster.hub.id
  task_definition = aws_ecs_task_definition.sable.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.sable.id]
    security_groups  = [aws_security_group.sable.id]
  }

  depends_on = [aws_iam_role_policy_attachment.execution]
}
