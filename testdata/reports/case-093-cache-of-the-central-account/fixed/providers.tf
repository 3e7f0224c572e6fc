provider "aws" {
  region              = "eu-central-1"
  allowed_account_ids = ["222233334444"]
}

provider "aws" {
  alias               = "central"
  region              = "eu-central-1"
  allowed_account_ids = ["111122223333"]
}
