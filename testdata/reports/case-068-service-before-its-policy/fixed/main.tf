module "fargate" {
  source = "./modules/fargate"

  name_prefix = "example"
  vpc_id      = aws_vpc.web.id
  subnet_ids  = aws_subnet.public[*].id
  image       = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/example:3"
}
