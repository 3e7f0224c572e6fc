# The sandbox for macros has no way to the internet: it reaches ECR and the logs by endpoints.
resource "aws_security_group" "sandbox_lambda" {
  name   = "macro-sandbox"
  vpc_id = aws_vpc.this.id

  egress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [aws_security_group.endpoints.id]
  }
}

resource "aws_security_group" "endpoints" {
  name        = "endpoints"
  description = "ECR and logs endpoints"
  vpc_id      = aws_vpc.this.id
}

resource "aws_security_group_rule" "endpoints_from_lambda" {
  type                     = "ingress"
  security_group_id        = aws_security_group.endpoints.id
  source_security_group_id = aws_security_group.sandbox_lambda.id
  from_port                = 443
  to_port                  = 443
  protocol                 = "tcp"
}

resource "aws_security_group_rule" "endpoints_from_tasks" {
  for_each                 = aws_security_group.backend
  type                     = "ingress"
  security_group_id        = aws_security_group.endpoints.id
  source_security_group_id = each.value.id
  from_port                = 443
  to_port                  = 443
  protocol                 = "tcp"
}

resource "aws_vpc_endpoint" "interface" {
  for_each            = toset(["ecr.api", "ecr.dkr", "logs"])
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.eu-central-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [for s in aws_subnet.private : s.id]
  security_group_ids  = [aws_security_group.endpoints.id]
  private_dns_enabled = true
}
