provider "aws" {
  region = "us-east-1"
}

variable "transit_gateway_id" {
  type    = string
  default = "tgw-0a1b2c3d4e5f60718"
}

resource "aws_vpc" "spoke" {
  cidr_block = "10.130.0.0/22"
}

resource "aws_subnet" "private" {
  for_each          = { "us-east-1a" = "10.130.0.0/24", "us-east-1b" = "10.130.1.0/24" }
  vpc_id            = aws_vpc.spoke.id
  availability_zone = each.key
  cidr_block        = each.value
}

resource "aws_ec2_transit_gateway_vpc_attachment" "spoke" {
  vpc_id             = aws_vpc.spoke.id
  transit_gateway_id = var.transit_gateway_id
  subnet_ids         = [for s in aws_subnet.private : s.id]
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.spoke.id

  route {
    cidr_block         = "0.0.0.0/0"
    transit_gateway_id = aws_ec2_transit_gateway_vpc_attachment.spoke.transit_gateway_id
  }
}

resource "aws_route_table_association" "private" {
  for_each       = aws_subnet.private
  subnet_id      = each.value.id
  route_table_id = aws_route_table.private.id
}

resource "aws_iam_role" "execution" {
  name = "agent-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_security_group" "spoke" {
  name   = "spoke"
  vpc_id = aws_vpc.spoke.id
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_cluster" "spoke" {
  name = "spoke"
}

resource "aws_ecs_task_definition" "spoke" {
  family                   = "spoke"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = aws_iam_role.execution.arn

  container_definitions = jsonencode([{
    name  = "spoke"
    image = "docker.io/dagster/dagster-cloud-agent:1.9"
  }])
}

resource "aws_ecs_service" "spoke" {
  name            = "spoke"
  cluster         = aws_ecs_cluster.spoke.id
  task_definition = aws_ecs_task_definition.spoke.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  depends_on      = [aws_iam_role_policy_attachment.execution]

  network_configuration {
    subnets         = [for s in aws_subnet.private : s.id]
    security_groups = [aws_security_group.spoke.id]
  }
}
