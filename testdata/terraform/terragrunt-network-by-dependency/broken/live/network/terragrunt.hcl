include {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "tfr:///terraform-aws-modules/vpc/aws?version=5.8.1"
}

inputs = {
  name               = "tickets"
  cidr               = "10.64.0.0/16"
  azs                = ["eu-north-1a", "eu-north-1b"]
  private_subnets    = ["10.64.0.0/20", "10.64.16.0/20"]
  public_subnets     = ["10.64.32.0/20", "10.64.48.0/20"]
  enable_nat_gateway = false
}
