provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "wiki" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "wiki" {
  vpc_id = aws_vpc.wiki.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.wiki.id
  cidr_block = cidrsubnet(aws_vpc.wiki.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.wiki.id
  cidr_block = cidrsubnet(aws_vpc.wiki.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "wiki" {
  domain = "vpc"
}

resource "aws_nat_gateway" "wiki" {
  allocation_id = aws_eip.wiki.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.wiki.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.wiki.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.wiki.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.wiki.id
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

resource "aws_default_security_group" "wiki" {
  vpc_id = aws_vpc.wiki.id
}

resource "aws_security_group" "wiki" {
  vpc_id = aws_vpc.wiki.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
data "aws_iam_policy_document" "wiki_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "wiki" {
  name_prefix        = "wiki-"
  assume_role_policy = data.aws_iam_policy_document.wiki_trust.json
}

resource "aws_iam_role_policy" "wiki" {
  role = aws_iam_role.wiki.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      { Effect = "Allow", Action = ["ecr:BatchGet*", "ecr:GetDownloadUrlForLayer"], Resource = "arn:*:ecr:*:*:repository/*" },
    ]
  })
}
resource "aws_ecr_repository" "wiki" {
  name = "wiki"
}

resource "aws_ecs_cluster" "wiki" {
  name = "wiki"
}

resource "aws_ecs_task_definition" "wiki" {
  family                   = "wiki"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.wiki.arn
  container_definitions    = jsonencode([{ name = "wiki", image = "${aws_ecr_repository.wiki.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "wiki" {
  name            = "wiki"
  cluster         = aws_ecs_cluster.wiki.id
  task_definition = aws_ecs_task_definition.wiki.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.wiki.id]
  }
}
