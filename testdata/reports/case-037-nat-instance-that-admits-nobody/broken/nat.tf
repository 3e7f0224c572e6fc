resource "aws_security_group" "nat" {
  name   = "nat"
  vpc_id = aws_vpc.main.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_network_interface" "nat" {
  subnet_id         = aws_subnet.public.id
  security_groups   = [aws_security_group.nat.id]
  source_dest_check = false
}

resource "aws_eip" "nat" {
  network_interface = aws_network_interface.nat.id
}

resource "aws_instance" "nat" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t4g.nano"

  network_interface {
    device_index         = 0
    network_interface_id = aws_network_interface.nat.id
  }
}
