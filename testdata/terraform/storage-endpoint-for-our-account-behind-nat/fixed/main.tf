provider "aws" { region = "us-west-2" }

data "aws_caller_identity" "me" {}
data "aws_region" "here" {}

resource "aws_vpc" "etl" { cidr_block = "10.200.0.0/16" }

resource "aws_internet_gateway" "etl" {
  vpc_id = aws_vpc.etl.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.etl.id
  cidr_block = cidrsubnet(aws_vpc.etl.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.etl.id
  cidr_block = cidrsubnet(aws_vpc.etl.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "etl" {
  domain = "vpc"
}

resource "aws_nat_gateway" "etl" {
  allocation_id = aws_eip.etl.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.etl.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.etl.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.etl.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.etl.id
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

resource "aws_vpc_endpoint" "storage" {
  vpc_id            = aws_vpc.etl.id
  service_name      = "com.amazonaws.${data.aws_region.here.region}.s3"
  vpc_endpoint_type = "Gateway"
  policy            = <<POLICY
{
  "Version": "2008-10-17",
  "Statement": [
    {
      "Sid": "OurPeople",
      "Effect": "Allow",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "*",
      "Condition": {"StringEquals": {"aws:PrincipalAccount": "${data.aws_caller_identity.me.account_id}"}}
    },
    {
      "Sid": "ImageLayers",
      "Effect": "Allow",
      "Principal": "*",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::prod-${data.aws_region.here.region}-starport-layer-bucket/*"
    }
  ]
}
POLICY
}

resource "aws_vpc_endpoint_route_table_association" "storage" {
  vpc_endpoint_id = aws_vpc_endpoint.storage.id
  route_table_id  = aws_route_table.private.id
}

resource "aws_security_group" "etl" {
  vpc_id = aws_vpc.etl.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_iam_role" "etl" {
  name = "etl"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = { Effect = "Allow", Action = ["sts:AssumeRole"], Principal = { Service = ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"] } }
  })
}

resource "aws_iam_policy" "etl" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ecr:*", "logs:*"], Resource = ["*"] }]
  })
}

resource "aws_iam_policy_attachment" "etl" {
  name       = "etl"
  policy_arn = aws_iam_policy.etl.arn
  roles      = [aws_iam_role.etl.name]
}
resource "aws_ecr_repository" "etl" { name = "etl" }
resource "aws_ecs_cluster" "etl" { name = "etl" }

resource "aws_ecs_task_definition" "etl" {
  family                   = "etl"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE", "EC2"]
  cpu                      = 4096
  memory                   = 8192
  execution_role_arn       = aws_iam_role.etl.arn
  task_role_arn            = aws_iam_role.etl.arn
  container_definitions    = jsonencode([{ name = "etl", image = "${data.aws_caller_identity.me.account_id}.dkr.ecr.${data.aws_region.here.name}.amazonaws.com/${aws_ecr_repository.etl.name}:stable" }])
}

resource "aws_ecs_service" "etl" {
  name            = "etl"
  cluster         = aws_ecs_cluster.etl.id
  launch_type     = "FARGATE"
  task_definition = "${aws_ecs_task_definition.etl.family}:${aws_ecs_task_definition.etl.revision}"
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.etl.id]
  }
}
