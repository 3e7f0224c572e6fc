data "aws_iam_policy_document" "ecr" {
  statement {
    effect    = "Allow"
    actions   = ["ecr:*"]
    resources = ["arn:aws:ecr::${local.own}:*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${local.own}:root"]
    }
  }
}

resource "aws_vpc_endpoint_policy" "ecr" {
  for_each        = aws_vpc_endpoint.interface
  vpc_endpoint_id = each.value.id
  policy          = data.aws_iam_policy_document.ecr.json
}
