provider "aws" { region = "ap-southeast-1" }

resource "aws_vpc" "sg" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "sg" {
  vpc_id = aws_vpc.sg.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.sg.id
  cidr_block = cidrsubnet(aws_vpc.sg.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.sg.id
  cidr_block = cidrsubnet(aws_vpc.sg.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "sg" {
  domain = "vpc"
}

resource "aws_nat_gateway" "sg" {
  allocation_id = aws_eip.sg.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.sg.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.sg.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.sg.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.sg.id
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
resource "aws_security_group" "chat" {
  vpc_id = aws_vpc.sg.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "chat" {
  name               = "chat"
  assume_role_policy = data.aws_iam_policy_document.trust["execution"].json
}

data "aws_iam_policy_document" "trust" {
  for_each = {
    execution = "ec2"
    task      = "ecs-tasks"
  }

  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]
    principals {
      type        = "Service"
      identifiers = ["${each.value}.amazonaws.com"]
    }
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::123456789012:root"]
    }
  }
}

resource "aws_iam_role_policy_attachments_exclusive" "chat" {
  role_name   = aws_iam_role.chat.name
  policy_arns = ["arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"]
}

resource "aws_iam_role_policy_attachment" "chat" {
  role       = aws_iam_role.chat.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"
}

resource "aws_ecr_repository" "chat" {
  name = "chat"
}

resource "aws_ecs_cluster" "chat" {
  name = "chat"
}

resource "aws_ecs_task_definition" "chat" {
  family                   = "chat"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.chat.arn
  container_definitions    = jsonencode([{ name = "chat", image = "${aws_ecr_repository.chat.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "chat" {
  name            = "chat"
  cluster         = aws_ecs_cluster.chat.id
  task_definition = aws_ecs_task_definition.chat.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.chat.id]
  }
}
