resource "aws_subnet" "a" {
	cidr_block = "10.0.0.0/24"
}
