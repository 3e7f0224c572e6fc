resource "aws_ecr_repository" "forms_api" {
  provider = aws.deploy
  name     = "forms-api-deploy"
}

resource "aws_ecr_repository_policy" "forms_api" {
  provider   = aws.deploy
  repository = aws_ecr_repository.forms_api.name
  policy     = data.aws_iam_policy_document.forms_api.json
}

data "aws_iam_policy_document" "forms_api" {
  statement {
    sid    = "AllowPull"
    effect = "Allow"
    actions = [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:GetDownloadUrlForLayer",
    ]

    principals {
      type = "AWS"
      identifiers = [
        "arn:aws:iam::${var.accounts.dev}:role/dev-forms-api-ecs-task-execution",
      ]
    }
  }
}

module "forms_api" {
  source = "./modules/service"

  environment    = "staging"
  name           = "forms-api"
  repository_url = aws_ecr_repository.forms_api.repository_url
  image_tag      = "v42"
  vpc_id         = aws_vpc.forms.id
  subnet_ids     = [for s in aws_subnet.private : s.id]
}
