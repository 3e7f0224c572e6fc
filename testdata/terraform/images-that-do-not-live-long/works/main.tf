provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "brief" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "brief" {
  vpc_id = aws_vpc.brief.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.brief.id
  cidr_block = cidrsubnet(aws_vpc.brief.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.brief.id
  cidr_block = cidrsubnet(aws_vpc.brief.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "brief" {
  domain = "vpc"
}

resource "aws_nat_gateway" "brief" {
  allocation_id = aws_eip.brief.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.brief.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.brief.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.brief.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.brief.id
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
resource "aws_security_group" "brief" {
  vpc_id = aws_vpc.brief.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "brief" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "brief" {
  role       = aws_iam_role.brief.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "brief" {
  name = "brief"
}

resource "aws_ecs_cluster" "brief" {
  name = "brief"
}

resource "aws_ecs_task_definition" "brief" {
  family                   = "brief"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.brief.arn
  container_definitions    = jsonencode([{ name = "brief", image = "${aws_ecr_repository.brief.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "brief" {
  name            = "brief"
  cluster         = aws_ecs_cluster.brief.id
  task_definition = aws_ecs_task_definition.brief.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.brief.id]
  }
}

resource "aws_ecr_lifecycle_policy" "brief" {
  repository = aws_ecr_repository.brief.name
  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        selection    = { tagStatus = "tagged", tagPrefixList = ["release"], countType = "imageCountMoreThan", countNumber = 50 }
        action       = { type = "expire" }
      },
      {
        rulePriority = 2
        selection    = { tagStatus = "any", countType = "sinceImagePushed", countUnit = "days", countNumber = 3 }
        action       = { type = "expire" }
      },
    ]
  })
}
