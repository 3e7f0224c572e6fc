provider "aws" {
  region = "eu-south-1"
}

resource "aws_vpc" "inland" {
  cidr_block = "10.89.0.0/16"
  tags       = { Name = "inland" }
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.inland.id
  service_name = "com.amazonaws.eu-south-1.s3"
}
