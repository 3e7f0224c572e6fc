provider "aws" {
  region = "ap-south-1"
}

resource "aws_vpc" "mesh" {
  cidr_block = "10.14.0.0/16"
}

resource "aws_internet_gateway" "mesh" {
  vpc_id = aws_vpc.mesh.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.mesh.id
  cidr_block = cidrsubnet(aws_vpc.mesh.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.mesh.id
  cidr_block = cidrsubnet(aws_vpc.mesh.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "mesh" {
  domain = "vpc"
}

resource "aws_nat_gateway" "mesh" {
  allocation_id = aws_eip.mesh.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.mesh.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.mesh.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.mesh.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.mesh.id
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

locals {
  rules = [
    { number = 200, egress = true, action = "allow", cidr = "0.0.0.0/0", from = 0, to = 65535 },
    { number = 200, egress = false, action = "allow", cidr = "0.0.0.0/0", from = 1024, to = 65535 },
    { number = 210, egress = false, action = "allow", cidr = aws_vpc.mesh.cidr_block, from = 0, to = 65535 },
    { number = 250, egress = false, action = "deny", cidr = "0.0.0.0/0", from = 0, to = 65535 },
  ]
}

resource "aws_network_acl" "private" {
  vpc_id = aws_vpc.mesh.id
}

resource "aws_network_acl_association" "private" {
  for_each       = { for i, s in aws_subnet.private : i => s.id }
  network_acl_id = aws_network_acl.private.id
  subnet_id      = each.value
}

resource "aws_network_acl_rule" "private" {
  for_each       = { for r in local.rules : "${r.egress ? "out" : "in"}-${r.number}" => r }
  network_acl_id = aws_network_acl.private.id
  rule_number    = each.value.number
  egress         = each.value.egress
  rule_action    = each.value.action
  protocol       = "tcp"
  cidr_block     = each.value.cidr
  from_port      = each.value.from
  to_port        = each.value.to
}

resource "aws_security_group" "mesh" {
  vpc_id = aws_vpc.mesh.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
data "aws_iam_policy_document" "mesh_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "mesh" {
  name_prefix        = "mesh-"
  assume_role_policy = data.aws_iam_policy_document.mesh_trust.json
}

resource "aws_iam_role_policy" "mesh" {
  role = aws_iam_role.mesh.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      { Effect = "Allow", Action = ["ecr:BatchGet*", "ecr:GetDownloadUrlForLayer"], Resource = "arn:*:ecr:*:*:repository/*" },
    ]
  })
}
resource "aws_ecr_repository" "mesh" {
  name = "mesh"
}

resource "aws_ecs_cluster" "mesh" {
  name = "mesh"
}

resource "aws_ecs_task_definition" "mesh" {
  family                   = "mesh"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.mesh.arn
  container_definitions    = jsonencode([{ name = "mesh", image = "${aws_ecr_repository.mesh.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "mesh" {
  name            = "mesh"
  cluster         = aws_ecs_cluster.mesh.id
  task_definition = aws_ecs_task_definition.mesh.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.mesh.id]
  }
}
