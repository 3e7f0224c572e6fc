provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["123456789012"]
}

provider "aws" {
  alias               = "eu_west_1"
  region              = "eu-west-1"
  allowed_account_ids = ["123456789012"]
}

provider "aws" {
  alias               = "eu_west_2"
  region              = "eu-west-2"
  allowed_account_ids = ["123456789012"]
}

provider "aws" {
  alias               = "management"
  region              = "eu-west-1"
  allowed_account_ids = ["123456789012"]
}
