variable "cidrs" {
  description = "Who may be reached"
  type        = list(string)
  default     = ["0.0.0.0/0"]
}

provider "aws" {
  region = "us-east-2"
}

resource "aws_vpc" "this" {
  cidr_block = "192.168.0.0/16"
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.this.id
  cidr_block = cidrsubnet(aws_vpc.this.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.this.id
  cidr_block = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "this" {
  domain = "vpc"
}

resource "aws_nat_gateway" "this" {
  allocation_id = aws_eip.this.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this.id
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "private" {
  count          = length(aws_subnet.private)
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private.id
}

resource "aws_security_group" "worker" {
  name   = "worker"
  vpc_id = aws_vpc.this.id
}

resource "aws_security_group_rule" "worker_out" {
  type              = "egress"
  security_group_id = aws_security_group.worker.id
  protocol          = "tcp"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = var.cidrs
}

resource "aws_security_group_rule" "worker_quic" {
  type              = "egress"
  security_group_id = aws_security_group.worker.id
  protocol          = "udp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = var.cidrs
}

resource "aws_iam_role" "worker" {
  name = "worker"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = { Effect = "Allow", Action = ["sts:AssumeRole"], Principal = { Service = ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"] } }
  })
}

resource "aws_iam_policy" "worker" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ecr:*", "logs:*"], Resource = ["*"] }]
  })
}

resource "aws_iam_policy_attachment" "worker" {
  name       = "worker"
  policy_arn = aws_iam_policy.worker.arn
  roles      = [aws_iam_role.worker.name]
}

resource "aws_ecr_repository" "worker" {
  name = "worker"
}

resource "aws_ecs_cluster" "worker" {
  name = "worker"
}

resource "aws_ecs_task_definition" "worker" {
  family                   = "worker"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.worker.arn
  container_definitions    = jsonencode([{ name = "worker", image = "${aws_ecr_repository.worker.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "worker" {
  name            = "worker"
  cluster         = aws_ecs_cluster.worker.id
  task_definition = aws_ecs_task_definition.worker.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private.*.id
    security_groups = [aws_security_group.worker.id]
  }
}
