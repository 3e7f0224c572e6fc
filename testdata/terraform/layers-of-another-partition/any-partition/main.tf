provider "aws" {
  region = "us-gov-west-1"
  allowed_account_ids = ["445566778899"]
}

resource "aws_vpc" "cell" {
  cidr_block           = "10.200.0.0/22"
  enable_dns_support   = true
  enable_dns_hostnames = true
}

resource "aws_subnet" "cell" {
  count      = 2
  vpc_id     = aws_vpc.cell.id
  cidr_block = cidrsubnet("10.200.0.0/22", 2, count.index)
}

resource "aws_route_table" "cell" {
  vpc_id = aws_vpc.cell.id
}

resource "aws_route_table_association" "cell" {
  count          = 2
  subnet_id      = aws_subnet.cell[count.index].id
  route_table_id = aws_route_table.cell.id
}

resource "aws_security_group" "doors" {
  vpc_id = aws_vpc.cell.id

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.cell.cidr_block]
  }
}

resource "aws_security_group" "cargo" {
  vpc_id = aws_vpc.cell.id

  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc_endpoint" "door" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.cell.id
  service_name        = "com.amazonaws.us-gov-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = aws_subnet.cell[*].id
  security_group_ids  = [aws_security_group.doors.id]
  private_dns_enabled = true
}

resource "aws_vpc_endpoint" "store" {
  vpc_id          = aws_vpc.cell.id
  service_name    = "com.amazonaws.us-gov-west-1.s3"
  route_table_ids = [aws_route_table.cell.id]

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = ["s3:GetObject"]
      Resource  = ["arn:*:s3:::prod-*-starport-layer-bucket/*"]
    }]
  })
}

resource "aws_ecs_cluster" "cargo" {
  name = "cargo"
}

resource "aws_ecs_service" "cargo" {
  name            = "cargo"
  cluster         = aws_ecs_cluster.cargo.id
  task_definition = aws_ecs_task_definition.cargo.arn
  launch_type     = "FARGATE"

  network_configuration {
    subnets         = aws_subnet.cell[*].id
    security_groups = [aws_security_group.cargo.id]
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "exec" {
  name               = "cargo-exec"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "exec" {
  role       = aws_iam_role.exec.name
  policy_arn = "arn:aws-us-gov:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_repository" "cargo" {
  name = "cargo"
}

resource "aws_ecs_task_definition" "cargo" {
  family                   = "cargo"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = "256"
  memory                   = "512"
  execution_role_arn       = aws_iam_role.exec.arn

  container_definitions = jsonencode([{
    name      = "cargo"
    image     = "445566778899.dkr.ecr.us-gov-west-1.amazonaws.com/cargo:2"
    essential = true
  }])
}
