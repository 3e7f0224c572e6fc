resource "aws_vpc" "app" {
  cidr_block           = "10.8.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "app" {
  vpc_id = aws_vpc.app.id
}

resource "aws_route_table" "edge" {
  vpc_id = aws_vpc.app.id
}

resource "aws_route" "out" {
  route_table_id         = aws_route_table.edge.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.app.id
}

# No subnet names the table: it becomes everyone's.
resource "aws_main_route_table_association" "edge" {
  vpc_id         = aws_vpc.app.id
  route_table_id = aws_route_table.edge.id
}

resource "aws_subnet" "app" {
  count             = 2
  vpc_id            = aws_vpc.app.id
  cidr_block        = cidrsubnet(aws_vpc.app.cidr_block, 8, count.index)
  availability_zone = data.aws_availability_zones.these.names[count.index]
  tags              = { Name = "private-${count.index}" } # the name is history
}

data "aws_availability_zones" "these" {
  state = "available"
}

resource "aws_default_security_group" "app" {
  vpc_id = aws_vpc.app.id

  egress {
    description = "HTTPS only, and no name service"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
