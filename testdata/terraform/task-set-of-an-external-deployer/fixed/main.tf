provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "ext" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "ext" {
  vpc_id = aws_vpc.ext.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.ext.id
  cidr_block = cidrsubnet(aws_vpc.ext.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.ext.id
  cidr_block = cidrsubnet(aws_vpc.ext.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "ext" {
  domain = "vpc"
}

resource "aws_nat_gateway" "ext" {
  allocation_id = aws_eip.ext.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.ext.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.ext.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.ext.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.ext.id
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
resource "aws_security_group" "ext" {
  vpc_id = aws_vpc.ext.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "ext" {
  name = "ext"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = { Effect = "Allow", Action = ["sts:AssumeRole"], Principal = { Service = ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"] } }
  })
}

resource "aws_iam_policy" "ext" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ecr:*", "logs:*"], Resource = ["*"] }]
  })
}

resource "aws_iam_policy_attachment" "ext" {
  name       = "ext"
  policy_arn = aws_iam_policy.ext.arn
  roles      = [aws_iam_role.ext.name]
}
resource "aws_ecr_repository" "ext" {
  name = "ext"
}
resource "aws_ecs_cluster" "ext" {
  name = "ext"
}
resource "aws_ecs_task_definition" "ext" {
  family                   = "ext"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.ext.arn
  container_definitions    = jsonencode([{ name = "ext", image = "${aws_ecr_repository.ext.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "ext" {
  name          = "ext"
  cluster       = aws_ecs_cluster.ext.id
  desired_count = 2
  deployment_controller {
    type = "EXTERNAL"
  }
}

resource "aws_ecs_task_set" "green" {
  service         = aws_ecs_service.ext.id
  cluster         = aws_ecs_cluster.ext.id
  task_definition = aws_ecs_task_definition.ext.arn
  launch_type     = "FARGATE"
  external_id     = "green"

  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.ext.id]
  }

  scale {
    value = 100
  }
}
