provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "frankfurt"
  region = "eu-central-1"
}

resource "aws_vpc" "gdpr" {
  cidr_block = "10.18.0.0/16"
  region     = "us-east-1"
}

resource "aws_internet_gateway" "gdpr" {
  vpc_id = aws_vpc.gdpr.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.gdpr.id
  cidr_block = cidrsubnet(aws_vpc.gdpr.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.gdpr.id
  cidr_block = cidrsubnet(aws_vpc.gdpr.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "gdpr" {
  domain = "vpc"
}

resource "aws_nat_gateway" "gdpr" {
  allocation_id = aws_eip.gdpr.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.gdpr.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.gdpr.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.gdpr.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.gdpr.id
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
resource "aws_security_group" "forms" {
  vpc_id = aws_vpc.gdpr.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "forms" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "forms" {
  role       = aws_iam_role.forms.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

data "aws_iam_policy_document" "guardrail" {
  statement {
    sid         = "StayAtHome"
    effect      = "Deny"
    not_actions = ["iam:*", "sts:*", "route53:*", "support:*"]
    resources   = ["*"]
    condition {
      test     = "StringNotEqualsIgnoreCase"
      variable = "aws:RequestedRegion"
      values   = var.homes
    }
  }
}

variable "homes" {
  type    = set(string)
  default = ["EU-Central-1", "eu-west-1", "US-East-1"]
}

resource "aws_iam_policy" "guardrail" {
  name   = "guardrail"
  policy = data.aws_iam_policy_document.guardrail.json
}

resource "aws_iam_role_policy_attachment" "guardrail" {
  role       = aws_iam_role.forms.name
  policy_arn = aws_iam_policy.guardrail.arn
}

resource "aws_ecr_repository" "forms" {
  name = "forms"
}

resource "aws_ecs_cluster" "forms" {
  name = "forms"
}

resource "aws_ecs_task_definition" "forms" {
  family                   = "forms"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.forms.arn
  container_definitions    = jsonencode([{ name = "forms", image = "${aws_ecr_repository.forms.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "forms" {
  name            = "forms"
  cluster         = aws_ecs_cluster.forms.id
  task_definition = aws_ecs_task_definition.forms.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.forms.id]
  }
}
