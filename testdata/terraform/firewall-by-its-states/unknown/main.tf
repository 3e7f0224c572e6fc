provider "aws" {
  region              = "ap-southeast-2"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "platform" {
  cidr_block           = "10.158.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "platform" {
  vpc_id = aws_vpc.platform.id
}

resource "aws_subnet" "delta" {
  vpc_id            = aws_vpc.platform.id
  cidr_block        = "10.158.10.0/24"
  availability_zone = "ap-southeast-2a"
}

resource "aws_route_table" "delta" {
  vpc_id = aws_vpc.platform.id
}

resource "aws_route_table_association" "delta" {
  subnet_id      = aws_subnet.delta.id
  route_table_id = aws_route_table.delta.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.platform.id
  cidr_block        = "10.158.0.0/24"
  availability_zone = "ap-southeast-2a"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.platform.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.platform.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "platform" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_networkfirewall_firewall" "fw" {
  name                = "fw"
  firewall_policy_arn = "arn:aws:network-firewall:ap-southeast-2:123456789012:firewall-policy/p"
  vpc_id              = aws_vpc.platform.id
  subnet_mapping { subnet_id = aws_subnet.public.id }
}

resource "aws_route" "r" {
  route_table_id         = aws_route_table.delta.id
  destination_cidr_block = "0.0.0.0/0"
  vpc_endpoint_id = tolist(aws_networkfirewall_firewall.fw.firewall_status[0].sync_states)[0].attachment[0].endpoint_id
}

resource "aws_security_group" "delta" {
  name   = "delta"
  vpc_id = aws_vpc.platform.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "execution" {
  name = "delta-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_cluster" "platform" {
  name = "delta"
}

resource "aws_ecs_task_definition" "delta" {
  family                   = "delta"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "delta", image = "123456789012.dkr.ecr.ap-southeast-2.amazonaws.com/delta:1.0", essential = true }
  ])
}

resource "aws_ecs_service" "delta" {
  name            = "delta"
  cluster         = aws_ecs_cluster.platform.id
  task_definition = aws_ecs_task_definition.delta.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.delta.id]
    security_groups  = [aws_security_group.delta.id]
  }

  depends_on = [aws_iam_role_policy_attachment.execution]
}
