provider "aws" {
  region              = "us-west-2"
  allowed_account_ids = ["123456789012"]
}

resource "aws_vpc" "estate" {
  cidr_block                       = "10.132.0.0/16"
  assign_generated_ipv6_cidr_block = true
  enable_dns_hostnames             = true
}
resource "aws_egress_only_internet_gateway" "six" { vpc_id = aws_vpc.estate.id }
resource "aws_subnet" "quartz" {
  vpc_id          = aws_vpc.estate.id
  cidr_block      = "10.132.10.0/24"
  ipv6_cidr_block = cidrsubnet(aws_vpc.estate.ipv6_cidr_block, 8, 1)
}
resource "aws_route_table" "quartz" { vpc_id = aws_vpc.estate.id }
resource "aws_route_table_association" "quartz" {
  subnet_id      = aws_subnet.quartz.id
  route_table_id = aws_route_table.quartz.id
}
resource "aws_route" "six" {
  route_table_id              = aws_route_table.quartz.id
  destination_ipv6_cidr_block = "::/0"
  egress_only_gateway_id      = aws_egress_only_internet_gateway.six.id
}

resource "aws_security_group" "quartz" {
  vpc_id = aws_vpc.estate.id
  egress {
    protocol         = "-1"
    from_port        = 0
    to_port          = 0
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = ["::/0"]
  }
}

resource "aws_iam_role" "execution" {
  name = "quartz-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_cluster" "estate" {
  name = "quartz"
}

resource "aws_ecs_task_definition" "quartz" {
  family                   = "quartz"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  container_definitions = jsonencode([
    { name = "quartz", image = "123456789012.dkr.ecr.us-west-2.amazonaws.com/quartz:1.0", essential = true }
  ])
}

resource "aws_ecs_service" "quartz" {
  name            = "quartz"
  cluster         = aws_ecs_cluster.estate.id
  task_definition = aws_ecs_task_definition.quartz.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.quartz.id]
    security_groups  = [aws_security_group.quartz.id]
  }

  depends_on = [aws_iam_role_policy_attachment.execution]
}
