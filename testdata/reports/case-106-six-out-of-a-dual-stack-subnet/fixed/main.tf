provider "aws" {
  region = "eu-central-1"
}

resource "aws_vpc" "dual" {
  cidr_block                       = "10.0.0.0/20"
  assign_generated_ipv6_cidr_block = true
}

resource "aws_internet_gateway" "dual" {
  vpc_id = aws_vpc.dual.id
}

resource "aws_egress_only_internet_gateway" "dual" {
  vpc_id = aws_vpc.dual.id
}

resource "aws_subnet" "dual" {
  vpc_id                          = aws_vpc.dual.id
  cidr_block                      = "10.0.1.0/24"
  ipv6_cidr_block                 = cidrsubnet(aws_vpc.dual.ipv6_cidr_block, 8, 1)
  assign_ipv6_address_on_creation = true
}

resource "aws_route_table" "dual" {
  vpc_id = aws_vpc.dual.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.dual.id
  }

  route {
    ipv6_cidr_block        = "::/0"
    egress_only_gateway_id = aws_egress_only_internet_gateway.dual.id
  }
}

resource "aws_route_table_association" "dual" {
  subnet_id      = aws_subnet.dual.id
  route_table_id = aws_route_table.dual.id
}

resource "aws_security_group" "dual" {
  vpc_id = aws_vpc.dual.id
}

resource "aws_vpc_security_group_egress_rule" "dual" {
  for_each          = { four = ["0.0.0.0/0", null], six = [null, "::/0"] }
  security_group_id = aws_security_group.dual.id
  ip_protocol       = "-1"
  cidr_ipv4         = each.value[0]
  cidr_ipv6         = each.value[1]
}

resource "aws_iam_role" "dual" {
  name = "dual"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "dual" {
  role       = aws_iam_role.dual.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_cluster" "dual" {
  name = "dual"
}

resource "aws_ecs_task_definition" "dual" {
  family                   = "dual"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.dual.arn
  container_definitions    = jsonencode([{ name = "app", image = "123456789012.dkr-ecr.eu-central-1.on.aws/app:1" }])
}

resource "aws_ecs_service" "dual" {
  name            = "dual"
  cluster         = aws_ecs_cluster.dual.id
  task_definition = aws_ecs_task_definition.dual.arn
  launch_type     = "FARGATE"
  depends_on      = [aws_iam_role_policy_attachment.dual]

  network_configuration {
    subnets          = [aws_subnet.dual.id]
    security_groups  = [aws_security_group.dual.id]
    assign_public_ip = true
  }
}
