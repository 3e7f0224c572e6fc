provider "aws" {
  region              = "eu-north-1"
  allowed_account_ids = ["222233334444"]
}

provider "aws" {
  alias               = "registry"
  region              = "eu-north-1"
  allowed_account_ids = ["111122223333"]
}
