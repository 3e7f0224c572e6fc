provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "west"
  region = "us-west-2"
}

module "west" {
  source = "./region"
  launch = "FARGATE"
  providers = {
    aws     = aws.west
    aws.hub = aws
  }
}
