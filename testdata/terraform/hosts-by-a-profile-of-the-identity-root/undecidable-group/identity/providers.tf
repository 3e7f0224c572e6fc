provider "aws" {
  region              = "ap-southeast-2"
  allowed_account_ids = ["604101201301"]
}
