provider "aws" {
  region = "ap-southeast-2"
}

resource "aws_vpc" "menu" {
  cidr_block           = "10.31.0.0/20"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "menu" {
  vpc_id = aws_vpc.menu.id
}

resource "aws_subnet" "menu" {
  for_each          = { a = 0, b = 1 }
  vpc_id            = aws_vpc.menu.id
  availability_zone = "ap-southeast-2${each.key}"
  cidr_block        = cidrsubnet(aws_vpc.menu.cidr_block, 4, each.value)
}

resource "aws_default_route_table" "menu" {
  default_route_table_id = aws_vpc.menu.default_route_table_id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.menu.id
  }
}

resource "aws_security_group" "menu" {
  vpc_id = aws_vpc.menu.id
}

resource "aws_vpc_security_group_egress_rule" "menu" {
  security_group_id = aws_security_group.menu.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_ecs_service" "menu" {
  name            = "menu"
  cluster         = aws_ecs_cluster.menu.id
  task_definition = aws_ecs_task_definition.menu.arn
  launch_type     = "FARGATE"
  desired_count   = 2

  network_configuration {
    subnets          = [for s in aws_subnet.menu : s.id]
    security_groups  = [aws_security_group.menu.id]
    assign_public_ip = true
  }
}

resource "aws_ecs_cluster" "menu" {
  name = "menu"
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
  name               = "menu-exec"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "exec" {
  role       = aws_iam_role.exec.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_repository" "menu" {
  name = "menu"
}

resource "aws_ecs_task_definition" "menu" {
  family                   = "menu"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = "256"
  memory                   = "512"
  execution_role_arn       = aws_iam_role.exec.arn

  container_definitions = jsonencode([{
    name      = "menu"
    image     = "${aws_ecr_repository.menu.repository_url}:1.4.2"
    essential = true
  }])
}

resource "aws_organizations_policy" "perimeter" {
  name = "perimeter"
  type = "RESOURCE_CONTROL_POLICY"

  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OurIdentitiesOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      Resource  = "*"
      Condition = {
        StringNotEqualsIfExists = { "aws:PrincipalOrgID" = data.aws_organizations_organization.ours.id }
        BoolIfExists            = { "aws:PrincipalIsAWSService" = "false" }
      }
    }]
  })
}

resource "aws_organizations_policy_attachment" "perimeter" {
  policy_id = aws_organizations_policy.perimeter.id
  target_id = data.aws_caller_identity.current.account_id
}

data "aws_caller_identity" "current" {}

data "aws_organizations_organization" "ours" {}
