provider "aws" {
  region              = "us-west-2"
  allowed_account_ids = [local.account]
}

locals {
  account = "606060606060"
  allowed = ["eu-west-1", "us-east-1"]
}

resource "aws_vpc" "lim" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "lim" {
  vpc_id = aws_vpc.lim.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.lim.id
  cidr_block = cidrsubnet(aws_vpc.lim.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.lim.id
  cidr_block = cidrsubnet(aws_vpc.lim.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "lim" {
  domain = "vpc"
}

resource "aws_nat_gateway" "lim" {
  allocation_id = aws_eip.lim.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.lim.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.lim.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.lim.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.lim.id
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
resource "aws_security_group" "lim" {
  vpc_id = aws_vpc.lim.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

data "aws_iam_policy_document" "boundary" {
  statement {
    actions   = ["logs:*", "s3:*", "ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  dynamic "statement" {
    for_each = local.allowed
    iterator = region
    content {
      sid       = "Registry${replace(title(region.value), "-", "")}"
      actions   = ["ecr:*"]
      resources = ["arn:aws:ecr:${region.value}:${local.account}:repository/*"]
    }
  }
}

resource "aws_iam_policy" "boundary" {
  name   = "boundary"
  policy = data.aws_iam_policy_document.boundary.json
}

resource "aws_iam_role" "lim" {
  permissions_boundary = aws_iam_policy.boundary.arn
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "lim" {
  role       = aws_iam_role.lim.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_repository" "lim" {
  name = "lim"
}

resource "aws_ecs_cluster" "lim" {
  name = "lim"
}

resource "aws_ecs_task_definition" "lim" {
  family                   = "lim"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.lim.arn
  container_definitions    = jsonencode([{ name = "lim", image = "${aws_ecr_repository.lim.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "lim" {
  name            = "lim"
  cluster         = aws_ecs_cluster.lim.id
  task_definition = aws_ecs_task_definition.lim.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.lim.id]
  }
}
