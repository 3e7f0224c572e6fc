provider "aws" {
  region = "eu-west-1"
  assume_role { role_arn = "arn:aws:iam::333344445555:role/deploy" }
}

resource "aws_vpc" "calc" {
  cidr_block = "10.12.0.0/16"
}

resource "aws_internet_gateway" "calc" {
  vpc_id = aws_vpc.calc.id
}

resource "aws_subnet" "calc" {
  for_each   = { public = "10.12.0.0/24", private = "10.12.1.0/24" }
  vpc_id     = aws_vpc.calc.id
  cidr_block = each.value
}

resource "aws_eip" "calc" {}

resource "aws_nat_gateway" "calc" {
  allocation_id = aws_eip.calc.id
  subnet_id     = aws_subnet.calc["public"].id
}

resource "aws_route_table" "calc" {
  for_each = {
    public  = { gateway = aws_internet_gateway.calc.id }
    private = { nat = aws_nat_gateway.calc.id }
  }
  vpc_id = aws_vpc.calc.id

  route {
    cidr_block     = "0.0.0.0/0"
    gateway_id     = try(each.value.gateway, null)
    nat_gateway_id = try(each.value.nat, null)
  }
}

resource "aws_route_table_association" "calc" {
  for_each       = aws_subnet.calc
  subnet_id      = each.value.id
  route_table_id = aws_route_table.calc[each.key].id
}

resource "aws_security_group" "calc" {
  vpc_id = aws_vpc.calc.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
data "aws_iam_policy_document" "calc_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "calc" {
  name_prefix        = "calc-"
  assume_role_policy = data.aws_iam_policy_document.calc_trust.json
}

resource "aws_iam_role_policy" "calc" {
  role = aws_iam_role.calc.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      { Effect = "Allow", Action = ["ecr:BatchGet*", "ecr:GetDownloadUrlForLayer"], Resource = "arn:*:ecr:*:*:repository/*" },
    ]
  })
}
resource "aws_ecs_cluster" "calc" {
  name = "calc"
}

resource "aws_ecs_task_definition" "calc" {
  family                   = "calc"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.calc.arn
  container_definitions    = jsonencode([{ name = "calc", image = "333344445555.dkr.ecr.eu-west-1.amazonaws.com/calc" }])
}

resource "aws_ecs_service" "calc" {
  name            = "calc"
  cluster         = aws_ecs_cluster.calc.id
  task_definition = aws_ecs_task_definition.calc.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.calc["private"].id]
    security_groups = [aws_security_group.calc.id]
  }
}
