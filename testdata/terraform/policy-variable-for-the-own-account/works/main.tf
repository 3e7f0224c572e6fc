provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["121212121212"]
}

resource "aws_vpc" "polvar" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "polvar" {
  vpc_id = aws_vpc.polvar.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.polvar.id
  cidr_block = cidrsubnet(aws_vpc.polvar.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.polvar.id
  cidr_block = cidrsubnet(aws_vpc.polvar.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "polvar" {
  domain = "vpc"
}

resource "aws_nat_gateway" "polvar" {
  allocation_id = aws_eip.polvar.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.polvar.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.polvar.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.polvar.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.polvar.id
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
resource "aws_security_group" "polvar" {
  vpc_id = aws_vpc.polvar.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "polvar" {
  name = "polvar"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

data "aws_iam_policy_document" "polvar" {
  statement {
    actions   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = ["arn:aws:ecr:*:&{aws:PrincipalAccount}:repository/*"]
  }
  statement {
    not_actions = ["ecr:BatchGetImage", "iam:*", "ecr:Put*"]
    resources   = ["*"]
  }
}

resource "aws_iam_role_policy" "polvar" {
  role   = aws_iam_role.polvar.name
  policy = data.aws_iam_policy_document.polvar.json
}

resource "aws_ecr_repository" "polvar" {
  name = "polvar"
}
resource "aws_ecs_cluster" "polvar" {
  name = "polvar"
}

resource "aws_ecs_task_definition" "polvar" {
  family                   = "polvar"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = "arn:aws:iam::121212121212:role/${aws_iam_role.polvar.name}"
  container_definitions    = jsonencode([{ name = "polvar", image = "${aws_ecr_repository.polvar.repository_url}:v1" }])
}

resource "aws_ecs_service" "polvar" {
  name            = "polvar"
  cluster         = aws_ecs_cluster.polvar.id
  task_definition = aws_ecs_task_definition.polvar.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.polvar.id]
  }
}
