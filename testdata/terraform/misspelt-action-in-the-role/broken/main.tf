provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "spell" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "spell" {
  vpc_id = aws_vpc.spell.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.spell.id
  cidr_block = cidrsubnet(aws_vpc.spell.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.spell.id
  cidr_block = cidrsubnet(aws_vpc.spell.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "spell" {
  domain = "vpc"
}

resource "aws_nat_gateway" "spell" {
  allocation_id = aws_eip.spell.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.spell.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.spell.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.spell.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.spell.id
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
resource "aws_security_group" "spell" {
  vpc_id = aws_vpc.spell.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

variable "extra_actions" {
  type    = list(string)
  default = ["ecr:BatchGetImages"]
}

resource "aws_iam_role" "spell" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policies_exclusive" "spell" {
  role_name    = aws_iam_role.spell.name
  policy_names = [aws_iam_role_policy.spell.name]
}

resource "aws_iam_role_policy" "spell" {
  name = "spell"
  role = aws_iam_role.spell.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = {
      Effect    = "Allow"
      Action    = concat(["ecr:GetAuthorizationToken", "ecr:GetDownloadUrlForLayer"], var.extra_actions)
      Resource  = "*"
      Condition = { Bool = { "aws:SecureTransport" = true } }
    }
  })
}

resource "aws_ecr_repository" "spell" {
  name = "spell"
}

resource "aws_ecs_cluster" "spell" {
  name = "spell"
}

resource "aws_ecs_task_definition" "spell" {
  family                   = "spell"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.spell.arn
  container_definitions    = jsonencode([{ name = "spell", image = "${aws_ecr_repository.spell.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "spell" {
  name            = "spell"
  cluster         = aws_ecs_cluster.spell.id
  task_definition = aws_ecs_task_definition.spell.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.spell.id]
  }
}
