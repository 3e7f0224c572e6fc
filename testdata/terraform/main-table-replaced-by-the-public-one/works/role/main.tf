variable "names" {
  type = set(string)
}

resource "aws_iam_role" "this" {
  for_each = var.names
  name     = "${each.value}-execution"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = {
      Effect    = "Allow"
      Action    = ["sts:AssumeRole"]
      Principal = { Service = ["ecs-tasks.amazonaws.com"] }
    }
  })
}

resource "aws_iam_role_policy" "this" {
  for_each = aws_iam_role.this
  role     = each.value.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:getauthorizationtoken", Resource = "*" },
      { Effect = "Allow", Action = ["ecr:BatchGet*", "ecr:GetDownloadUrl?orLayer"], Resource = "arn:*:ecr:*:*:repository/greet*" },
    ]
  })
}

output "arns" {
  value = { for name, role in aws_iam_role.this : name => role.arn }
}
