provider "aws" { region = var.region }

variable "region" { default = "us-west-2" }
variable "network" {
  type = object({
    cidr      = string
    public_ip = bool
  })
  nullable = false
}

resource "aws_vpc" "demo" { cidr_block = var.network.cidr }

resource "aws_internet_gateway" "demo" {
  vpc_id = aws_vpc.demo.id
}

resource "aws_subnet" "demo" {
  for_each          = toset(["a", "b"])
  vpc_id            = aws_vpc.demo.id
  cidr_block        = cidrsubnet(aws_vpc.demo.cidr_block, 4, each.key == "a" ? 0 : 1)
  availability_zone = "us-west-2${each.key}"
}

resource "aws_route_table" "demo" {
  vpc_id = aws_vpc.demo.id
}

resource "aws_route" "demo" {
  route_table_id         = aws_route_table.demo.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.demo.id
}

resource "aws_route_table_association" "demo" {
  for_each       = aws_subnet.demo
  subnet_id      = each.value.id
  route_table_id = aws_route_table.demo.id
}
resource "aws_security_group" "demo" {
  name_prefix = "demo"
  vpc_id      = aws_vpc.demo.id
}

resource "aws_security_group_rule" "demo_out" {
  type              = "egress"
  security_group_id = aws_security_group.demo.id
  protocol          = "all"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}
resource "aws_iam_role" "demo" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "demo" {
  role       = aws_iam_role.demo.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "demo" {
  name = "demo"
}
resource "aws_ecs_cluster" "demo" {
  name = "demo"
}
resource "aws_ecs_task_definition" "demo" {
  family                   = "demo"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.demo.arn
  container_definitions    = jsonencode([{ name = "demo", image = "${aws_ecr_repository.demo.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "demo" {
  name            = "demo"
  cluster         = aws_ecs_cluster.demo.id
  task_definition = aws_ecs_task_definition.demo.arn
  launch_type     = "FARGATE"
  network_configuration {
    subnets          = values(aws_subnet.demo)[*].id
    security_groups  = [aws_security_group.demo.id]
    assign_public_ip = var.network.public_ip
  }
}
