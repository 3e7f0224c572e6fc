provider "aws" {
  region              = "us-east-2"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "shared" {
  cidr_block           = "10.71.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "shared" {
  vpc_id = aws_vpc.shared.id
}

resource "aws_subnet" "kite" {
  vpc_id            = aws_vpc.shared.id
  cidr_block        = "10.71.10.0/24"
  availability_zone = "us-east-2a"
}

resource "aws_route_table" "kite" {
  vpc_id = aws_vpc.shared.id
}

resource "aws_route_table_association" "kite" {
  subnet_id      = aws_subnet.kite.id
  route_table_id = aws_route_table.kite.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.shared.id
  cidr_block        = "10.71.0.0/24"
  availability_zone = "us-east-2a"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.shared.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.shared.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_security_group" "fwd" {
  vpc_id = aws_vpc.shared.id
  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["10.71.0.0/16"]
  }
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_network_interface" "fwd" {
  subnet_id         = aws_subnet.public.id
  security_groups   = [aws_security_group.fwd.id]
  source_dest_check = false
}

resource "aws_route" "r" {
  route_table_id         = aws_route_table.kite.id
  destination_cidr_block = "0.0.0.0/0"
  network_interface_id = aws_network_interface.fwd.id
}

resource "aws_security_group" "kite" {
  name   = "kite"
  vpc_id = aws_vpc.shared.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "execution" {
  name = "kite-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_cluster" "shared" {
  name = "kite"
}

resource "aws_ecs_task_definition" "kite" {
  family                   = "kite"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "kite", image = "123456789012.dkr.ecr.us-east-2.amazonaws.com/kite:1.0", essential = true }
  ])
}

resource "aws_ecs_service" "kite" {
  name            = "kite"
  cluster         = aws_ecs_cluster.shared.id
  task_definition = aws_ecs_task_definition.kite.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.kite.id]
    security_groups  = [aws_security_group.kite.id]
  }

  depends_on = [aws_iam_role_policy_attachment.execution]
}
