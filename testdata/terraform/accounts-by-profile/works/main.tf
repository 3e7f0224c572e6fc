# Two accounts, neither's number written down: the policy takes it from whoever runs this.
provider "aws" {
  region  = "eu-west-1"
  profile = "app"
}

provider "aws" {
  alias   = "images"
  region  = "eu-west-1"
  profile = "images"
}

data "aws_caller_identity" "app" {}

resource "aws_vpc" "prof" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "prof" {
  vpc_id = aws_vpc.prof.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.prof.id
  cidr_block = cidrsubnet(aws_vpc.prof.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.prof.id
  cidr_block = cidrsubnet(aws_vpc.prof.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "prof" {
  domain = "vpc"
}

resource "aws_nat_gateway" "prof" {
  allocation_id = aws_eip.prof.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.prof.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.prof.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.prof.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.prof.id
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
resource "aws_security_group" "prof" {
  vpc_id = aws_vpc.prof.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "prof" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "prof" {
  role       = aws_iam_role.prof.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_repository" "prof" {
  provider = aws.images
  name     = "prof"
}

data "aws_iam_policy_document" "prof" {
  statement {
    actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.app.account_id}:root"]
    }
  }
}

resource "aws_ecr_repository_policy" "prof" {
  provider   = aws.images
  repository = aws_ecr_repository.prof.name
  policy     = data.aws_iam_policy_document.prof.json
}

resource "aws_ecs_cluster" "prof" {
  name = "prof"
}
resource "aws_ecs_task_definition" "prof" {
  family                   = "prof"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.prof.arn
  container_definitions    = jsonencode([{ name = "prof", image = "${aws_ecr_repository.prof.repository_url}:v1", essential = true }])
}
resource "aws_ecs_service" "prof" {
  name            = "prof"
  cluster         = aws_ecs_cluster.prof.id
  task_definition = aws_ecs_task_definition.prof.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.prof.id]
  }
}
