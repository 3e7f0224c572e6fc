# One flat file: the VPC's own route table is adopted, the subnets use it implicitly.
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["210987654321"]
}

resource "aws_vpc" "lab" {
  cidr_block = "172.20.0.0/16"
}

resource "aws_internet_gateway" "lab" {
  vpc_id = aws_vpc.lab.id
}

resource "aws_default_route_table" "lab" {
  default_route_table_id = aws_vpc.lab.default_route_table_id
  tags                   = { Name = "lab-default" }
}

resource "aws_subnet" "lab" {
  for_each          = { a = "172.20.1.0/24", b = "172.20.2.0/24" }
  vpc_id            = aws_vpc.lab.id
  availability_zone = "eu-west-1${each.key}"
  cidr_block        = each.value
}

resource "aws_security_group" "lab" {
  vpc_id = aws_vpc.lab.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_cluster" "lab" { name = "lab" }

resource "aws_ecs_task_definition" "prober" {
  family                   = "prober"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.exec.arn
  container_definitions    = jsonencode([{ name = "prober", image = "210987654321.dkr.ecr.eu-west-1.amazonaws.com/lab/prober:7", essential = true }])
}

resource "aws_iam_role" "exec" {
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
  JSON
}

resource "aws_iam_role_policy_attachment" "exec" {
  role       = aws_iam_role.exec.id
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_service" "prober" {
  name            = "prober"
  cluster         = aws_ecs_cluster.lab.id
  task_definition = aws_ecs_task_definition.prober.arn
  desired_count   = 1
  launch_type     = "FARGATE"
  network_configuration {
    assign_public_ip = true
    subnets          = values(aws_subnet.lab)[*].id
    security_groups  = [aws_security_group.lab.id]
  }
}
