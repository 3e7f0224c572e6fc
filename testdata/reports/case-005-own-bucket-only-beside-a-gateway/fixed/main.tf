provider "aws" {
  region = "ap-northeast-1"
}

resource "aws_vpc" "main" {
  cidr_block = "10.64.0.0/16"
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.64.1.0/24"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_s3_bucket" "own" {
  bucket = "team-uploads"
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.main.id
  service_name    = "com.amazonaws.ap-northeast-1.s3"
  route_table_ids = [aws_route_table.public.id]
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:*"
      Resource = [
        aws_s3_bucket.own.arn,
        "${aws_s3_bucket.own.arn}/*",
        "arn:aws:s3:::prod-ap-northeast-1-starport-layer-bucket/*",
      ]
    }]
  })
}

data "aws_iam_policy_document" "mail_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "mail" {
  statement {
    actions = [
      "ecr:GetAuthorizationToken",
      "ecr:BatchCheckLayerAvailability",
      "ecr:GetDownloadUrlForLayer",
      "ecr:BatchGetImage",
    ]
    resources = ["*"]
  }
}

resource "aws_iam_role" "mail" {
  name               = "mail"
  assume_role_policy = data.aws_iam_policy_document.mail_trust.json
}

resource "aws_iam_policy" "mail" {
  name   = "mail"
  policy = data.aws_iam_policy_document.mail.json
}

resource "aws_iam_role_policy_attachment" "mail" {
  role       = aws_iam_role.mail.name
  policy_arn = aws_iam_policy.mail.arn
}

resource "aws_security_group" "mail" {
  vpc_id = aws_vpc.main.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_cluster" "mail" {
  name = "mail"
}

resource "aws_ecs_task_definition" "mail" {
  family                   = "mail"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.mail.arn
  container_definitions    = jsonencode([{ name = "mail", image = "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/mail:1" }])
}

resource "aws_ecs_service" "mail" {
  name            = "mail"
  cluster         = aws_ecs_cluster.mail.id
  task_definition = aws_ecs_task_definition.mail.arn
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.public.id]
    security_groups  = [aws_security_group.mail.id]
    assign_public_ip = true
  }
}
