module "agent" {
  source = "./modules/agent"

  name       = "prefect-agent"
  vpc_id     = aws_vpc.agents.id
  subnet_ids = aws_subnet.public[*].id
  image      = "${aws_ecr_repository.flows.repository_url}:${var.flows_version}"
}

resource "aws_ecr_repository" "flows" {
  name = "flows"
}

variable "flows_version" {
  type = string
}
