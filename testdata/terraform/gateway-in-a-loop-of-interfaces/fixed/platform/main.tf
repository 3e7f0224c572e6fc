variable "colour" {}

module "network" {
  source = "./network"
  cidr   = { blue = "10.1.0.0/16", green = "10.2.0.0/16" }[var.colour]
}

output "network" {
  value = module.network
}
