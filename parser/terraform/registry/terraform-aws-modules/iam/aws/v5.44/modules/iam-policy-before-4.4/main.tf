variable "name" {
  type    = string
  default = null
}

variable "path" {
  type    = string
  default = "/"
}

variable "policy" {
  type    = string
  default = ""
}

resource "aws_iam_policy" "policy" {
  name   = var.name
  path   = var.path
  policy = var.policy
}

output "id" {
  value = aws_iam_policy.policy.id
}

output "arn" {
  value = aws_iam_policy.policy.arn
}

output "name" {
  value = aws_iam_policy.policy.name
}

output "path" {
  value = aws_iam_policy.policy.path
}

output "policy" {
  value = aws_iam_policy.policy.policy
}
