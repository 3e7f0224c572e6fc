module "service" {
  source                = "./modules/service"
  service_name          = "app-dev"
  image_repository_name = "platform-app"
  image_tag             = var.image_tag
  vpc_id                = aws_vpc.platform.id
  private_subnet_ids    = [for s in aws_subnet.private : s.id]
}

variable "image_tag" {
  type = string
}
