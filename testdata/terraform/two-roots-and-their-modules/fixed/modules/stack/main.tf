variable "environment" { type = string }
variable "nat" { type = bool }

resource "aws_vpc" "this" {
  cidr_block = { dev = "10.1.0.0/16", prod = "10.2.0.0/16" }[var.environment]
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "this" {
  for_each   = { public = 0, private = 1 }
  vpc_id     = aws_vpc.this.id
  cidr_block = cidrsubnet(aws_vpc.this.cidr_block, 1, each.value)
}

resource "aws_route_table" "this" {
  for_each = aws_subnet.this
  vpc_id   = each.value.vpc_id
}

resource "aws_route_table_association" "this" {
  for_each       = aws_route_table.this
  route_table_id = each.value.id
  subnet_id      = aws_subnet.this[each.key].id
}

resource "aws_route" "public" {
  route_table_id         = aws_route_table.this["public"].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_eip" "nat" {
  count = var.nat ? 1 : 0
}

resource "aws_nat_gateway" "nat" {
  count         = var.nat ? 1 : 0
  allocation_id = one(aws_eip.nat[*].allocation_id)
  subnet_id     = aws_subnet.this["public"].id
}

resource "aws_route" "private" {
  for_each               = toset(var.nat ? ["0.0.0.0/0"] : [])
  route_table_id         = aws_route_table.this["private"].id
  destination_cidr_block = each.value
  nat_gateway_id         = aws_nat_gateway.nat[0].id
}

resource "aws_security_group" "app" {
  vpc_id = aws_vpc.this.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "app" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "app" {
  role       = aws_iam_role.app.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_ecs_cluster" "app" {
  name = "app"
}

resource "aws_ecs_task_definition" "app" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.app.arn
  container_definitions    = jsonencode([{ name = "app", image = "${aws_ecr_repository.app.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "app" {
  name            = "app"
  cluster         = aws_ecs_cluster.app.id
  task_definition = aws_ecs_task_definition.app.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.this["private"].id]
    security_groups = [aws_security_group.app.id]
  }
}
