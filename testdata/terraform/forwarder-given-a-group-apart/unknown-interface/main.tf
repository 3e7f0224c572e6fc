provider "aws" {
  region              = "us-west-2"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "hub" {
  cidr_block           = "10.22.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "hub" {
  vpc_id = aws_vpc.hub.id
}

resource "aws_subnet" "violet" {
  vpc_id            = aws_vpc.hub.id
  cidr_block        = "10.22.10.0/24"
  availability_zone = "us-west-2a"
}

resource "aws_route_table" "violet" {
  vpc_id = aws_vpc.hub.id
}

resource "aws_route_table_association" "violet" {
  subnet_id      = aws_subnet.violet.id
  route_table_id = aws_route_table.violet.id
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.hub.id
  cidr_block        = "10.22.0.0/24"
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

resource "aws_security_group" "fwd" {
  vpc_id = aws_vpc.hub.id
  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["10.22.0.0/16"]
  }
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "base" { vpc_id = aws_vpc.hub.id }

resource "aws_instance" "fwd" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t4g.nano"
  subnet_id     = aws_subnet.public.id
  vpc_security_group_ids = [aws_security_group.base.id]
  source_dest_check = false
  associate_public_ip_address = true
}

resource "aws_network_interface_sg_attachment" "fwd" {
  security_group_id    = aws_security_group.fwd.id
  network_interface_id = var.interface
}

resource "aws_route" "r" {
  route_table_id         = aws_route_table.violet.id
  destination_cidr_block = "0.0.0.0/0"
  network_interface_id = aws_instance.fwd.primary_network_interface_id
}

resource "aws_security_group" "violet" {
  name   = "violet"
  vpc_id = aws_vpc.hub.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "execution" {
  name = "violet-execution"
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
  name = "violet"
}

resource "aws_ecs_task_definition" "violet" {
  family                   = "violet"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "violet", image = "123456789012.dkr.ecr.us-west-2.amazonaws.com/violet:1.0", essential = true }
  ])
}

resource "aws_ecs_service" "violet" {
  name            = "violet"
  cluster         = aws_ecs_cluster.hub.id
  task_definition = aws_ecs_task_definition.violet.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.violet.id]
    security_groups  = [aws_security_group.violet.id]
  }

  depends_on = [aws_iam_role_policy_attachment.execution]
}

variable "interface" {
  type        = string
  description = "Interface that gets the group"
}
