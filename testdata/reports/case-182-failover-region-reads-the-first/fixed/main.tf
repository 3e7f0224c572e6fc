module "eu_west_1" {
  source             = "./region"
  account_name       = "demo"
  execution_role_arn = aws_iam_role.execution.arn

  providers = {
    aws            = aws.eu_west_1
    aws.management = aws.management
  }
}

module "eu_west_2" {
  source             = "./region"
  account_name       = "demo"
  execution_role_arn = aws_iam_role.execution.arn

  providers = {
    aws            = aws.eu_west_2
    aws.management = aws.management
  }
}

resource "aws_iam_role" "execution" {
  name = "viewer-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
