provider "aws" { region = "us-east-1" }

resource "aws_vpc" "cheap" {
  cidr_block = "10.99.0.0/16"
}

resource "aws_internet_gateway" "cheap" {
  vpc_id = aws_vpc.cheap.id
}

resource "aws_subnet" "front" {
  vpc_id                  = aws_vpc.cheap.id
  cidr_block              = "10.99.0.0/24"
  map_public_ip_on_launch = true
}

resource "aws_subnet" "back" {
  vpc_id     = aws_vpc.cheap.id
  cidr_block = "10.99.1.0/24"
}

data "aws_ami" "fck_nat" {
  owners      = ["568608671756"]
  most_recent = true
  filter {
    name   = "name"
    values = ["fck-nat-al2023-*-arm64-ebs"]
  }
}

resource "aws_security_group" "forwarder" {
  vpc_id = aws_vpc.cheap.id
  ingress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = [aws_vpc.cheap.cidr_block]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_instance" "forwarder" {
  ami                    = data.aws_ami.fck_nat.id
  instance_type          = "t4g.nano"
  subnet_id              = aws_subnet.front.id
  vpc_security_group_ids = [aws_security_group.forwarder.id]
  source_dest_check      = false
}

resource "aws_route_table" "front" {
  vpc_id = aws_vpc.cheap.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.cheap.id
  }
}

resource "aws_route_table" "back" {
  vpc_id = aws_vpc.cheap.id
}

resource "aws_route" "back" {
  route_table_id         = aws_route_table.back.id
  destination_cidr_block = "0.0.0.0/0"
  network_interface_id   = aws_instance.forwarder.primary_network_interface_id
}

resource "aws_route_table_association" "front" {
  subnet_id      = aws_subnet.front.id
  route_table_id = aws_route_table.front.id
}

resource "aws_route_table_association" "back" {
  subnet_id      = aws_subnet.back.id
  route_table_id = aws_route_table.back.id
}

resource "aws_security_group" "blog" {
  name_prefix = "blog"
  vpc_id      = aws_vpc.cheap.id
}

resource "aws_security_group_rule" "blog_out" {
  type              = "egress"
  security_group_id = aws_security_group.blog.id
  protocol          = "all"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}
resource "aws_iam_role" "blog" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "blog" {
  role       = aws_iam_role.blog.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "blog" {
  name = "blog"
}

resource "aws_ecs_cluster" "blog" {
  name = "blog"
}

resource "aws_ecs_task_definition" "blog" {
  family                   = "blog"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.blog.arn
  container_definitions    = jsonencode([{ name = "blog", image = "${aws_ecr_repository.blog.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "blog" {
  name            = "blog"
  cluster         = aws_ecs_cluster.blog.id
  task_definition = aws_ecs_task_definition.blog.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.back.id]
    security_groups = [aws_security_group.blog.id]
  }
}
