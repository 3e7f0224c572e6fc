module "agent" {
  source = "./modules/agent"

  name       = "prefect-agent"
  vpc_id     = aws_vpc.agents.id
  subnet_ids = aws_subnet.public[*].id
  image      = "${aws_ecr_repository.flows.repository_url}:${var.flows_version}"

  additional_policies = {
    images = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect   = "Allow"
        Action   = "ecr:BatchGetImage"
        Resource = aws_ecr_repository.flows.arn
      }]
    })
  }
}

resource "aws_ecr_repository" "flows" {
  name = "flows"
}

variable "flows_version" {
  type = string
}
