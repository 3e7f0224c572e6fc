include {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "${get_parent_terragrunt_dir()}/../modules//service"
}

dependency "network" {
  config_path = "../network"

  mock_outputs = {
    vpc_id          = "vpc-00000000000000000"
    private_subnets = ["subnet-00000000000000000"]
  }
}

inputs = {
  vpc_id  = dependency.network.outputs.vpc_id
  subnets = dependency.network.outputs.private_subnets
}
