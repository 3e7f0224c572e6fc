provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "wiki" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "wiki" {
  vpc_id = aws_vpc.wiki.id
}

resource "aws_subnet" "wiki" {
  for_each          = toset(["a", "b"])
  vpc_id            = aws_vpc.wiki.id
  cidr_block        = cidrsubnet(aws_vpc.wiki.cidr_block, 4, each.key == "a" ? 0 : 1)
  availability_zone = "eu-west-1${each.key}"
}

resource "aws_route_table" "wiki" {
  vpc_id = aws_vpc.wiki.id
}

resource "aws_route" "wiki" {
  route_table_id         = aws_route_table.wiki.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.wiki.id
}

resource "aws_route_table_association" "wiki" {
  for_each       = aws_subnet.wiki
  subnet_id      = each.value.id
  route_table_id = aws_route_table.wiki.id
}

resource "aws_security_group" "wiki" {
  vpc_id = aws_vpc.wiki.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
data "aws_iam_policy_document" "wiki_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "wiki" {
  name_prefix        = "wiki-"
  assume_role_policy = data.aws_iam_policy_document.wiki_trust.json
}

resource "aws_iam_role_policy" "wiki" {
  role = aws_iam_role.wiki.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      { Effect = "Allow", Action = ["ecr:BatchGet*", "ecr:GetDownloadUrlForLayer"], Resource = "arn:*:ecr:*:*:repository/*" },
    ]
  })
}
resource "aws_ecr_repository" "wiki" {
  name = "wiki"
}
resource "aws_ecs_cluster" "wiki" {
  name = "wiki"
}
resource "aws_ecs_task_definition" "wiki" {
  family                   = "wiki"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.wiki.arn
  container_definitions    = jsonencode([{ name = "wiki", image = "${aws_ecr_repository.wiki.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "wiki" {
  name            = "wiki"
  cluster         = aws_ecs_cluster.wiki.id
  task_definition = aws_ecs_task_definition.wiki.arn
  launch_type     = "FARGATE"
  network_configuration {
    subnets          = [for s in aws_subnet.wiki : s.id]
    security_groups  = [aws_security_group.wiki.id]
    assign_public_ip = var.public
  }
}

variable "public" {
  type    = bool
  default = false
}
