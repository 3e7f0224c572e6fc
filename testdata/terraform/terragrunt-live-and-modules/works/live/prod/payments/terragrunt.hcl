include "root" {
  path           = find_in_parent_folders("root.hcl")
  merge_strategy = "deep"
}

include "service" {
  path = "${get_terragrunt_dir()}/../../../_shared/service.hcl"
}

inputs = {
  image_tag = "1.4.0"
  tags      = { team = "payments" }
}
