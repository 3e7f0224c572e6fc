# Terraform reads this file; OpenTofu reads main.tofu in its place.
resource "aws_subnet" "unused" {
  vpc_id     = "vpc-0"
  cidr_block = "10.0.0.0/24"
}
