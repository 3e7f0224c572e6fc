# The role has the three pull actions only; the registry's own policy gives the other two.
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["565656565656"]
}

resource "aws_vpc" "quay" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "quay" {
  vpc_id = aws_vpc.quay.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.quay.id
  cidr_block = cidrsubnet(aws_vpc.quay.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.quay.id
  cidr_block = cidrsubnet(aws_vpc.quay.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "quay" {
  domain = "vpc"
}

resource "aws_nat_gateway" "quay" {
  allocation_id = aws_eip.quay.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.quay.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.quay.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.quay.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.quay.id
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
resource "aws_security_group" "quay" {
  vpc_id = aws_vpc.quay.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "quay" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "quay" {
  role       = aws_iam_role.quay.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_pull_through_cache_rule" "quay" {
  ecr_repository_prefix = "quay"
  upstream_registry_url = "quay.io"
}

resource "aws_ecr_registry_policy" "quay" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = [aws_iam_role.quay.arn] }
      Action    = ["ecr:CreateRepository", "ecr:BatchImportUpstreamImage"]
      Resource  = "arn:aws:ecr:eu-west-1:565656565656:repository/${aws_ecr_pull_through_cache_rule.quay.id}/*"
    }]
  })
}

resource "aws_ecs_cluster" "quay" {
  name = "quay"
}

resource "aws_ecs_task_definition" "quay" {
  family                   = "quay"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.quay.arn
  container_definitions    = jsonencode([{ name = "quay", image = "565656565656.dkr.ecr.eu-west-1.amazonaws.com/quay/prometheus/prometheus:v3.0.0" }])
}

resource "aws_ecs_service" "quay" {
  name            = "quay"
  cluster         = aws_ecs_cluster.quay.id
  task_definition = aws_ecs_task_definition.quay.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.quay.id]
  }
}
