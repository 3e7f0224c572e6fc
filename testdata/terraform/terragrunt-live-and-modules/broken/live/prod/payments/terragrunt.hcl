include "root" {
  path   = find_in_parent_folders("root.hcl")
  expose = true
}

terraform {
  source = "${dirname(find_in_parent_folders("root.hcl"))}/../modules//service"
}

# Production was to have a NAT gateway of the platform team, which never came.
inputs = {
  image_tag = "1.4.0"
  public    = false
  tags      = merge({ team = "payments" }, include.root.inputs.tags)
}
