# The log router is AWS's own image, whose address AWS keeps in a public parameter: the role needs its repository, too.
provider "aws" { region = "ap-east-1" }

data "aws_caller_identity" "me" {}

data "aws_ssm_parameter" "router" {
  name = "/aws/service/aws-for-fluent-bit/stable"
}

resource "aws_vpc" "quay" { cidr_block = "10.64.0.0/16" }

resource "aws_internet_gateway" "quay" { vpc_id = aws_vpc.quay.id }

resource "aws_default_route_table" "quay" {
  default_route_table_id = aws_vpc.quay.default_route_table_id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.quay.id
  }
}

resource "aws_subnet" "quay" {
  vpc_id     = aws_vpc.quay.id
  cidr_block = "10.64.0.0/20"
}

resource "aws_ecr_repository" "manifests" { name = "quay/manifests" }

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "pull" {
  statement {
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }
  statement {
    actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"]
    resources = [
      aws_ecr_repository.manifests.arn,
      "arn:aws:ecr:*:*:repository/aws-for-fluent-bit",
    ]
  }
}

resource "aws_iam_role" "exec" {
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "pull" {
  role   = aws_iam_role.exec.id
  policy = data.aws_iam_policy_document.pull.json
}

resource "aws_ecs_cluster" "quay" { name = "quay" }

resource "aws_ecs_task_definition" "manifests" {
  family                   = "manifests"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = aws_iam_role.exec.arn
  container_definitions = jsonencode([
    {
      name             = "manifests"
      image            = "${aws_ecr_repository.manifests.repository_url}:2024-05"
      logConfiguration = { logDriver = "awsfirelens", options = { Name = "s3" } }
    },
    {
      name                  = "router"
      image                 = nonsensitive(data.aws_ssm_parameter.router.value)
      firelensConfiguration = { type = "fluentbit" }
    },
  ])
}

resource "aws_ecs_service" "manifests" {
  name            = "manifests"
  cluster         = aws_ecs_cluster.quay.id
  task_definition = aws_ecs_task_definition.manifests.arn
  launch_type     = "FARGATE"
  depends_on      = [aws_iam_role_policy.pull]

  network_configuration {
    subnets          = [aws_subnet.quay.id]
    assign_public_ip = true
  }
}
