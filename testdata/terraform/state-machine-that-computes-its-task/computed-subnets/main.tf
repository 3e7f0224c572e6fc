provider "aws" {
  region = "us-east-1"
}

resource "aws_vpc" "main" {
  cidr_block           = "10.60.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}

resource "aws_subnet" "batch" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
  availability_zone = element(["us-east-1a", "us-east-1b"], count.index)
}

resource "aws_ecs_cluster" "main" {
  name = "main"
}

resource "aws_security_group" "tasks" {
  vpc_id = aws_vpc.main.id
}

resource "aws_iam_role" "tasks" {
  name               = "tasks"
  assume_role_policy = <<-JSON
    {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}}
  JSON
}

resource "aws_iam_role_policy_attachment" "tasks" {
  role       = aws_iam_role.tasks.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecr_repository" "tool" {
  name = "tool"
}

resource "aws_ecs_task_definition" "tool" {
  family                   = "tool"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.tasks.arn
  container_definitions    = jsonencode([{ name = "tool", image = "${aws_ecr_repository.tool.repository_url}:1" }])
}

resource "aws_sfn_state_machine" "tool" {
  name       = "tool"
  role_arn   = "arn:aws:iam::210987654321:role/states"
  definition = <<-ASL
    {
      "QueryLanguage": "JSONata",
      "StartAt": "Run a tool",
      "States": {
        "Run a tool": {
          "Type": "Task",
          "Resource": "arn:aws:states:::ecs:runTask.sync",
          "Arguments": {
            "LaunchType": "FARGATE",
            "Cluster": "${aws_ecs_cluster.main.arn}",
            "TaskDefinition": "{% $states.input.task %}",
            "NetworkConfiguration": {
              "AwsvpcConfiguration": {
                "Subnets": "{% $states.input.subnets %}",
                "SecurityGroups": "{% $states.input.groups %}",
                "AssignPublicIp": "DISABLED"
              }
            }
          },
          "Next": "Run anything"
        },
        "Run anything": {
          "Type": "Task",
          "Resource": "arn:aws:states:::ecs:runTask",
          "Arguments": "{% $states.input.request %}",
          "End": true
        }
      }
    }
  ASL
}
