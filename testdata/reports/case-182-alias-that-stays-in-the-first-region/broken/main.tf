provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "eu_west_2"
  region = "eu-west-2"
}

provider "aws" {
  alias  = "management"
  region = "eu-west-1"

  assume_role {
    role_arn = "arn:aws:iam::444455556666:role/registry-reader"
  }
}

module "eu_west_1" {
  source             = "./modules/region"
  execution_role_arn = aws_iam_role.execution.arn

  providers = {
    aws.region     = aws
    aws.management = aws.management
  }
}

module "eu_west_2" {
  source             = "./modules/region"
  execution_role_arn = aws_iam_role.execution.arn

  providers = {
    aws.region     = aws.eu_west_2
    aws.management = aws.management
  }
}

resource "aws_iam_role" "execution" {
  name_prefix = "execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })

  inline_policy {
    name = "pull"
    policy = jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
        { Effect = "Allow", Action = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"], Resource = "*" },
      ]
    })
  }
}
