provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["123123123123"]
}

resource "aws_vpc" "geo" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "geo" {
  vpc_id = aws_vpc.geo.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.geo.id
  cidr_block = cidrsubnet(aws_vpc.geo.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.geo.id
  cidr_block = cidrsubnet(aws_vpc.geo.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "geo" {
  domain = "vpc"
}

resource "aws_nat_gateway" "geo" {
  allocation_id = aws_eip.geo.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.geo.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.geo.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.geo.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.geo.id
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
resource "aws_security_group" "geo" {
  vpc_id = aws_vpc.geo.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:aws:ecs:${var.home}:123123123123:*"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = ["123123123123"]
    }
  }
}

variable "home" {
  default = "eu-west-1"
}

resource "aws_iam_role" "geo" {
  assume_role_policy = data.aws_iam_policy_document.trust.minified_json
}

resource "aws_iam_role_policy_attachment" "geo" {
  role       = aws_iam_role.geo.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_repository" "geo" {
  name = "geo"
}

resource "aws_ecs_cluster" "geo" {
  name = "geo"
}

resource "aws_ecs_task_definition" "geo" {
  family                   = "geo"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.geo.arn
  container_definitions    = jsonencode([{ name = "geo", image = "${aws_ecr_repository.geo.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "geo" {
  name            = "geo"
  cluster         = aws_ecs_cluster.geo.id
  task_definition = aws_ecs_task_definition.geo.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.geo.id]
  }
}
