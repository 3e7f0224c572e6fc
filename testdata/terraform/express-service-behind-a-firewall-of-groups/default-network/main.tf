provider "aws" {
  region = "eu-north-1"
}

resource "aws_vpc" "shop" {
  cidr_block = "10.90.0.0/16"
}

resource "aws_internet_gateway" "shop" {
  vpc_id = aws_vpc.shop.id
}

resource "aws_subnet" "public" {
  for_each          = toset(["a", "b"])
  vpc_id            = aws_vpc.shop.id
  availability_zone = "eu-north-1${each.key}"
  cidr_block        = each.key == "a" ? "10.90.1.0/24" : "10.90.2.0/24"
}

resource "aws_subnet" "private" {
  for_each          = toset(["a", "b"])
  vpc_id            = aws_vpc.shop.id
  availability_zone = "eu-north-1${each.key}"
  cidr_block        = each.key == "a" ? "10.90.11.0/24" : "10.90.12.0/24"
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.shop.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.shop.id
  }
}

resource "aws_route_table_association" "public" {
  for_each       = aws_subnet.public
  subnet_id      = each.value.id
  route_table_id = aws_route_table.public.id
}

resource "aws_security_group" "shop" {
  vpc_id = aws_vpc.shop.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecr_repository" "shop" {
  name = "shop"
}

resource "aws_iam_role" "launch" {
  name = "shop-launch"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "launch" {
  role       = aws_iam_role.launch.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role" "infrastructure" {
  name = "shop-infrastructure"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "infrastructure" {
  role       = aws_iam_role.infrastructure.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSInfrastructureRoleforExpressGatewayServices"
}

resource "aws_ecs_express_gateway_service" "shop" {
  execution_role_arn      = aws_iam_role.launch.arn
  infrastructure_role_arn = aws_iam_role.infrastructure.arn
  service_name            = "shop"

  primary_container {
    image          = "${aws_ecr_repository.shop.repository_url}:2.0"
    container_port = 8080
    environment {
      name  = "MODE"
      value = "live"
    }
  }

  depends_on = [aws_iam_role_policy_attachment.launch]
}
