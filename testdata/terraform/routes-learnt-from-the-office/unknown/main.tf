# No default route is declared; the virtual private gateway may announce one.
provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "vpn" { cidr_block = "10.0.0.0/16" }

resource "aws_vpn_gateway" "vpn" {
  vpc_id = aws_vpc.vpn.id
}

resource "aws_route_table" "vpn" {
  vpc_id           = aws_vpc.vpn.id
  propagating_vgws = [aws_vpn_gateway.vpn.id]
}

resource "aws_subnet" "vpn" {
  count      = 2
  vpc_id     = aws_vpc.vpn.id
  cidr_block = "10.0.${count.index}.0/24"
}

# The other subnet's table learns by a resource of its own.
resource "aws_route_table" "other" {
  vpc_id = aws_vpc.vpn.id
}

resource "aws_vpn_gateway_route_propagation" "other" {
  vpn_gateway_id = aws_vpn_gateway.vpn.id
  route_table_id = aws_route_table.other.id
}

resource "aws_route_table_association" "vpn" {
  for_each       = { 0 = aws_route_table.vpn.id, 1 = aws_route_table.other.id }
  subnet_id      = aws_subnet.vpn[each.key].id
  route_table_id = each.value
}

resource "aws_security_group" "vpn" {
  vpc_id = aws_vpc.vpn.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "vpn" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "vpn" {
  role       = aws_iam_role.vpn.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "vpn" {
  name = "vpn"
}

resource "aws_ecs_cluster" "vpn" {
  name = "vpn"
}

resource "aws_ecs_task_definition" "vpn" {
  family                   = "vpn"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.vpn.arn
  container_definitions    = jsonencode([{ name = "vpn", image = "${aws_ecr_repository.vpn.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "vpn" {
  name            = "vpn"
  cluster         = aws_ecs_cluster.vpn.id
  task_definition = aws_ecs_task_definition.vpn.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.vpn[*].id
    security_groups = [aws_security_group.vpn.id]
  }
}
