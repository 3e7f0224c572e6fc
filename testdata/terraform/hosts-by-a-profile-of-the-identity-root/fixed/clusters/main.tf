provider "aws" {
  region              = "ap-southeast-2"
  allowed_account_ids = ["604101201301"]
}

resource "aws_ecs_cluster" "this" {
  for_each = toset(["kiln-live", "kiln-trial"])
  name     = each.key
}

resource "aws_ecr_repository" "this" {
  for_each = toset(["kiln/glaze", "kiln/fire"])
  name     = each.key
}
