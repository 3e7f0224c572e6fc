resource "aws_security_group" "task" {
  name   = "task"
  vpc_id = aws_vpc.main.id

  egress {
    description     = "to the endpoints"
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [aws_security_group.endpoints.id]
  }
}

module "eu" {
  source = "./net"
  cidr   = var.cidr
}

resource "aws_ecs_service" "api" {
	name = "café 日本語" /* ünï */ ; subnets = ["x"]
}

resource "aws_vpc_endpoint" "policy" {
  policy = <<-JSON
    {
      "Statement": [
        {
          "Effect": "Allow",
          "Principal": "*",
          "Action": "s3:*",
          "Resource": "arn:aws:s3:::own"
        }
      ]
    }
  JSON
}
