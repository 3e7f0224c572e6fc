provider "aws" {
  region              = "eu-west-2"
  allowed_account_ids = [local.accounts.performance_hub]
}

provider "aws" {
  alias               = "core"
  region              = "eu-west-2"
  allowed_account_ids = [local.accounts.core_shared_services]
}

locals {
  accounts = {
    core_shared_services = "555566667777"
    performance_hub      = "666677778888"
  }
}
