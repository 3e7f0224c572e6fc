variable "artifactory_secret_arn" {
  type    = string
  default = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:artifactory-9zXyWv"
}

module "service" {
  source = "./modules/ecs-service"

  name            = "reader"
  container_image = "acme.jfrog.io/docker/reader:7.0.3"
  container_port  = 3000
  vpc_id          = aws_vpc.shared.id
  subnet_ids      = [for s in aws_subnet.private : s.id]
}
