# What the containers are, nobody can tell; that nothing leaves this network, everybody can.
provider "aws" { region = "eu-west-1" }

module "container" {
  source          = "app.terraform.io/acme/ecs-container-definition/aws"
  version         = "0.61.1"
  container_name  = "opaque"
  container_image = "${aws_ecr_repository.opaque.repository_url}:1"
}

resource "aws_vpc" "opaque" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "opaque" {
  vpc_id = aws_vpc.opaque.id
}

resource "aws_subnet" "opaque" {
  for_each          = toset(["a", "b"])
  vpc_id            = aws_vpc.opaque.id
  cidr_block        = cidrsubnet(aws_vpc.opaque.cidr_block, 4, each.key == "a" ? 0 : 1)
  availability_zone = "eu-west-1${each.key}"
}

resource "aws_route_table" "opaque" {
  vpc_id = aws_vpc.opaque.id
}

resource "aws_route" "opaque" {
  route_table_id         = aws_route_table.opaque.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.opaque.id
}

resource "aws_route_table_association" "opaque" {
  for_each       = aws_subnet.opaque
  subnet_id      = each.value.id
  route_table_id = aws_route_table.opaque.id
}
resource "aws_security_group" "opaque" {
  vpc_id = aws_vpc.opaque.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "opaque" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "opaque" {
  role       = aws_iam_role.opaque.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_ecr_repository" "opaque" {
  name = "opaque"
}
resource "aws_ecs_cluster" "opaque" {
  name = "opaque"
}

resource "aws_ecs_task_definition" "opaque" {
  family                   = "opaque"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.opaque.arn
  container_definitions    = "[${module.container.json_map_encoded}]"
}

resource "aws_ecs_service" "opaque" {
  name            = "opaque"
  cluster         = aws_ecs_cluster.opaque.id
  task_definition = aws_ecs_task_definition.opaque.arn
  launch_type     = "FARGATE"
  network_configuration {
    subnets         = [for s in aws_subnet.opaque : s.id]
    security_groups = [aws_security_group.opaque.id]
  }
}
