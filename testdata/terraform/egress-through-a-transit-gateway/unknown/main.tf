resource "aws_vpc" "spoke" {
  cidr_block = "10.20.0.0/16"
}

resource "aws_subnet" "private" {
  for_each = { a = "10.20.0.0/20", b = "10.20.16.0/20" }

  vpc_id            = aws_vpc.spoke.id
  cidr_block        = each.value
  availability_zone = "eu-west-1${each.key}"
}

resource "aws_ec2_transit_gateway_vpc_attachment" "spoke" {
  transit_gateway_id = "tgw-0a1b2c3d4e5f6a7b8"
  vpc_id             = aws_vpc.spoke.id
  subnet_ids         = [for s in aws_subnet.private : s.id]
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.spoke.id
}

resource "aws_route" "default" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  transit_gateway_id     = aws_ec2_transit_gateway_vpc_attachment.spoke.transit_gateway_id
}

resource "aws_route_table_association" "private" {
  for_each = aws_subnet.private

  subnet_id      = each.value.id
  route_table_id = aws_route_table.private.id
}

resource "aws_security_group" "task" {
  name   = "orders"
  vpc_id = aws_vpc.spoke.id

  egress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}

variable "image_tag" {
  type    = string
  default = "1.8.1"
}

resource "aws_ecs_task_definition" "orders" {
  family                   = "orders"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = "arn:aws:iam::123456789012:role/ecs-execution"
  container_definitions = jsonencode([{
    name  = "orders"
    image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/orders:${var.image_tag}"
  }])
}

resource "aws_ecs_service" "orders" {
  name            = "orders"
  cluster         = "shop"
  launch_type     = "FARGATE"
  desired_count   = 2
  task_definition = aws_ecs_task_definition.orders.arn

  network_configuration {
    subnets         = [for s in aws_subnet.private : s.id]
    security_groups = [aws_security_group.task.id]
  }
}
