include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "../../../modules//service"
}

inputs = {
  image_tag = "1.4.0"
  public    = true
}
