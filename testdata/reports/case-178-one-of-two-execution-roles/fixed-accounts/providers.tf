variable "accounts" {
  type = map(string)
  default = {
    deploy  = "111122223333"
    dev     = "222233334444"
    staging = "333344445555"
  }
}

provider "aws" {
  region = "eu-west-2"
  assume_role {
    role_arn = "arn:aws:iam::333344445555:role/terraform"
  }
}

provider "aws" {
  alias  = "deploy"
  region = "eu-west-2"
  assume_role {
    role_arn = "arn:aws:iam::111122223333:role/terraform"
  }
}
