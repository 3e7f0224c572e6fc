locals {
  name  = "stack-name"
  zones = [for letter in ["a", "b"] : "${var.region}${letter}"]

  environment = {
    STAGE  = var.stage
    REGION = var.region
  }

  tags = {
    Name  = local.name
    Stage = upper(var.stage)
    Owner = join("-", [local.name, "team"])
  }
}
