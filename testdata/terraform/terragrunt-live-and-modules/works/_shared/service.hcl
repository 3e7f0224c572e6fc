terraform {
  source = "${get_parent_terragrunt_dir("root")}/../modules//service"
}

inputs = {
  public = true
}
