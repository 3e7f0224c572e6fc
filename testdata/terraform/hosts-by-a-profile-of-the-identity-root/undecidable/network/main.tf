provider "aws" {
  region              = "ap-southeast-2"
  allowed_account_ids = ["604101201301"]

  default_tags {
    tags = { System = "kiln" }
  }
}

resource "aws_vpc" "kiln" {
  cidr_block = "10.72.0.0/16"
  tags       = { Name = "kiln" }
}

resource "aws_internet_gateway" "kiln" {
  vpc_id = aws_vpc.kiln.id
}

resource "aws_subnet" "kiln" {
  for_each = {
    outer-a = { zone = "a", number = 0 }
    inner-a = { zone = "a", number = 8 }
    inner-b = { zone = "b", number = 9 }
  }

  vpc_id            = aws_vpc.kiln.id
  availability_zone = "ap-southeast-2${each.value.zone}"
  cidr_block        = cidrsubnet(aws_vpc.kiln.cidr_block, 4, each.value.number)

  tags = {
    Name = "kiln-${each.key}"
    Ring = split("-", each.key)[0]
  }
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "kiln" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.kiln["outer-a"].id
}

resource "aws_route_table" "outer" {
  vpc_id = aws_vpc.kiln.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.kiln.id
  }
}

resource "aws_route_table" "inner" {
  vpc_id = aws_vpc.kiln.id

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.kiln.id
  }
}

resource "aws_route_table_association" "kiln" {
  for_each       = aws_subnet.kiln
  subnet_id      = each.value.id
  route_table_id = startswith(each.key, "outer") ? aws_route_table.outer.id : aws_route_table.inner.id
}

resource "aws_security_group" "hosts" {
  name   = "kiln-hosts"
  vpc_id = aws_vpc.kiln.id

  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "database" {
  name   = "kiln-database"
  vpc_id = aws_vpc.kiln.id
}
