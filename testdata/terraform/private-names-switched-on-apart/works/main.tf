# Names, subnets and groups of the endpoints are each a resource of their own.
provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "apart" {
  cidr_block           = "10.8.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "apart" {
  vpc_id     = aws_vpc.apart.id
  cidr_block = "10.8.1.0/24"
}

resource "aws_default_security_group" "apart" {
  vpc_id = aws_vpc.apart.id
  ingress {
    self      = true
    from_port = 443
    to_port   = 443
    protocol  = "tcp"
  }
  egress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    self            = true
    prefix_list_ids = [data.aws_ec2_managed_prefix_list.s3.id]
  }
}

data "aws_ec2_managed_prefix_list" "s3" {
  filter {
    name   = "prefix-list-name"
    values = ["com.amazonaws.eu-west-1.s3"]
  }
}

resource "aws_vpc_endpoint" "apart" {
  count             = 2
  vpc_id            = aws_vpc.apart.id
  service_name      = "com.amazonaws.eu-west-1.${["ecr.api", "ecr.dkr"][count.index]}"
  vpc_endpoint_type = "Interface"
}

resource "aws_vpc_endpoint_private_dns" "apart" {
  count               = length(aws_vpc_endpoint.apart)
  vpc_endpoint_id     = aws_vpc_endpoint.apart[count.index].id
  private_dns_enabled = true
}

resource "aws_vpc_endpoint_subnet_association" "apart" {
  count           = length(aws_vpc_endpoint.apart)
  vpc_endpoint_id = aws_vpc_endpoint.apart[count.index].id
  subnet_id       = aws_subnet.apart.id
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.apart.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_vpc.apart.main_route_table_id]
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
  network_configuration {
    subnets = [aws_subnet.apart.id]
  }
}
